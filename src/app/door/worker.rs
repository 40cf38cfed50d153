//! The client of the worker: one worker for the life of the page, answers found by the id of their question.
//!
//! Its program weighs as much as the page's, so it is fetched when it is first asked something or soon will be. Messages posted before the worker listens would be lost; they wait here until it says it is ready.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use handoff::protocol::{self, Further, FurtherRequest, FurtherResponse, Request, Response};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::document;

/// What to do with an answer, and whether it ends the conversation.
type Handler = (Box<dyn FnMut(Response)>, fn(&Response) -> bool);

#[derive(Default)]
struct Client {
    failed: Option<Rc<dyn Fn()>>,
    worker: Option<Worker>,
    ready: bool,
    next_id: u32,
    waiting: Vec<JsValue>,
    handlers: HashMap<u32, Handler>,
}

thread_local! {
    static CLIENT: RefCell<Client> = RefCell::default();
}

/// What to do if the worker cannot start or dies.
pub fn on_failure(failed: impl Fn() + 'static) {
    CLIENT.with_borrow_mut(|client| client.failed = Some(Rc::new(failed)));
}

/// Starts the worker unless it runs: for what will ask it something in a moment, so that it is there by then.
pub fn start() {
    if CLIENT.with_borrow(|client| client.worker.is_some()) {
        return;
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let Some(Ok(worker)) = document::worker_address().map(|address| Worker::new_with_options(&address, &options)) else {
        return fail();
    };
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| match message(&event.data()) {
        Ok((id, response)) => receive(id, response),
        Err(error) => web_sys::console::error_1(&format!("a message of the worker could not be read: {error}").into()),
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let on_error = Closure::<dyn Fn(JsValue)>::new(|_| fail());
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    CLIENT.with_borrow_mut(|client| client.worker = Some(worker));
}

fn fail() {
    let failed = CLIENT.with_borrow_mut(|client| {
        // Its files did not come: the next question asks for them anew.
        if !client.ready {
            client.worker = None;
        }
        client.failed.clone()
    });
    if let Some(failed) = failed {
        failed();
    }
}

fn message(data: &JsValue) -> Result<(u32, Response), String> {
    let part = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let id = part("id").as_f64().unwrap_or_default() as u32;
    if let Some(text) = part("text").as_string() {
        return Ok((id, Response::Text { text }));
    }
    let body: Uint8Array = part("body").dyn_into().map_err(|_| "no bytes in it".to_owned())?;
    Ok((id, protocol::decode(&body.to_vec())?))
}

fn receive(id: u32, response: Response) {
    if matches!(response, Response::Ready) {
        CLIENT.with_borrow_mut(|client| {
            client.ready = true;
            let waiting = std::mem::take(&mut client.waiting);
            for message in &waiting {
                client.post(message);
            }
        });
        return;
    }
    // The handler is taken out while it runs: it may ask the next question.
    let Some((mut handler, is_last)) = CLIENT.with_borrow_mut(|client| client.handlers.remove(&id)) else { return };
    let last = is_last(&response);
    handler(response);
    if !last {
        CLIENT.with_borrow_mut(|client| client.handlers.insert(id, (handler, is_last)));
    }
}

impl Client {
    fn post(&self, message: &JsValue) {
        if let Some(worker) = &self.worker
            && worker.post_message(message).is_err()
        {
            web_sys::console::error_1(&"a message to the worker could not be sent".into());
        }
    }
}

/// Everything but progress ends a conversation, except that an accepted board is followed by whether it was stored.
fn ends(response: &Response) -> bool {
    !matches!(response, Response::Progress(_))
}

fn ends_keeping(response: &Response) -> bool {
    matches!(response, Response::Kept | Response::Cancelled | Response::Failed(_))
}

/// Sends a request with the files it is about; `handler` gets every answer to it, progress included.
pub fn ask(request: Request, files: &[File], handler: impl FnMut(Response) + 'static) {
    send(request, files, Some((Box::new(handler), ends)));
}

/// As [`ask`], of what puts a board in place and then keeps its files.
pub fn ask_to_keep(request: Request, handler: impl FnMut(Response) + 'static) {
    send(request, &[], Some((Box::new(handler), ends_keeping)));
}

/// As [`ask`], for the second piece of the program alone: the first holds no code for these messages.
pub fn ask_further(request: &FurtherRequest, files: &[File], mut handler: impl FnMut(FurtherResponse) + 'static) {
    ask(Request::Further(Further::of(request)), files, move |response| match FurtherResponse::of(response) {
        Some(response) => handler(response),
        None => web_sys::console::error_1(&"an answer of the worker is of another version".into()),
    });
}

/// Sends a request that has no answer of its own ([`Request::Cancel`], [`Request::Discard`]).
pub fn tell(request: Request) {
    send(request, &[], None);
}

fn send(request: Request, files: &[File], handler: Option<Handler>) {
    start();
    CLIENT.with_borrow_mut(|client| {
        client.next_id += 1;
        let id = client.next_id;
        let body = Uint8Array::from(protocol::encode(&request).as_slice());
        let message = Object::new();
        let list: Array = files.iter().collect();
        for (key, value) in [("id", id.into()), ("body", body.into()), ("files", list.into())] {
            Reflect::set(&message, &key.into(), &value).expect("a new object takes any property");
        }
        if let Some(handler) = handler {
            client.handlers.insert(id, handler);
        }
        if client.ready {
            client.post(&message);
        } else {
            client.waiting.push(message.into());
        }
    });
}
