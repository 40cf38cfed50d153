//! What the rows of a file are, told from its headers, and from its name when the headers leave it open; and which fields are
//! looked for in each kind.

use super::{Field, Kind, text::squeeze};
use crate::leads::Dimension;

/// Points a header gives a kind: 3 settles it, 1 leans.
#[rustfmt::skip]
const WORDS: &[(Kind, i32, &[&str])] = &[
    (Kind::Leads, 3, &["leadid", "mqlid", "lifecyclestage", "lifecyclephase", "etapadelciclodevida", "phaseducycledevie", "leadstatus", "leadowner", "leadsource", "prospectid", "mqlat", "mqldate", "sqlat", "sqldate", "leadtitle", "leadcreated",
        "becameamarketingqualifiedleaddate", "becamealeaddate", "hubspotscore", "leadscore", "contactowner", "donotmodifylead", "وضعیتسرنخ", "شمارهسرنخ", "названиелида", "leadname", "leadno"]),
    (Kind::Leads, 1, &["email", "emailaddress", "jobtitle", "firstname", "lastname", "origin", "firstcontactdate", "landingpageid", "persona", "disqualifiedat", "contactid", "source", "источник", "منبع", "phone", "mql", "sql"]),
    (Kind::Deals, 4, &["dealid", "opportunityid", "dealname", "opportunityname", "dealstage", "stagename", "wondate", "wontime", "losttime", "dealowner", "dealphase", "etapadelnegocio", "phasedelatransaction", "opportunityowner", "названиесделки", "этапсделки",
        "стадиясделки", "dealstatus", "dealtitle", "closevalue", "potentialowner", "donotmodifyopportunity", "مسئولمعامله", "نام معامله", "وضعیتمعامله", "مرحلهکاریزمعامله", "номерсделки", "expectedclosing"]),
    (Kind::Deals, 2, &["closedate", "closingdate", "lostreason", "lossreason", "lossreasondescription", "closedlostreason", "pipeline", "dealvalue", "probability", "expectedrevenue", "salesstage", "датазакрытия", "expectedclosedate", "engagedate"]),
    (Kind::Deals, 1, &["amount", "dealamount", "stage", "бюджет", "сумма", "مبلغ", "value", "currency"]),
    (Kind::Activities, 4, &["activitytype", "activitydate", "activityid", "activityat", "callduration", "calloutcome", "engagementtype", "tasktype", "touchtype", "tasksubtype", "whoid", "activityassignedto", "calldirection", "типактивности", "نوعفعالیت"]),
    (Kind::Activities, 2, &["direction", "duedate", "subject", "activity", "duration", "outcome", "occurredat", "eventtype"]),
    (Kind::Spend, 4, &["amountspent", "spend", "spent", "cost", "adspend", "costtype", "costcategory", "totalspent", "расход", "расходы", "затраты", "هزینه", "kosten", "gasto"]),
    (Kind::Spend, 2, &["clicks", "impressions", "cpc", "ctr"]),
    (Kind::Traffic, 4, &["sessions", "visitors", "visits", "users", "newusers", "totalusers", "activeusers", "uniquevisitors", "визиты", "посетители", "сеансы", "بازدید", "بازدیدکننده", "بازدیدکنندگان", "sitzungen", "besucher"]),
    (Kind::Traffic, 2, &["bouncerate", "landingpage", "pageviewspersession"]),
    (Kind::Accounts, 3, &["accountid", "annualrevenue", "yearestablished", "subsidiaryof", "companyid", "billingcity", "companyowner", "companydomainname", "accounttype"]),
    (Kind::Accounts, 2, &["employees", "sector", "website", "account"]),
    (Kind::Campaigns, 3, &["budgetedcost", "actualcost", "campaigntype", "campaignstatus", "expectedresponse"]),
    (Kind::Campaigns, 2, &["startdate", "enddate", "campaignid", "campaignname"]),
    (Kind::Campaigns, 1, &["campaign"]),
];

const NAMES: &[(Kind, &[&str])] = &[
    (Kind::Deals, &["deal", "opportunit", "pipeline", "сделк", "معامل", "صفق"]),
    (Kind::Leads, &["lead", "contact", "prospect", "лид", "سرنخ", "people"]),
    (Kind::Activities, &["activit", "touch", "calls", "tasks", "engagement"]),
    (Kind::Spend, &["spend", "cost", "ads"]),
    (Kind::Traffic, &["traffic", "visit", "session"]),
    (Kind::Accounts, &["account", "compan", "organi"]),
    (Kind::Campaigns, &["campaign"]),
];

/// Whether a column of a file of this kind can mean the field.
pub(super) const fn reads(kind: Kind, field: Field) -> bool {
    match field {
        Field::LeadId | Field::Email => matches!(kind, Kind::Leads | Kind::Deals | Kind::Activities),
        Field::DealId => matches!(kind, Kind::Deals | Kind::Activities),
        Field::Name | Field::Company => !matches!(kind, Kind::Spend | Kind::Traffic),
        Field::Domain => matches!(kind, Kind::Leads | Kind::Deals | Kind::Accounts),
        Field::Status => matches!(kind, Kind::Leads | Kind::Deals | Kind::Activities),
        Field::Amount | Field::Currency => matches!(kind, Kind::Leads | Kind::Deals | Kind::Spend),
        Field::HappenedAt => matches!(kind, Kind::Activities | Kind::Spend | Kind::Traffic),
        Field::ActivityType | Field::Asset | Field::Outcome | Field::Direction => matches!(kind, Kind::Activities),
        Field::SpendCategory | Field::Team => matches!(kind, Kind::Spend),
        Field::Visitors => matches!(kind, Kind::Traffic),
        Field::LookupId => matches!(kind, Kind::Activities | Kind::Campaigns | Kind::Lookup),
        Field::Category(dimension) => match kind {
            Kind::Leads | Kind::Deals | Kind::Campaigns | Kind::Lookup => true,
            Kind::Activities => matches!(dimension, Dimension::Source | Dimension::Campaign | Dimension::Owner),
            Kind::Spend | Kind::Traffic => matches!(dimension, Dimension::Source | Dimension::Campaign),
            Kind::Accounts => {
                matches!(dimension, Dimension::Industry | Dimension::Country | Dimension::CompanySize | Dimension::Region)
            }
        },
        Field::Attribute | Field::Counter => matches!(kind, Kind::Leads),
        Field::CreatedAt | Field::Stage(_) | Field::Event(_) | Field::CloseDate | Field::Attempts | Field::Contacted | Field::Score => {
            matches!(kind, Kind::Leads | Kind::Deals)
        }
    }
}

/// Whether such a column is kept in memory while importing, and not only located.
pub(super) const fn keeps(kind: Kind, field: Field) -> bool {
    reads(kind, field)
        && match field {
            Field::Name => matches!(kind, Kind::Campaigns | Kind::Lookup),
            Field::Company => matches!(kind, Kind::Leads | Kind::Deals | Kind::Accounts),
            _ => true,
        }
}

/// First columns of tables that other tables point into.
const LOOKUP_IDS: &[&str] = &[
    "userid",
    "ownerid",
    "hubspotownerid",
    "stageid",
    "internalvalue",
    "internalid",
    "productid",
    "sourceid",
    "reasonid",
    "repid",
    "srid",
    "sdrid",
    "sellerid",
];
/// A lookup table has none of these.
const RECORD_WORDS: &[&str] = &[
    "leadid",
    "mqlid",
    "dealid",
    "opportunityid",
    "dealname",
    "opportunityname",
    "amount",
    "dealamount",
    "closedate",
    "wondate",
    "createdat",
    "createddate",
    "createdate",
    "cost",
    "spend",
    "visitors",
    "sessions",
    "activitytype",
];
/// Wider tables are records.
const MAX_LOOKUP_COLUMNS: usize = 8;
/// What names a lead or a deal.
const RECORD_IDS: &[&str] = &["leadid", "contactid", "dealid", "opportunityid", "dealname"];
const COMPANY_WORDS: &[&str] =
    &["company", "companyname", "account", "accountname", "organization", "organisation", "domain", "website", "компания", "شرکت"];

/// A ledger of costs: an amount on a day or month, and what it was for. "Amount" alone would be a deal's.
const LEDGER: [&[&str]; 3] = [
    &["amount", "total", "مبلغ", "сумма"],
    &["date", "month", "day", "period", "bookedat", "تاریخ", "ماه", "дата", "месяц"],
    &["category", "expensetype", "expense", "costcenter", "team", "department", "دسته", "تیم", "категория"],
];

/// A table so plainly of one kind that no points are needed.
#[inline(never)]
fn plainly(name: &str, squeezed: &[String]) -> Option<Kind> {
    let has = |words: &[&str]| squeezed.iter().any(|header| words.contains(&header.as_str()));
    let is_lookup = squeezed.len() <= MAX_LOOKUP_COLUMNS && squeezed.first().is_some_and(|first| LOOKUP_IDS.contains(&first.as_str()));
    if is_lookup && !has(RECORD_WORDS) {
        return Some(Kind::Lookup);
    }
    let is_of_a_record = has(RECORD_IDS) || has(&["stage", "closedate", "wondate", "status", "email"]);
    if LEDGER.iter().all(|words| has(words)) && !is_of_a_record {
        return Some(Kind::Spend);
    }
    let says_companies = ["account", "compan", "organi"].iter().any(|word| name.contains(word));
    let has_people = has(RECORD_IDS) || has(&["email", "firstname", "lastname", "amount"]);
    (says_companies && has(COMPANY_WORDS) && !has_people).then_some(Kind::Accounts)
}

/// `None` when neither headers nor name say anything.
#[inline(never)]
pub(super) fn detect(file_name: &str, headers: &[String]) -> Option<Kind> {
    // Without a note in brackets: "Amount spent (USD)".
    let bare = |header: &String| header.rsplit_once('(').filter(|(bare, _)| !bare.trim().is_empty()).map(|(bare, _)| squeeze(bare));
    let squeezed: Vec<String> = headers.iter().map(|header| bare(header).unwrap_or_else(|| squeeze(header))).collect();
    let name = file_name.to_lowercase();
    if let Some(kind) = plainly(&name, &squeezed) {
        return Some(kind);
    }
    let mut best: Option<(i32, Kind)> = None;
    for (kind, words) in NAMES {
        let from_headers: i32 = WORDS
            .iter()
            .filter(|(of, _, _)| of == kind)
            .flat_map(|(_, points, words)| words.iter().map(move |word| (points, word)))
            .filter(|(_, word)| squeezed.iter().any(|header| header == *word))
            .map(|(points, _)| points * 2)
            .sum();
        let from_prefix: i32 = squeezed
            .iter()
            .zip(headers)
            .map(|(_, header)| header.to_lowercase())
            .map(|header| match kind {
                Kind::Deals => i32::from(header.starts_with("deal - ")) * 6,
                Kind::Leads => i32::from(header.starts_with("lead - ")) * 6,
                Kind::Activities => i32::from(header.starts_with("activity - ")) * 7,
                _ => 0,
            })
            .sum();
        // Half of the weakest header: a name only breaks a tie, or speaks where headers are silent.
        let from_name = i32::from(words.iter().any(|word| name.contains(word)));
        let points = from_headers + from_prefix + from_name;
        if points > 0 && best.is_none_or(|(most, _)| points > most) {
            best = Some((points, *kind));
        }
    }
    // A file name alone does not make a table of leads.
    best.filter(|(points, _)| *points > 1).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, headers: &str, expected: Option<Kind>) {
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        assert_eq!(detect(name, &headers), expected, "{name}: {headers:?}");
    }

    #[test]
    fn tells_files_apart() {
        check("a.csv", "mql_id,first_contact_date,landing_page_id,origin", Some(Kind::Leads));
        check("closed_deals.csv", "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment", Some(Kind::Deals));
        check("x.csv", "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value", Some(Kind::Deals));
        check("deals.csv", "AQL date,Source,Client CRM,Stage,Loss reason description,Closing Date", Some(Kind::Deals));
        check("x.csv", "account,sector,year_established,revenue,employees,office_location,subsidiary_of", Some(Kind::Accounts));
        check("x.csv", "Lead ID,Name,Source,Created,Amount", Some(Kind::Leads));
        check("spend.csv", "date,campaign,spend,clicks", Some(Kind::Spend));
        check("spend.csv", "month,team,category,source,campaign,cost,currency", Some(Kind::Spend));
        check("x.csv", "date,amount,currency,category,team,source,campaign", Some(Kind::Spend));
        check("x.csv", "deal_id,date,amount,team,category", Some(Kind::Deals));
        check("report.csv", "Reporting starts,Campaign name,Amount spent (USD),Impressions", Some(Kind::Spend));
        check("x.csv", "Date,Session source / medium,Sessions", Some(Kind::Traffic));
        check("x.csv", "lead_id,activity_at,activity_type,source,campaign,owner", Some(Kind::Activities));
        check("x.csv", "Activity - Type,Activity - Subject,Deal - Title,Person - Email", Some(Kind::Activities));
        check("x.csv", "user_id,full_name,email", Some(Kind::Lookup));
        check("x.csv", "stage_id,stage_name,pipeline", Some(Kind::Lookup));
        check("x.csv", "owner_id,deal_name,amount", Some(Kind::Deals));
        check("all-companies.csv", "Record ID,Company name,Industry,Create Date", Some(Kind::Accounts));
        check("campaigns.csv", "campaign,source", Some(Kind::Campaigns));
        check("products.csv", "product,series,sales_price", None);
        check("x.csv", "Deal - Title,Deal - Owner,Deal - Value", Some(Kind::Deals));
    }
}
