//! What the app knows, as signals; and the few things it can do. Derived values are memos where they are shown, not here.

use std::sync::Arc;

use handoff::{
    agreement::{Agreement, Ledger},
    import::FileMapping,
    leads::Dimension,
    metrics::Group,
    protocol::{self, AcceptMode, BoardInfo, Checked, Failure, KeptFile, LastReport, Progress, Request, Response, SniffedFile},
    report::{FilterTerm, FilterValues, Parts, Query, RecordsOf, Report},
    share::{Content, ContentKind},
    words::{Locale, fill},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    documents,
    door::{
        document, kept,
        storage::{self, Shelf, Trouble},
        worker,
    },
    format::{self, Style},
    labels,
    later::MakePart,
    lists::Lists,
    pages::agreement::versions,
    route::{Page, Route},
    sharing::Viewing,
    team::TeamState,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    pub locale: Locale,
    pub theme: Theme,
}

const THEMES: [(Theme, &str); 3] = [(Theme::System, "system"), (Theme::Light, "light"), (Theme::Dark, "dark")];

impl Settings {
    /// As they are kept: `2 fa dark`, where 2 is the version of this line.
    fn line(self) -> String {
        let theme = THEMES.iter().find(|(theme, _)| *theme == self.theme).map_or("system", |(_, name)| name);
        format!("2 {} {theme}", self.locale.tag())
    }

    /// `None` when it is no such line.
    fn parse(line: &str) -> Option<Self> {
        let [version, locale, theme] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let theme = THEMES.iter().find(|(_, name)| *name == theme).map(|(theme, _)| *theme)?;
        let locale = Locale::ALL.into_iter().find(|known| known.tag() == locale)?;
        (version == "2").then_some(Self { locale, theme })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum BoardState {
    /// Reading what an earlier visit kept, or making the sample.
    Loading {
        sample: bool,
        progress: Option<Progress>,
    },
    Empty,
    Ready(BoardInfo),
}

/// The import under way, step by step.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportState {
    Idle,
    Looking,
    /// The sheets of the workbook of this name are being read.
    Opening(String),
    Match,
    Reading(Option<Progress>),
    Check(Arc<Checked>),
}

/// What a drawer of records can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    /// A number of the report.
    Number(RecordsOf),
    /// A group of the two lists compared last.
    Lists(Group),
}

/// What is decided about the import under way besides the files' mappings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Which of the files take part.
    pub taken: Vec<bool>,
    /// What becomes of the kept files; only asked where one of the same shape is kept.
    pub mode: AcceptMode,
    pub is_mode_asked: bool,
    /// A mapping was corrected since the files were read: they must be read again.
    pub is_corrected: bool,
    /// Nothing of this import is kept to be compared with later ones.
    pub is_report_left: bool,
    /// Names of what was passed over in a dropped folder.
    pub skipped: Vec<String>,
}

/// Whose records are open, and under which title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRecords {
    pub of: Behind,
    pub title: String,
}

#[derive(Clone, Copy)]
pub struct AppState {
    pub settings: RwSignal<Settings>,
    pub agreement: RwSignal<Agreement>,
    /// `agreement` is a draft that a page holds: edits of it neither take force nor are kept.
    is_draft: bool,
    /// The versions that were saved of it.
    pub ledger: RwSignal<Ledger>,
    pub mappings: RwSignal<Vec<FileMapping>>,
    /// What an earlier visit kept of these is back: before, an edit would be lost to it.
    pub awake: RwSignal<bool>,
    pub route: RwSignal<Route>,
    /// What of it a report is asked by: looking at another lead asks for none.
    pub asked: Memo<(Page, Query)>,
    pub board: RwSignal<BoardState>,
    pub report: RwSignal<Option<Arc<Report>>>,
    pub filter_values: RwSignal<Arc<Vec<FilterValues>>>,
    pub import: RwSignal<ImportState>,
    /// What the look at the dropped files found; kept while their mapping is corrected and read again.
    pub sniffed: RwSignal<Vec<SniffedFile>>,
    pub choices: RwSignal<Choices>,
    pub kept_files: RwSignal<Vec<KeptFile>>,
    pub records: RwSignal<Option<OpenRecords>>,
    pub lists: Lists,
    pub team: TeamState,
    /// The shared board somebody looks at.
    pub viewing: RwSignal<Viewing>,
    /// A new version of the page waits.
    pub new_version: RwSignal<bool>,
    pub notices: RwSignal<Vec<(u32, String)>>,
    pub dark: RwSignal<bool>,
    /// The second piece of the program, once it is here.
    pub later: RwSignal<Option<MakePart>>,
    /// Counts the questions.
    report_turn: StoredValue<u32>,
    /// The worker is at a question: until it answers, what is shown is of the one before.
    pub is_counting: RwSignal<bool>,
    /// What was asked last; nothing is asked twice while somebody turns pages.
    answered: StoredValue<Option<(Query, Agreement, Parts)>>,
    /// The parts of the report that is shown.
    shown: StoredValue<Parts>,
}

impl AppState {
    /// Reads the settings; [`documents::wake`] brings back the rest. What is damaged is set back and said.
    pub fn new() -> Self {
        let mut troubles = Vec::new();
        let settings = storage::read(Shelf::Settings).and_then(|kept| match kept {
            None => Ok(Settings { locale: document::locale(), ..Settings::default() }),
            Some(text) => Settings::parse(&text).ok_or(Trouble::Damaged),
        });
        let settings = settings.unwrap_or_else(|trouble| {
            troubles.push(trouble);
            Settings::default()
        });
        let agreement = Agreement::default();
        format::install(style(settings, &agreement));
        // Files are kept with how they were read: without that there are none, and nobody waits to see it confirmed.
        let is_known = storage::read(Shelf::Of(ContentKind::Mappings)).is_ok_and(|kept| kept.is_some());
        let first = if is_known { BoardState::Loading { sample: false, progress: None } } else { BoardState::Empty };
        let route = RwSignal::new(Route::parse(&document::hash()));
        let state = Self {
            settings: RwSignal::new(settings),
            agreement: RwSignal::new(agreement),
            is_draft: false,
            ledger: RwSignal::new(Ledger::default()),
            mappings: RwSignal::new(Vec::new()),
            awake: RwSignal::new(false),
            route,
            asked: Memo::new(move |_| route.with(|route| (route.page, route.query.clone()))),
            board: RwSignal::new(first),
            report: RwSignal::new(None),
            filter_values: RwSignal::new(Arc::new(Vec::new())),
            import: RwSignal::new(ImportState::Idle),
            sniffed: RwSignal::new(Vec::new()),
            choices: RwSignal::new(Choices::default()),
            kept_files: RwSignal::new(Vec::new()),
            records: RwSignal::new(None),
            lists: Lists::new(),
            team: TeamState::new(),
            viewing: RwSignal::new(Viewing::Nothing),
            new_version: RwSignal::new(false),
            notices: RwSignal::new(Vec::new()),
            dark: RwSignal::new(false),
            later: RwSignal::new(None),
            report_turn: StoredValue::new(0),
            is_counting: RwSignal::new(false),
            answered: StoredValue::new(None),
            shown: StoredValue::new(Parts::default()),
        };
        for trouble in troubles {
            state.say_trouble(trouble);
        }
        state
    }

    pub fn style(&self) -> Style {
        self.agreement.with(|agreement| style(self.settings.get(), agreement))
    }

    /// Six hex digits that tell the agreement in force from others.
    pub fn mark(&self) -> String {
        self.agreement.with(|agreement| agreement.hash()[..6].to_owned())
    }

    /// Which agreement counts what is shown: in the footer, below saved charts.
    pub fn stamp(&self) -> String {
        fill(format::words().agreement_stamp, &[("version", &versions::name(*self)), ("hash", &self.mark())])
    }

    pub fn say(&self, text: String) {
        self.notices.update(|notices| {
            if notices.iter().all(|(_, known)| *known != text) {
                let id = notices.last().map_or(0, |(id, _)| id + 1);
                notices.push((id, text));
            }
        });
    }

    pub fn say_trouble(&self, trouble: Trouble) {
        let words = format::words();
        self.say(
            match trouble {
                Trouble::Blocked => words.store_blocked,
                Trouble::Full => words.store_full,
                Trouble::Damaged => words.store_damaged,
            }
            .to_owned(),
        );
    }

    pub fn say_failure(&self, failure: &Failure) {
        let words = format::words();
        self.say(match failure {
            Failure::FileUnreadable { name } => fill(words.fail_file_unreadable, &[("name", name)]),
            Failure::NothingToRead => words.fail_nothing_to_read.to_owned(),
            Failure::NotKept { detail } => fill(words.fail_not_kept, &[("detail", detail)]),
            Failure::KeptFileLost { name } => fill(words.fail_kept_file_lost, &[("name", name)]),
            Failure::Refused { name, why } => labels::refusal(name, why),
            Failure::NotAList { name } => fill(words.fail_not_a_list, &[("name", name)]),
            Failure::NotFetched => words.fail_pages.to_owned(),
            Failure::NoCryptography => format::words().no_cryptography.to_owned(),
            Failure::NoCommonKey => words.fail_no_common_key.to_owned(),
            Failure::NoData => words.fail_no_data.to_owned(),
            Failure::Protocol { detail } => fill(words.fail_protocol, &[("detail", detail)]),
        });
    }

    /// As [`Settings`] are kept.
    pub fn settings_line(&self) -> String {
        self.settings.with_untracked(|settings| settings.line())
    }

    /// Whether it was such a line.
    pub fn take_settings(&self, line: &str) -> bool {
        let settings = Settings::parse(line);
        if let Some(settings) = settings {
            self.settings.set(settings);
            self.keep_settings();
        }
        settings.is_some()
    }

    pub fn keep_settings(&self) {
        self.keep(self.settings.with_untracked(|settings| storage::write(Shelf::Settings, &settings.line())));
    }

    pub fn keep(&self, result: Result<(), Trouble>) {
        if let Err(trouble) = result {
            self.say_trouble(trouble);
        }
    }

    /// The same app over a draft of the agreement, for the fields of a page that only tries things out.
    #[must_use]
    pub fn over_draft(self, agreement: RwSignal<Agreement>) -> Self {
        Self { agreement, is_draft: true, ..self }
    }

    /// Puts a valid agreement in force and keeps it. The files are read again when it changes how they are read.
    pub fn set_agreement(&self, agreement: Agreement) {
        if self.is_draft {
            self.agreement.set(agreement);
            return;
        }
        let reread = self.agreement.with_untracked(|old| is_read_otherwise(old, &agreement));
        self.agreement.set(agreement);
        documents::keep(*self, Content::Agreement(Box::new(self.agreement.get_untracked())));
        if reread {
            self.reread();
        }
    }

    /// Reads the files of the board again, under the agreement in force.
    pub fn reread(&self) {
        if let BoardState::Ready(info) = self.board.get_untracked() {
            if info.sample { self.open_sample() } else { self.restore() }
        }
    }

    pub fn set_ledger(&self, ledger: Ledger) {
        self.ledger.set(ledger);
        documents::keep(*self, Content::Ledger(self.ledger.get_untracked()));
    }

    pub fn remember_mappings(&self, mappings: &[FileMapping]) {
        self.mappings.update(|known| {
            for mapping in mappings {
                known.retain(|old| old.shape() != mapping.shape());
                known.push(mapping.clone());
            }
        });
        documents::keep(*self, Content::Mappings(self.mappings.get_untracked()));
    }

    pub fn go(&self, page: Page) {
        Self::navigate(self.route.with_untracked(|route| route.with_page(page)));
    }

    /// [`Self::go`] without waiting for the browser to say that its address is another: till then a report would be asked for the page
    /// before.
    pub fn go_at_once(&self, page: Page) {
        self.go(page);
        self.route.update(|route| *route = route.with_page(page));
    }

    pub fn navigate(route: Route) {
        document::set_hash(&route.hash());
    }

    pub fn change_query(&self, change: impl FnOnce(&mut Query)) {
        let mut route = self.route.get_untracked();
        change(&mut route.query);
        Self::navigate(route);
    }

    /// Adds the term to the filter, or takes it out if it is there.
    pub fn toggle_filter(&self, dimension: Dimension, value: Option<String>) {
        let term = FilterTerm { dimension, value };
        self.change_query(|query| {
            if query.filter.contains(&term) {
                query.filter.retain(|known| *known != term);
            } else {
                query.filter.push(term);
            }
        });
    }

    pub fn is_filtered(&self, dimension: Dimension, value: Option<&str>) -> bool {
        self.route.with(|route| route.query.filter.iter().any(|term| term.dimension == dimension && term.value.as_deref() == value))
    }

    /// The page of a lead.
    pub fn open_lead(&self, lead: u32) {
        self.records.set(None);
        Self::navigate(self.route.with_untracked(|route| route.with_lead(Page::Lead, lead)));
    }

    pub fn open_records(&self, of: RecordsOf, title: String) {
        self.records.set(Some(OpenRecords { of: Behind::Number(of), title }));
    }

    pub fn open_group(&self, group: Group, title: String) {
        self.records.set(Some(OpenRecords { of: Behind::Lists(group), title }));
    }

    pub fn restore(&self) {
        let state = *self;
        let loading = BoardState::Loading { sample: false, progress: None };
        if state.board.with_untracked(|board| *board != BoardState::Empty) {
            state.board.set(loading.clone());
        }
        spawn_local(async move {
            let is_any = kept::is_any().await;
            // The sample may have been opened meanwhile.
            if state.board.with_untracked(|board| *board != BoardState::Empty && *board != loading) {
                return;
            }
            if is_any {
                state.board.set(loading);
                let shown = state.show_last_report().await;
                let agreement = state.agreement.get_untracked();
                worker::ask(Request::Restore { agreement, shown }, &[], move |response| state.board_answer(false, response));
            } else {
                state.board_answer(false, Response::NothingKept);
            }
        });
    }

    /// Shows the report the board was left with, if it was asked what would be asked now: the worker, which knows whether the board is
    /// still that one, has yet to start. Gives the key of the board it is of.
    async fn show_last_report(&self) -> Option<String> {
        let query = self.asked.with_untracked(|(_, query)| query.clone());
        let last = kept::last_report(&query).await?;
        // Another may have been asked for meanwhile.
        let (page, query) = self.asked.get_untracked();
        let (agreement, parts) = (self.agreement.get_untracked(), parts_of(page));
        let is_waited_for = self.board.with_untracked(|board| matches!(board, BoardState::Loading { sample: false, .. }));
        if !is_waited_for || last.question != LastReport::question(&query, &agreement, parts) {
            return None;
        }
        let Ok(Response::Report(report)) = protocol::decode(&last.answer) else { return None };
        self.answered.set_value(Some((query, agreement, parts)));
        self.shown.set_value(parts);
        self.report.set(Some(Arc::from(report)));
        self.board.set(BoardState::Ready(last.info));
        Some(last.board)
    }

    /// The sample company signed an agreement of its own; it stands in while the person has none.
    pub fn open_sample(&self) {
        let state = *self;
        if state.agreement.with_untracked(|agreement| *agreement == Agreement::default()) {
            state.agreement.set(handoff::sample::agreement());
        }
        state.board.set(BoardState::Loading { sample: true, progress: None });
        let agreement = state.agreement.get_untracked();
        worker::ask(Request::Sample { agreement }, &[], move |response| state.board_answer(true, response));
    }

    fn board_answer(&self, sample: bool, response: Response) {
        match response {
            Response::Progress(progress) => self.board.set(BoardState::Loading { sample, progress: Some(progress) }),
            Response::Board(info) => self.board_ready(info),
            Response::AsShown => self.ask_about_files(),
            Response::NothingKept => self.board.set(BoardState::Empty),
            Response::Failed(failure) => {
                self.board.set(BoardState::Empty);
                self.say_failure(&failure);
            }
            _ => {}
        }
    }

    pub fn board_ready(&self, info: BoardInfo) {
        let state = *self;
        // The sample's agreement leaves with the sample.
        if !info.sample && state.agreement.with_untracked(|agreement| *agreement == handoff::sample::agreement()) {
            state.agreement.set(Agreement::default());
        }
        state.answered.set_value(None);
        state.board.set(BoardState::Ready(info));
        state.ask_about_files();
    }

    /// What else the page shows of the files of its board.
    fn ask_about_files(&self) {
        let state = *self;
        worker::ask(Request::FilterValues, &[], move |response| {
            if let Response::FilterValues { dimensions } = response {
                state.filter_values.set(Arc::new(dimensions));
            }
        });
        state.refresh_files();
    }

    pub fn refresh_files(&self) {
        let state = *self;
        worker::ask(Request::Files, &[], move |response| {
            if let Response::Files { files } = response {
                state.kept_files.set(files);
            }
        });
    }

    /// Asks for the report of the current query. While one is computed, however many edits follow ask for one more, and only the answer
    /// to the latest question is shown.
    pub fn request_report(&self) {
        let state = *self;
        if !matches!(state.board.get(), BoardState::Ready(_)) {
            state.report.set(None);
            state.answered.set_value(None);
            return;
        }
        let (page, query) = state.asked.get();
        let parts = parts_of(page);
        let agreement = state.agreement.get();
        let is_answered = state.answered.with_value(|known| {
            known.as_ref().is_some_and(|(asked, of, known)| *asked == query && *of == agreement && known.include(parts))
        });
        let turn = state.report_turn.get_value() + 1;
        state.report_turn.set_value(turn);
        if is_answered || state.is_counting.get_untracked() {
            return;
        }
        state.answered.set_value(Some((query.clone(), agreement.clone(), parts)));
        state.is_counting.set(true);
        worker::ask(Request::Report { query, agreement, parts }, &[], move |response| {
            state.is_counting.set(false);
            if state.report_turn.get_value() != turn {
                state.answered.set_value(None);
                untrack(|| state.request_report());
                return;
            }
            match response {
                Response::Report(report) => {
                    state.shown.set_value(parts);
                    state.report.set(Some(Arc::from(report)));
                }
                Response::Failed(failure) => {
                    state.answered.set_value(None);
                    state.say_failure(&failure);
                }
                _ => {}
            }
        });
    }

    pub fn has_report(&self) -> bool {
        self.report.with(Option::is_some)
    }

    /// The report that is shown was asked with all that a page shows.
    pub fn has_parts(&self, page: Page) -> bool {
        self.report.track();
        self.shown.get_value().include(parts_of(page))
    }

    pub fn forget_everything(&self) {
        let state = *self;
        worker::ask(Request::Forget, &[], move |response| match response {
            Response::Forgotten => {
                storage::forget_all();
                state.settings.set(Settings { locale: document::locale(), ..Settings::default() });
                state.agreement.set(Agreement::default());
                state.ledger.set(Ledger::default());
                state.mappings.set(Vec::new());
                state.kept_files.set(Vec::new());
                state.sniffed.set(Vec::new());
                state.lists.forget();
                state.team.forget();
                state.import.set(ImportState::Idle);
                state.board.set(BoardState::Empty);
                AppState::navigate(Route::default());
                state.say(format::words().forgotten.to_owned());
            }
            Response::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    }
}

/// The parts of a report that a page shows. Scores have a question of their own, and a lead's page shows no report.
const fn parts_of(page: Page) -> Parts {
    Parts {
        promises: !matches!(page, Page::Data | Page::Scoring | Page::Lead | Page::Content | Page::Share | Page::Shared),
        scoring: false,
        returns: matches!(page, Page::Board | Page::Funnel | Page::Return | Page::Meeting),
        details: matches!(page, Page::Funnel | Page::Return | Page::Meeting),
    }
}

/// The same files mean something else under the other agreement.
pub fn is_read_otherwise(one: &Agreement, other: &Agreement) -> bool {
    one.workspace.time_zone != other.workspace.time_zone || one.workspace.currency != other.workspace.currency
}

fn style(settings: Settings, agreement: &Agreement) -> Style {
    Style { locale: settings.locale, calendar: agreement.workspace.calendar, time_zone: agreement.workspace.time_zone.clone() }
}

pub fn use_app() -> AppState {
    expect_context()
}
