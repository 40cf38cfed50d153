//! The worker that opens workbooks: one file in, its sheets out as CSV files. The page starts it when somebody drops a workbook, so
//! that no first visit loads the reader of XLSX, and ends it with its memory when the sheets are there.
//!
//! It keeps nothing and matches nothing. Its answer is `handoff::protocol::WorkbookAnswer`.

#[cfg(target_arch = "wasm32")]
mod wasm {
    use handoff::{
        protocol::{self, WorkbookAnswer, WorkbookTask},
        workbook::{self, Workbook},
    };
    use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

    pub fn listen() {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
            spawn_local(async move {
                let (answer, files) = match event.data().dyn_into::<File>() {
                    Ok(file) => open(&file).await.unwrap_or((WorkbookAnswer::Unreadable, Array::new())),
                    Err(task) => (make(&task), Array::new()),
                };
                post(&answer, &files);
            });
        });
        scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The worker listens as long as it lives.
        on_message.forget();
        post(&WorkbookAnswer::Ready, &Array::new());
    }

    fn scope() -> DedicatedWorkerGlobalScope {
        js_sys::global().unchecked_into()
    }

    fn make(task: &JsValue) -> WorkbookAnswer {
        let bytes = task.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default();
        let made = match protocol::decode(&bytes) {
            Ok(WorkbookTask::Table { csv, is_rtl }) => workbook::of_csv(&csv, is_rtl),
            Ok(WorkbookTask::Archive { files }) => workbook::archive(&files),
            Err(_) => return WorkbookAnswer::Unreadable,
        };
        made.map_or(WorkbookAnswer::Unreadable, WorkbookAnswer::Made)
    }

    async fn open(file: &File) -> Result<(WorkbookAnswer, Array), JsValue> {
        if file.size() > workbook::LARGEST_BYTES as f64 {
            return Ok((WorkbookAnswer::Refused(workbook::WorkbookRefused::TooLarge), Array::new()));
        }
        let buffer: ArrayBuffer = JsFuture::from(file.array_buffer()).await?.dyn_into()?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        Ok(match workbook::read(&bytes) {
            Ok(Workbook { sheets, hidden }) => {
                let error_cells = sheets.iter().map(|sheet| sheet.error_cells).sum();
                let files = Array::new();
                for sheet in sheets {
                    let name = workbook::sheet_file_name(&file.name(), &sheet.name);
                    files.push(&File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(sheet.csv.as_slice())), &name)?.into());
                }
                (WorkbookAnswer::Opened { hidden, error_cells }, files)
            }
            Err(why) => (WorkbookAnswer::Refused(why), Array::new()),
        })
    }

    fn post(answer: &WorkbookAnswer, files: &Array) {
        let message = Object::new();
        let body = Uint8Array::from(protocol::encode(answer).as_slice());
        for (key, value) in [("body", body.as_ref()), ("files", files.as_ref())] {
            Reflect::set(&message, &key.into(), value).expect("a new object takes any property");
        }
        if let Err(error) = scope().post_message(&message) {
            web_sys::console::error_1(&error);
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    wasm::listen();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is Handoff's worker for workbooks; it runs only in a browser. The command line is `handoff`.");
    std::process::exit(2);
}
