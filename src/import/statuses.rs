//! What the words of status and stage columns mean, in the languages of the exports. A person's correction comes before them.

use super::{Kind, Meaning, text::fold, value_columns::boolean};
use crate::leads::{DealState, Status};

#[rustfmt::skip]
const LEAD_WORDS: &[(Status, &[&str])] = &[
    (Status::Lead, &["new", "lead", "open", "subscriber", "raw", "raw lead", "not contacted", "open - not contacted", "assigned", "attempted to contact", "contact attempted", "contact in future",
        "attempted", "working", "working - contacted", "in progress", "in process", "contacted", "connected", "not started", "pre-qualified", "new lead", "open lead", "replied", "interested",
        "новый", "новый лид", "не обработан", "в работе", "в обработке", "лид", "первичный контакт", "neu", "offen", "in bearbeitung", "kontaktiert", "nuevo", "abierto", "contactado", "nouveau", "en cours", "ouvert", "contacté",
        "جدید", "سرنخ", "در حال پیگیری", "تماس گرفته شده", "باز", "جديد", "مفتوح", "قيد المتابعة", "novo", "yeni", "nowy"]),
    (Status::Mql, &["mql", "marketing qualified lead", "marketing qualified", "marketingqualifiedlead", "marketing-qualified", "marketing-qualified lead", "engaged"]),
    (Status::Sal, &["sal", "sales accepted lead", "sales accepted", "salesacceptedlead", "accepted"]),
    (Status::Sql, &["sql", "sales qualified lead", "sales qualified", "salesqualifiedlead", "sales-qualified lead", "qualified", "qualified lead", "квалифицирован", "квалифицированный", "qualifiziert", "calificado", "cualificado",
        "qualifié", "واجد شرایط", "تایید شده", "مؤهل", "qualificado"]),
    (Status::Opportunity, &["opportunity", "converted", "closed - converted", "open deal", "qualified - converted", "deal", "конвертирован", "сконвертирован", "качественный лид", "konvertiert", "convertido", "converti", "oportunidad", "opportunité",
        "فرصت", "فرصت فروش", "تبدیل شده", "فرصة", "محول"]),
    (Status::Customer, &["customer", "client", "closed won", "won", "evangelist", "клиент", "покупатель", "kunde", "cliente", "مشتری", "عميل", "müşteri", "klient"]),
    (Status::Disqualified, &["disqualified", "unqualified", "not qualified", "closed - not converted", "junk", "junk lead", "lost lead", "lost", "dead", "dead lead", "spam", "rejected", "bad data", "cancelled", "canceled", "closed lost",
        "do not contact", "not interested", "no interest", "bad fit", "not a fit", "duplicate", "некачественный лид", "забракован", "отказ", "спам", "не квалифицирован", "disqualifiziert", "unqualifiziert", "verloren", "descalificado",
        "no calificado", "perdido", "disqualifié", "non qualifié", "perdu", "رد صلاحیت شده", "رد شده", "نامرتبط", "از دست رفته", "سوخته", "غير مؤهل", "مرفوض", "مفقود"]),
    (Status::Recycled, &["recycled", "recycle", "returned to marketing", "nurture", "nurturing", "in nurture", "returned", "возвращен", "на прогрев", "بازگشت به بازاریابی"]),
];

#[rustfmt::skip]
const DEAL_WORDS: &[(DealState, &[&str])] = &[
    (DealState::Won, &["won", "closedwon", "customer", "successful", "успешно реализовано", "выиграна", "выиграно", "выигран", "сделка успешна", "сделка заключена", "успех", "gewonnen", "abgeschlossen und gewonnen", "abgeschlossen gewonnen",
        "ganada", "ganado", "cerrada ganada", "cerrado ganado", "cierre ganado", "gagné", "gagnée", "fermé gagné", "fermée gagnée", "conclu", "conclue", "ganho", "ganha", "fechado ganho", "vinta", "chiusa vinta", "kazanıldı", "wygrana", "wygrany",
        "برنده", "برنده شده", "موفق", "موفقیت", "معامله موفق", "بسته شده موفق", "فروش موفق", "پیروز", "ناجح", "ناجحة", "رابح", "رابحة", "مكسوب", "مكسوبة", "تم الفوز"]),
    (DealState::Lost, &["lost", "closedlost", "dead", "abandoned", "cancelled", "canceled", "dropped", "disqualified", "deleted", "закрыто и не реализовано", "проиграна", "проиграно", "проигран", "сделка провалена", "сделка проиграна", "провал",
        "отказ", "verloren", "abgeschlossen und verloren", "abgeschlossen verloren", "perdida", "perdido", "cerrada perdida", "cerrado perdido", "cierre perdido", "perdu", "perdue", "fermé perdu", "fermée perdue", "fechado perdido", "chiusa persa",
        "persa", "kaybedildi", "przegrana", "przegrany", "باخته", "بازنده", "ناموفق", "شکست", "شکست خورده", "از دست رفته", "معامله ناموفق", "بسته شده ناموفق", "فروش ناموفق", "خاسر", "خاسرة", "خسارة", "مفقود", "مفقودة", "فاشل"]),
];

/// Ended, but how? These alone say no state.
const ENDED: &[&str] = &[
    "closed",
    "закрыто",
    "закрыта",
    "закрыт",
    "завершено",
    "завершена",
    "abgeschlossen",
    "geschlossen",
    "cerrado",
    "cerrada",
    "fermé",
    "fermée",
    "clôturé",
    "بسته",
    "بسته شده",
    "پایان یافته",
    "مغلق",
    "مغلقة",
    "completed",
    "done",
    "finished",
];

/// `is_converted`: the column says whether a lead was converted, by yes and no.
pub(super) fn meaning(kind: Kind, raw: &str, is_converted: bool) -> Option<Meaning> {
    let word = fold(raw);
    match kind {
        Kind::Deals => deal(&word).map(Meaning::Deal),
        _ => lead(&word, is_converted).map(Meaning::Lead),
    }
}

fn lead(word: &str, is_converted: bool) -> Option<Status> {
    if is_converted && let Some(yes) = boolean(word.as_bytes()) {
        return Some(if yes { Status::Opportunity } else { Status::Lead });
    }
    LEAD_WORDS.iter().find(|(_, words)| words.iter().any(|known| fold(known) == word)).map(|(status, _)| *status)
}

/// Any word that says neither won nor lost is a stage of an open pipeline, except words that only say "ended".
fn deal(word: &str) -> Option<DealState> {
    if let Some((state, _)) = DEAL_WORDS.iter().find(|(_, words)| words.iter().any(|known| fold(known) == word)) {
        return Some(*state);
    }
    let has = |wanted: &str| word.split(|character: char| !character.is_alphanumeric()).any(|token| token == wanted);
    let ended = has("closed") || has("close") || has("deal") || has("opportunity");
    if has("lost") && (ended || word.len() < 12) {
        return Some(DealState::Lost);
    }
    if has("won") && !has("not") && (ended || word.len() < 12) {
        return Some(DealState::Won);
    }
    // A number is the id of a stage, and says nothing of it.
    let is_id = word.bytes().all(|byte| byte.is_ascii_digit());
    if is_id || ENDED.iter().any(|known| fold(known) == word) { None } else { Some(DealState::Open) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, raw: &str, expected: Option<Meaning>) {
        assert_eq!(meaning(kind, raw, false), expected, "{raw}");
    }

    #[test]
    fn knows_the_words() {
        use Meaning::{Deal, Lead};
        check(Kind::Deals, "Closed Won", Some(Deal(DealState::Won)));
        check(Kind::Deals, "Closed-Lost", Some(Deal(DealState::Lost)));
        check(Kind::Deals, "closedwon", Some(Deal(DealState::Won)));
        check(Kind::Deals, "Закрыто и не реализовано", Some(Deal(DealState::Lost)));
        check(Kind::Deals, "Успешно реализовано", Some(Deal(DealState::Won)));
        check(Kind::Deals, "ناموفق", Some(Deal(DealState::Lost)));
        check(Kind::Deals, "Project set up", Some(Deal(DealState::Open)));
        check(Kind::Deals, "Negotiations", Some(Deal(DealState::Open)));
        check(Kind::Deals, "Closed", None);
        check(Kind::Deals, "1002", None);
        check(Kind::Leads, "Marketing Qualified Lead", Some(Lead(Status::Mql)));
        check(Kind::Leads, "Open - Not Contacted", Some(Lead(Status::Lead)));
        check(Kind::Leads, "Некачественный лид", Some(Lead(Status::Disqualified)));
        check(Kind::Leads, "مشتري", Some(Lead(Status::Customer)));
        check(Kind::Leads, "purple", None);
        assert_eq!(meaning(Kind::Leads, "Yes", true), Some(Lead(Status::Opportunity)));
    }
}
