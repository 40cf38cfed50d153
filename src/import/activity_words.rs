//! What the words of activity types, activity statuses and costs mean. Words nobody knows are "other", which is no doubt: the
//! export's own word stays beside it.

use super::text::fold;
use crate::leads::{ActivityKind, SpendCategory};

/// Parts of words, the more telling kinds first: a "call back form" is a form, a "missed call" a call.
#[rustfmt::skip]
const ACTIVITY_PARTS: &[(ActivityKind, &[&str])] = &[
    (ActivityKind::Voicemail, &["voicemail", "voice mail", "voice message", "mailbox", "голосовая почта", "автоответчик", "پیام صوتی", "پیغام گیر", "anrufbeantworter", "buzón", "boîte vocale", "بريد صوتي"]),
    (ActivityKind::FormFill, &["form", "submission", "demo_request", "demo request", "request", "signup", "sign up", "sign_up", "registration", "registered", "subscri", "заявка", "форма", "فرم", "درخواست", "ثبت نام", "formular", "anfrage", "formulario", "نموذج", "طلب"]),
    (ActivityKind::Download, &["download", "ebook", "e-book", "whitepaper", "white paper", "скачив", "загрузк", "دانلود", "بارگیری", "descarga", "téléchargement", "تحميل"]),
    (ActivityKind::PageView, &["page_view", "page view", "pageview", "page visit", "visit", "web activity", "website", "clicked link", "просмотр", "посещение", "визит", "بازدید", "seitenaufruf", "besuch", "vista", "visita", "visite", "زيارة"]),
    (ActivityKind::Meeting, &["meeting", "conversation", "demo", "appointment", "conference", "lunch", "talk", "встреч", "разговор", "демо", "совещание", "جلسه", "ملاقات", "گفتگو", "گفت و گو", "دمو", "besprechung", "termin", "gespräch", "reunión", "cita", "réunion", "rendez-vous", "اجتماع"]),
    (ActivityKind::Email, &["email", "e-mail", "mail", "письмо", "почта", "ایمیل", "رایانامه", "correo", "courriel", "بريد"]),
    (ActivityKind::Call, &["call", "phone", "dial", "звонок", "звонк", "телефон", "تماس", "تلفن", "anruf", "telefonat", "llamada", "appel", "مكالمة", "اتصال"]),
    (ActivityKind::Task, &["task", "to do", "to-do", "todo", "reminder", "deadline", "задача", "дело", "напоминание", "وظیفه", "کار", "یادآوری", "aufgabe", "tarea", "tâche", "مهمة"]),
];

/// A short part must begin a word ("form", but not in "information"); a long one may stand anywhere.
fn says(word: &str, parts: &[&str]) -> bool {
    let found = |part: &&str| {
        let part = fold(part);
        let is_long = part.chars().count() >= 6;
        word.match_indices(part.as_str()).any(|(at, _)| is_long || !word[..at].chars().next_back().is_some_and(char::is_alphabetic))
    };
    parts.iter().any(found)
}

/// A type in whatever language it is written.
pub(super) fn activity(raw: &str) -> ActivityKind {
    let word = fold(raw);
    ACTIVITY_PARTS.iter().find(|(_, parts)| says(&word, parts)).map_or(ActivityKind::Other, |(kind, _)| *kind)
}

/// A status that says the activity has not happened: it is open, waits, or was called off.
pub(super) fn is_planned(raw: &str) -> bool {
    const WORDS: &[&str] = &[
        "no",
        "false",
        "0",
        "not started",
        "in progress",
        "open",
        "to do",
        "todo",
        "planned",
        "scheduled",
        "pending",
        "waiting",
        "waiting on someone else",
        "deferred",
        "cancelled",
        "canceled",
        "no show",
        "rescheduled",
        "overdue",
        "нет",
        "не начата",
        "в работе",
        "запланировано",
        "запланирована",
        "отменено",
        "отменена",
        "خیر",
        "انجام نشده",
        "برنامه ریزی شده",
        "در انتظار",
        "لغو شده",
        "باز",
        "offen",
        "geplant",
        "nicht begonnen",
        "in bearbeitung",
        "abgesagt",
        "pendiente",
        "abierta",
        "planifiée",
        "à faire",
        "ouvert",
        "مفتوح",
    ];
    let word = fold(raw).replace(['_', '-'], " ");
    WORDS.iter().any(|known| fold(known) == word)
}

/// Words of an outcome that say both sides spoke, and words that deny it.
#[rustfmt::skip]
const CONTACT: &[&str] = &["not interested", "connected", "reached", "spoke", "talked", "answered", "replied", "reply", "responded", "conversation", "interested", "booked", "live message", "дозвон", "ответил", "поговорил", "состоял", "برقرار شد", "پاسخ داد", "جواب داد", "صحبت شد", "erreicht", "gesprochen", "verbunden", "geantwortet", "contactado", "conectado", "respondió", "hablado", "joint", "répondu", "تم التواصل", "تم الرد"];
#[rustfmt::skip]
const NO_CONTACT: &[&str] = &["not reached", "not answered", "not connected", "not replied", "not responded", "no reply", "no conversation", "never", "unanswered", "disconnected", "unconnected", "didn", "did not", "could not", "could n", "couldn", "without", "не ", "недозвон", "nicht", "kein", "sin ", "no contactado", "no conectado", "no respondió", "pas ", "non ", "لم "];

/// The outcome of a call, an e-mail or a meeting says that somebody of the other side answered. "Not interested" is an answer.
pub fn says_contact(raw: &str) -> bool {
    let word = fold(raw).replace(['_', '-'], " ");
    let denies = |part: &&str| word.starts_with(*part) || word.contains(&format!(" {part}"));
    CONTACT.iter().any(|part| says(&word, &[part])) && !NO_CONTACT.iter().any(denies)
}

/// A direction, or a type, says that it came from the lead.
pub fn says_incoming(raw: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &["inbound", "incoming", "received", "входящ", "полученн", "ورودی", "دریافتی", "eingehend", "empfangen", "entrante", "recibid", "entrant", "reçu", "وارد", "مستلم"];
    let word = fold(raw).replace('_', " ");
    // "IN", as some exports abbreviate it, is only the whole word.
    word == "in" || WORDS.iter().any(|part| says(&word, &[part]))
}

/// The outcome of a meeting says that it did not take place.
pub fn says_not_done(raw: &str) -> bool {
    let word = fold(raw).replace(['_', '-'], " ");
    is_planned(raw) || ["no show", "not held", "did not attend", "не состоял", "برگزار نشد"].iter().any(|part| word.contains(&fold(part)))
}

/// Any of the words a person wrote down is part of the text, compared case-folded.
pub fn says_any(raw: &str, words: &[String]) -> bool {
    let text = fold(raw);
    words.iter().map(|word| fold(word)).any(|word| !word.is_empty() && text.contains(&word))
}

#[rustfmt::skip]
const COST_PARTS: &[(SpendCategory, &[&str])] = &[
    (SpendCategory::Commissions, &["commission", "bonus", "комисси", "бонус", "преми", "پورسانت", "کمیسیون", "پاداش", "provision", "comisión", "comision", "عمولة"]),
    (SpendCategory::Salaries, &["salar", "wage", "payroll", "staff", "people", "headcount", "зарплат", "оплата труда", "фот", "حقوق", "دستمزد", "gehalt", "gehält", "lohn", "löhne", "personal", "salario", "sueldo", "salaire", "رواتب", "راتب"]),
    (SpendCategory::Events, &["event", "trade show", "tradeshow", "fair", "conference", "webinar", "sponsor", "мероприят", "выставк", "конференц", "رویداد", "نمایشگاه", "همایش", "وبینار", "messe", "veranstaltung", "feria", "salon", "معرض"]),
    (SpendCategory::Tools, &["tool", "software", "saas", "licen", "subscription", "crm", "hosting", "инструмент", "софт", "лиценз", "подписк", "ابزار", "نرم افزار", "اشتراک", "werkzeug", "lizenz", "herramienta", "licencia", "outil", "logiciel", "أدوات"]),
    (SpendCategory::Content, &["content", "creative", "design", "copywriting", "video", "translation", "seo", "blog", "контент", "дизайн", "محتوا", "طراحی", "inhalt", "contenido", "contenu", "محتوى"]),
    (SpendCategory::Advertising, &["advert", "ads", "ad spend", "paid", "ppc", "cpc", "search", "social", "display", "media", "campaign", "retarget", "affiliate", "sponsored", "реклам", "таргет", "директ", "تبلیغ", "کمپین", "werbung", "anzeigen", "publicidad", "anuncio", "publicité", "إعلان"]),
];

/// A kind of cost in whatever language it is written.
pub(super) fn cost(raw: &str) -> SpendCategory {
    let word = fold(raw);
    COST_PARTS.iter().find(|(_, parts)| says(&word, parts)).map_or(SpendCategory::Other, |(category, _)| *category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_activities() {
        let check = |raw: &str, expected: ActivityKind| assert_eq!(activity(raw), expected, "{raw}");
        check("Call", ActivityKind::Call);
        check("CALL_OUTBOUND", ActivityKind::Call);
        check("Left voicemail", ActivityKind::Voicemail);
        check("EMAIL", ActivityKind::Email);
        check("Incoming E-mail", ActivityKind::Email);
        check("conversation", ActivityKind::Meeting);
        check("page_view", ActivityKind::PageView);
        check("pricing_visit", ActivityKind::PageView);
        check("ebook_download", ActivityKind::Download);
        check("demo_request", ActivityKind::FormFill);
        check("Form submission", ActivityKind::FormFill);
        check("Звонок", ActivityKind::Call);
        check("تماس تلفنی", ActivityKind::Call);
        check("جلسه حضوري", ActivityKind::Meeting);
        check("To-do", ActivityKind::Task);
        check("Information", ActivityKind::Other);
        check("Handshake", ActivityKind::Other);
        check("", ActivityKind::Other);
    }

    #[test]
    fn knows_plans_from_deeds() {
        let check = |raw: &str, expected: bool| assert_eq!(is_planned(raw), expected, "{raw}");
        check("Completed", false);
        check("Done", false);
        check("yes", false);
        check("", false);
        check("Not Started", true);
        check("NOT_STARTED", true);
        check("To do", true);
        check("Запланирована", true);
        check("انجام نشده", true);
    }

    #[test]
    fn knows_who_spoke() {
        let check = |raw: &str, expected: bool| assert_eq!(says_contact(raw), expected, "{raw}");
        check("Connected", true);
        check("CONNECTED", true);
        check("Left live message", true);
        check("Answered", true);
        check("Interested - call back", true);
        check("Not interested", true);
        check("Reached decision maker", true);
        check("Дозвонились", true);
        check("پاسخ داد", true);
        check("Not reached", false);
        check("Unanswered", false);
        check("Disconnected", false);
        check("No answer", false);
        check("not_connected", false);
        check("Недозвон", false);
        check("پاسخ نداد", false);
        check("Busy", false);
        check("Left voicemail", false);
        check("", false);
    }

    #[test]
    fn knows_where_it_came_from() {
        let check = |raw: &str, expected: bool| assert_eq!(says_incoming(raw), expected, "{raw}");
        check("INBOUND", true);
        check("INCOMING_EMAIL", true);
        check("Email received", true);
        check("in", true);
        check("Входящий", true);
        check("OUTBOUND", false);
        check("EMAIL", false);
        check("out", false);
        check("Sent", false);
        check("", false);
    }

    #[test]
    fn knows_machines_by_the_agreed_words() {
        let words = ["Sequence".to_owned(), " ".to_owned()];
        assert!(says_any("Spring SEQUENCE, step 2", &words));
        assert!(!says_any("Call", &words));
    }

    #[test]
    fn knows_costs() {
        let check = |raw: &str, expected: SpendCategory| assert_eq!(cost(raw), expected, "{raw}");
        check("Salaries", SpendCategory::Salaries);
        check("Sales commissions", SpendCategory::Commissions);
        check("advertising", SpendCategory::Advertising);
        check("Paid search", SpendCategory::Advertising);
        check("Trade shows", SpendCategory::Events);
        check("tools", SpendCategory::Tools);
        check("Content", SpendCategory::Content);
        check("Реклама", SpendCategory::Advertising);
        check("حقوق و دستمزد", SpendCategory::Salaries);
        check("rent", SpendCategory::Other);
    }
}
