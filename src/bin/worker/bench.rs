//! The worker's ear for the benchmark (feature `bench`): a file is read by the very functions the page has it read by, and questions are
//! answered by `benches/dashboard`. The page's own protocol is not spoken.
//!
//! A message is `{id, kind, file?, filter?, params?}`, the last two JSON, and the parameters those of the question before where they are
//! left out; its answer `{id, answer}`, JSON too, or `{id, error}`.

use std::{cell::RefCell, rc::Rc};

use handoff::{
    agreement::Workspace,
    import::{Field, Imported, Overrides},
    protocol::SniffedFile,
    time::Zone,
};
use js_sys::{Object, Reflect, WebAssembly};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

use crate::{
    board::Board,
    browser,
    dashboard::{Dashboard, Filter, Params},
    reading::{self, CancelFlag, Input, Stop},
    second,
    sniffing::sniff,
    warm::{self, Busy},
};

/// Columns the workload scores by: a person matches them so where the header alone does not say it.
const COUNTERS: [&str; 3] = ["page_views", "ebook_downloads", "pricing_visits"];

/// What is asked of the made-up leads.
const MADE_UP_PARAMS: &str = include_str!("../../../benches/dashboard/params.json");

#[derive(Default)]
struct Bench {
    busy: Busy,
    board: RefCell<Option<(Board, Dashboard)>>,
    params: RefCell<Option<Params>>,
}

/// Starts listening, and says so.
pub fn open() {
    let bench = Rc::new(Bench::default());
    let idle = Rc::clone(&bench);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((rest, file)) = second::asked(&event.data()) {
            spawn_local(second::read(rest, file));
            return;
        }
        let (bench, data) = (Rc::clone(&bench), event.data());
        spawn_local(async move {
            let id = part(&data, "id");
            match bench.busy.during(bench.answer(&data)).await {
                Ok(answer) => send(&id, "answer", &answer),
                Err(error) => send(&id, "error", &error),
            }
        });
    });
    browser::scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    on_message.forget();
    let ready = || send(&JsValue::from(0), "answer", "null");
    if second::is_this() {
        ready();
    } else {
        // What the page's worker does between a file's first look and a person's confirmation of its columns.
        second::prepare(u64::MAX);
        spawn_local(async move {
            warm_up(&idle.busy).await;
            ready();
        });
    }
}

/// As the page's worker does before anybody has picked a file.
async fn warm_up(busy: &Busy) {
    let imported = warm::import(busy).await.expect("the made-up export is read");
    let params = serde_json::from_str(MADE_UP_PARAMS).expect("the parameters of the made-up leads");
    let answer = |imported: &Imported| {
        let mut dashboard = Dashboard::default();
        for _ in 0..3 {
            drop(dashboard.answer(&imported.dataset, &Filter::default(), &params).map(|outputs| serde_json::to_string(&outputs)));
        }
    };
    warm::report(busy, &imported, answer).await;
}

fn part(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn send(id: &JsValue, name: &str, text: &str) {
    let message = Object::new();
    for (key, value) in [("id", id), (name, &text.into())] {
        Reflect::set(&message, &key.into(), value).expect("a new object takes any property");
    }
    if let Err(error) = browser::scope().post_message(&message) {
        web_sys::console::error_1(&error);
    }
}

impl Bench {
    async fn answer(&self, data: &JsValue) -> Result<String, String> {
        match part(data, "kind").as_string().as_deref() {
            Some("import") => self.import(part(data, "file").dyn_into().map_err(|_| "no file in the message")?).await,
            Some("dashboard") => self.dashboard(data),
            Some("memory") => {
                let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
                let bytes = part(&memory.buffer(), "byteLength").as_f64().unwrap_or_default();
                Ok(format!(r#"{{"wasm_bytes":{bytes}}}"#))
            }
            other => Err(format!("a message of kind {other:?}")),
        }
    }

    async fn import(&self, file: File) -> Result<String, String> {
        // The board before goes first: nobody holds two.
        *self.board.borrow_mut() = None;
        let started = browser::now_ms();
        second::prepare(file.size() as u64);
        let sniffed = sniff(&file, file.name(), &[], &Overrides::default()).await.map_err(|failure| format!("{failure:?}"))?;
        let SniffedFile::Table(proposal) = sniffed else { return Err("the file is no table".into()) };
        let mut mapping = proposal.mapping;
        for column in mapping.columns.iter_mut().filter(|column| COUNTERS.contains(&column.header.as_str())) {
            column.field = Some(Field::Counter);
        }
        let looked_at = browser::now_ms();
        let (workspace, cancel) = (Workspace::default(), CancelFlag::default());
        let inputs = vec![Input::new(file, mapping)];
        let board = reading::read(0, inputs, &workspace, &Zone::utc(), &cancel, false).await.map_err(|stop| match stop {
            Stop::Cancelled => "cancelled".to_owned(),
            Stop::Failed(failure) => format!("{failure:?}"),
        })?;
        let rows = board.imported.dataset.leads.len;
        let (sniff_ms, read_ms) = (looked_at - started, browser::now_ms() - looked_at);
        *self.board.borrow_mut() = Some((board, Dashboard::default()));
        Ok(format!(r#"{{"rows":{rows},"phases":{{"sniff":{sniff_ms},"read":{read_ms}}}}}"#))
    }

    fn dashboard(&self, data: &JsValue) -> Result<String, String> {
        let text = |name: &str| part(data, name).as_string();
        let wrong = |error: serde_json::Error| error.to_string();
        if let Some(told) = text("params") {
            *self.params.borrow_mut() = Some(serde_json::from_str(&told).map_err(wrong)?);
        }
        let filter: Filter = serde_json::from_str(&text("filter").unwrap_or_default()).map_err(wrong)?;
        let params = self.params.borrow();
        let params = params.as_ref().ok_or("a question without parameters")?;
        let mut kept = self.board.borrow_mut();
        let (board, dashboard) = kept.as_mut().ok_or("nothing is imported")?;
        let outputs = dashboard.answer(&board.imported.dataset, &filter, params).map_err(|why| format!("{why:?}"))?;
        serde_json::to_string(&outputs).map_err(wrong)
    }
}
