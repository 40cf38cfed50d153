//! The worker that opens workbooks and makes archives: started for one task, ended with its memory when that is done. What it is for and
//! what its answer means to a person is not known here.

use std::cell::RefCell;

use handoff::{
    protocol::{self, WorkbookAnswer, WorkbookTask},
    workbook::{SIGNATURE_BYTES, begins_like_one},
};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::document;

thread_local! {
    /// The worker at work and what ends the wait for it.
    static AT_WORK: RefCell<Option<(Worker, Function)>> = RefCell::default();
}

pub enum Opening {
    Answer(WorkbookAnswer, Vec<File>),
    /// [`cancel`] ended it.
    Cancelled,
    /// The worker could not start, or a workbook was too much for it.
    Died,
}

/// Whether the file's first bytes are those of a workbook. A file that cannot be read is none; reading it will tell.
pub async fn is_one(file: &File) -> bool {
    let Ok(head) = file.slice_with_f64_and_f64(0.0, SIGNATURE_BYTES as f64) else { return false };
    JsFuture::from(head.array_buffer()).await.is_ok_and(|buffer| begins_like_one(&Uint8Array::new(&buffer).to_vec()))
}

/// One file at a time: what was being opened is given up.
pub async fn open(file: &File) -> Opening {
    match employ(file).await {
        Ok(data) => body(&data).map_or(Opening::Died, |answer| Opening::Answer(answer, files(&data))),
        Err(Ended::Died) => Opening::Died,
        Err(Ended::Cancelled) => Opening::Cancelled,
    }
}

/// The bytes of a workbook or an archive; `None` when the worker did not come to its end.
pub async fn make(task: &WorkbookTask) -> Option<Vec<u8>> {
    let data = employ(&Uint8Array::from(protocol::encode(task).as_slice())).await.ok()?;
    if let Some(WorkbookAnswer::Made(bytes)) = body(&data) { Some(bytes) } else { None }
}

enum Ended {
    Cancelled,
    Died,
}

/// Has a new worker do one task, and gives its answer.
async fn employ(task: &JsValue) -> Result<JsValue, Ended> {
    cancel();
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let Some(Ok(worker)) = document::workbook_worker_address().map(|address| Worker::new_with_options(&address, &options)) else {
        return Err(Ended::Died);
    };
    let mut give_up = None;
    let mut listeners = None;
    let answer = Promise::new(&mut |resolve, reject| {
        let (sender, task) = (worker.clone(), task.clone());
        let refuse = reject.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            let done = match body(&data) {
                // What is posted before the worker listens would be lost.
                Some(WorkbookAnswer::Ready) => sender.post_message(&task).map(drop),
                Some(_) => resolve.call1(&JsValue::NULL, &data).map(drop),
                None => Err(JsValue::NULL),
            };
            if done.is_err() {
                end(&refuse);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(&reject));
        give_up = Some(reject);
        listeners = Some(on_message);
    });
    AT_WORK.set(give_up.map(|give_up| (worker.clone(), give_up)));
    let answer = JsFuture::from(answer).await;
    drop(listeners);
    // A worker that was cancelled is no longer the one at work; another one may be.
    let is_mine = AT_WORK.with_borrow(|at_work| at_work.as_ref().is_some_and(|(at_work, _)| *at_work == worker));
    if is_mine {
        AT_WORK.take();
    }
    worker.terminate();
    answer.map_err(|_| if is_mine { Ended::Died } else { Ended::Cancelled })
}

/// Ends the worker at once, whatever it is doing.
pub fn cancel() {
    if let Some((worker, give_up)) = AT_WORK.take() {
        worker.terminate();
        end(&give_up);
    }
}

fn end(reject: &Function) {
    // A promise's own function does not throw.
    let _ = reject.call0(&JsValue::NULL);
}

fn body(data: &JsValue) -> Option<WorkbookAnswer> {
    let body: Uint8Array = Reflect::get(data, &"body".into()).ok()?.dyn_into().ok()?;
    protocol::decode(&body.to_vec()).ok()
}

fn files(data: &JsValue) -> Vec<File> {
    let files = Reflect::get(data, &"files".into()).map(|files| Array::from(&files)).unwrap_or_default();
    files.iter().filter_map(|file| file.dyn_into().ok()).collect()
}
