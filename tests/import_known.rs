//! Miniatures of the exports of known systems: recognised by their headers and matched without a question, whatever the language.

mod common;

use common::{Stories, data, import, sniffed};
use handoff::import::{Confidence, FileMapping, IssueKind, Kind, sniff};

/// `field=header` of each column that is matched.
fn fields(mapping: &FileMapping) -> Vec<String> {
    let name = |field: serde_json::Value| match field {
        serde_json::Value::String(name) => name,
        serde_json::Value::Object(one) => {
            one.into_iter().next().map(|(_, inner)| inner.as_str().unwrap_or_default().to_owned()).unwrap_or_default()
        }
        other => other.to_string(),
    };
    let matched =
        mapping.columns.iter().filter_map(|column| Some(format!("{}={}", name(serde_json::to_value(column.field?).ok()?), column.header)));
    matched.collect()
}

#[test]
fn known_exports_need_no_question() {
    let mut stories = Stories::default();
    let mut check = |name: &str, text: &str, system: &str, kind: Kind, expected: &[&str]| {
        let proposal = sniffed(name, text.as_bytes());
        stories.same(text, &(proposal.system.as_deref().unwrap_or("?"), proposal.mapping.kind), &(system, kind));
        let missing: Vec<&&str> = expected.iter().filter(|wanted| !fields(&proposal.mapping).contains(&(**wanted).to_owned())).collect();
        stories.same(&format!("{text}   matched {:?}", fields(&proposal.mapping)), &missing, &vec![]);
        let guesses: Vec<&str> = proposal
            .mapping
            .columns
            .iter()
            .zip(&proposal.confidence)
            .filter(|(_, sure)| **sure == Confidence::Guess)
            .map(|(column, _)| column.header.as_str())
            .collect();
        stories.same(&format!("guesses in {text}"), &guesses, &vec![]);
    };

    // HubSpot, in English and localised.
    check(
        "hubspot-crm-exports-all-contacts.csv",
        "\"Record ID\",\"First Name\",\"Last Name\",\"Email\",\"Lifecycle Stage\",\"Lead Status\",\"Contact owner\",\"Create Date\",\"Original Source\",\"Date entered \"\"Marketing Qualified Lead (Lifecycle Stage Pipeline)\"\"\",\"Became a Customer Date\"\n\"51\",\"Ann\",\"Lee\",\"a@x.com\",\"Marketing Qualified Lead\",\"New\",\"Bob\",\"2024-01-15 10:00\",\"Organic Search\",\"2024-01-16 09:00\",\"\"\n\"52\",\"Cy\",\"Roy\",\"c@x.com\",\"Lead\",\"Open\",\"Bob\",\"2024-01-16 10:00\",\"Direct Traffic\",\"\",\"\"\n",
        "HubSpot contacts",
        Kind::Leads,
        &[
            "lead_id=Record ID",
            "email=Email",
            "status=Lifecycle Stage",
            "owner=Contact owner",
            "created_at=Create Date",
            "source=Original Source",
            "mql=Date entered \"Marketing Qualified Lead (Lifecycle Stage Pipeline)\"",
            "customer=Became a Customer Date",
        ],
    );
    check(
        "deals.csv",
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Closed Lost Reason,Associated Contact IDs,\"Date entered \"\"Closed Won (Sales Pipeline)\"\"\",\"Date entered \"\"Closed Lost (Sales Pipeline)\"\"\"\n1,Big,Closed Won,Sales Pipeline,1200,2024-02-01 10:00,2024-01-01 10:00,Bob,,51,2024-02-01 10:00,\n2,Small,Closed Lost,Sales Pipeline,100,2024-02-03 10:00,2024-01-01 10:00,Bob,Price,52,,2024-02-03 10:00\n",
        "HubSpot deals",
        Kind::Deals,
        &[
            "deal_id=Record ID",
            "lead_id=Associated Contact IDs",
            "status=Deal Stage",
            "amount=Amount",
            "close_date=Close Date",
            "created_at=Create Date",
            "owner=Deal owner",
            "reason=Closed Lost Reason",
            "customer=Date entered \"Closed Won (Sales Pipeline)\"",
            "disqualified=Date entered \"Closed Lost (Sales Pipeline)\"",
        ],
    );
    check(
        "alle-kontakte.csv",
        "Datensatz-ID,Vorname,E-Mail,Lifecycle-Phase,Zuständiger Mitarbeiter,Erstelldatum,Ursprüngliche Quelle\n1,Ann,a@x.de,Lead,Bob,2024-01-15 10:00,Organische Suche\n",
        "HubSpot contacts",
        Kind::Leads,
        &[
            "lead_id=Datensatz-ID",
            "email=E-Mail",
            "status=Lifecycle-Phase",
            "owner=Zuständiger Mitarbeiter",
            "created_at=Erstelldatum",
            "source=Ursprüngliche Quelle",
        ],
    );
    check(
        "contactos.csv",
        "ID de registro,Nombre,Correo,Etapa del ciclo de vida,Propietario del contacto,Fecha de creación,Fuente original\n1,Ann,a@x.es,Lead,Bob,2024-01-15 10:00,Búsqueda orgánica\n",
        "HubSpot contacts",
        Kind::Leads,
        &[
            "lead_id=ID de registro",
            "email=Correo",
            "status=Etapa del ciclo de vida",
            "owner=Propietario del contacto",
            "created_at=Fecha de creación",
            "source=Fuente original",
        ],
    );
    check(
        "contacts.csv",
        "ID de fiche d'informations,Prénom,E-mail,Phase du cycle de vie,Propriétaire du contact,Date de création,Source d'origine\n1,Ann,a@x.fr,Lead,Bob,2024-01-15 10:00,Recherche organique\n",
        "HubSpot contacts",
        Kind::Leads,
        &[
            "lead_id=ID de fiche d'informations",
            "email=E-mail",
            "status=Phase du cycle de vie",
            "owner=Propriétaire du contact",
            "created_at=Date de création",
            "source=Source d'origine",
        ],
    );

    // Salesforce reports, with their footers.
    check(
        "report1700000000000.csv",
        "\"Lead ID\",\"Lead Owner\",\"First Name\",\"Last Name\",\"Company / Account\",\"Lead Source\",\"Lead Status\",\"Rating\",\"Email\",\"Create Date\"\n\"00Q5e000001AbCd\",\"Bob\",\"Ann\",\"Lee\",\"Acme\",\"Web\",\"Open - Not Contacted\",\"Hot\",\"a@x.com\",\"1/15/2024\"\n\"00Q5e000001AbCe\",\"Bob\",\"Cy\",\"Roy\",\"Acme\",\"Web\",\"Closed - Converted\",\"\",\"c@x.com\",\"1/20/2024\"\n\n\n\"Lead Report\"\n\"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved.\"\n\"Confidential Information - Do Not Distribute\"\n\"Generated By:  Ann Lee  1/21/2024 10:00 AM\"\n\"Acme Inc\"\n",
        "Salesforce leads",
        Kind::Leads,
        &[
            "lead_id=Lead ID",
            "owner=Lead Owner",
            "source=Lead Source",
            "status=Lead Status",
            "email=Email",
            "created_at=Create Date",
            "company=Company / Account",
        ],
    );
    check(
        "report.csv",
        "\"Opportunity Owner\",\"Account Name\",\"Opportunity Name\",\"Stage\",\"Amount Currency\",\"Amount\",\"Close Date\",\"Created Date\",\"Lead Source\",\"Opportunity ID\"\n\"Bob\",\"Acme\",\"Big\",\"Closed Won\",\"USD\",\"1,200.00\",\"1/31/2024\",\"1/1/2024\",\"Web\",\"0065e00000AbCdE\"\n",
        "Salesforce opportunities",
        Kind::Deals,
        &[
            "owner=Opportunity Owner",
            "status=Stage",
            "amount=Amount",
            "close_date=Close Date",
            "created_at=Created Date",
            "source=Lead Source",
            "deal_id=Opportunity ID",
        ],
    );
    check(
        "tasks.csv",
        "\"Subject\",\"Assigned\",\"Task Subtype\",\"Status\",\"Lead ID\",\"Completed Date/Time\"\n\"Call\",\"Bob\",\"Call\",\"Completed\",\"00Q5e000001AbCd\",\"1/15/2024, 10:00 AM\"\n",
        "Salesforce tasks",
        Kind::Activities,
        &["owner=Assigned", "activity_type=Task Subtype", "lead_id=Lead ID", "happened_at=Completed Date/Time"],
    );

    check(
        "Leads.csv",
        "(Do Not Modify) Lead,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Name,Topic,Status Reason,Created On,Lead Source,Owner,Email\n9f1c,abc==,2024-01-20 10:00,Ann,Big,New,2024-01-15 10:00,Web,Bob,a@x.com\n",
        "Dynamics 365 leads",
        Kind::Leads,
        &["lead_id=(Do Not Modify) Lead", "status=Status Reason", "created_at=Created On", "source=Lead Source", "owner=Owner"],
    );
    check(
        "Opportunities.csv",
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,Est. Close Date,Est. Revenue,Status,Created On,Owner\n9f1c,abc==,2024-01-20 10:00,Big,2024-03-01,1200,Open,2024-01-15 10:00,Bob\n",
        "Dynamics 365 opportunities",
        Kind::Deals,
        &[
            "deal_id=(Do Not Modify) Opportunity",
            "amount=Est. Revenue",
            "status=Status",
            "created_at=Created On",
            "close_date=Est. Close Date",
        ],
    );
    check(
        "Leads_001.csv",
        "Record Id,Lead Owner,Company,Lead Name,Email,Lead Source,Lead Status,Created Time,Converted Date Time\nzcrm_1,Bob,Acme,Ann,a@x.com,Web,Contacted,2024-01-15 10:00:00,2024-01-20 10:00:00\n",
        "Zoho CRM leads",
        Kind::Leads,
        &[
            "lead_id=Record Id",
            "owner=Lead Owner",
            "source=Lead Source",
            "status=Lead Status",
            "created_at=Created Time",
            "opportunity=Converted Date Time",
        ],
    );
    check(
        "Deals.csv",
        "Record Id,Deal Owner,Deal Name,Amount,Stage,Closing Date,Created Time,Lead Source,Reason For Loss\nzcrm_2,Bob,Big,1200,Closed Won,2024-02-01,2024-01-15 10:00:00,Web,\n",
        "Zoho CRM deals",
        Kind::Deals,
        &[
            "deal_id=Record Id",
            "owner=Deal Owner",
            "amount=Amount",
            "status=Stage",
            "close_date=Closing Date",
            "created_at=Created Time",
            "reason=Reason For Loss",
        ],
    );
    check(
        "deals-1234-1.csv",
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Status,Deal - Stage,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Owner,Deal - Source channel,Person - Email - Work\n1,Big,1200,USD,Won,Demo,2024-01-15 10:00:00,2024-02-01 10:00:00,,,Bob,Web,a@x.com\n",
        "Pipedrive deals",
        Kind::Deals,
        &[
            "deal_id=Deal - ID",
            "amount=Deal - Value",
            "currency=Deal - Currency of Value",
            "status=Deal - Status",
            "deal_stage=Deal - Stage",
            "created_at=Deal - Deal created",
            "customer=Deal - Won time",
            "disqualified=Deal - Lost time",
            "reason=Deal - Lost reason",
            "owner=Deal - Owner",
            "source=Deal - Source channel",
            "email=Person - Email - Work",
        ],
    );
    check(
        "people.csv",
        "Id,First Name,Last Name,Email Address,Job Title,Company Name,Original Source Type,Acquisition Program,Created At,Lead Score,Lead Status\n1,Ann,Lee,a@x.com,CEO,Acme,Web form fill,Webinar,2024-01-15 10:00:00,50,New\n",
        "Marketo people",
        Kind::Leads,
        &[
            "lead_id=Id",
            "email=Email Address",
            "created_at=Created At",
            "campaign=Acquisition Program",
            "status=Lead Status",
            "source=Original Source Type",
        ],
    );
    check(
        "prospects.csv",
        "Prospect Id,First Name,Last Name,Email,Company,Score,Grade,Campaign,Source,Assigned To,Created Date,Last Activity\n1,Ann,Lee,a@x.com,Acme,50,B+,Webinar,Web,Bob,2024-01-15 10:00:00,2024-01-20 10:00:00\n",
        "Account Engagement prospects",
        Kind::Leads,
        &[
            "lead_id=Prospect Id",
            "email=Email",
            "campaign=Campaign",
            "source=Source",
            "owner=Assigned To",
            "created_at=Created Date",
            "score=Score",
        ],
    );
    check(
        "contacts.csv",
        "\"id\",\"date_added\",\"points\",\"firstname\",\"email\",\"company\",\"utm_source\"\n\"1\",\"2024-01-15 10:00:00\",\"50\",\"Ann \"Annie\" Lee\",\"a@x.com\",\"Acme\",\"web\"\n\"2\",\"2024-01-16 10:00:00\",\"7\",\"Bob\",\"b@x.com\",\"Acme\",\"web\"\n\"Totals\",\"\",\"57\",\"\",\"\",\"\",\"\"\n",
        "Mautic contacts",
        Kind::Leads,
        &["lead_id=id", "email=email", "created_at=date_added", "source=utm_source", "score=points"],
    );
    check(
        "crm.lead.csv",
        "External ID,Opportunity,Contact Name,Email,Salesperson,Expected Revenue,Expected Closing,Stage,Created on,Source,Lost Reason\n__export__.crm_lead_1,Big,Ann,a@x.com,Bob,1200.0,2024-02-01,Won,2024-01-15 10:00:00,Web,\n",
        "Odoo CRM",
        Kind::Deals,
        &[
            "deal_id=External ID",
            "owner=Salesperson",
            "amount=Expected Revenue",
            "close_date=Expected Closing",
            "status=Stage",
            "created_at=Created on",
            "source=Source",
            "reason=Lost Reason",
        ],
    );
    check(
        "Lead.csv",
        "ID,Name,Status,Source,Email,Account Name,Assigned User,Created At,Converted At\n65a,Ann,New,Web Site,a@x.com,Acme,Bob,2024-01-15 10:00:00,\n",
        "EspoCRM",
        Kind::Leads,
        &[
            "lead_id=ID",
            "status=Status",
            "source=Source",
            "email=Email",
            "owner=Assigned User",
            "created_at=Created At",
            "opportunity=Converted At",
        ],
    );
    check(
        "CRM Lead.csv",
        "ID,Lead Name,Lead Owner,Status,Source,Email,Organization,Created On,First Responded On,First Response Time\nCRM-LEAD-2024-00001,Ann,Bob,New,Web,a@x.com,Acme,2024-01-15 10:00:00.123456,2024-01-15 11:00:00,3600\n",
        "Frappe CRM leads",
        Kind::Leads,
        &[
            "lead_id=ID",
            "owner=Lead Owner",
            "status=Status",
            "source=Source",
            "created_at=Created On",
            "first_follow_up=First Responded On",
        ],
    );
    check(
        "LEAD.csv",
        "ID;Название лида;Статус;Источник;Дата создания;Ответственный;Рабочий e-mail;\n1;Заявка;Не обработан;Сайт;15.01.2024 10:00:00;Иван;a@x.ru;\n2;Заявка;В работе;Звонок;16.01.2024 10:00:00;Иван;b@x.ru;\n",
        "Bitrix24 leads",
        Kind::Leads,
        &["lead_id=ID", "status=Статус", "source=Источник", "created_at=Дата создания", "owner=Ответственный", "email=Рабочий e-mail"],
    );
    check(
        "DEAL.csv",
        "ID;Воронка;Стадия сделки;Название сделки;Сумма;Валюта;Ответственный;Дата создания;Дата завершения;Источник;Товар;Цена;Количество;\n1;Общая;Сделка успешна;Большая;1200.00;RUB;Иван;15.01.2024 10:00:00;20.01.2024;Сайт;Стол;1000;1;\n1;Общая;Сделка успешна;Большая;1200.00;RUB;Иван;15.01.2024 10:00:00;20.01.2024;Сайт;Стул;200;1;\n",
        "Bitrix24 deals",
        Kind::Deals,
        &[
            "deal_id=ID",
            "status=Стадия сделки",
            "amount=Сумма",
            "currency=Валюта",
            "owner=Ответственный",
            "created_at=Дата создания",
            "close_date=Дата завершения",
            "source=Источник",
        ],
    );
    check(
        "amocrm_export_leads.csv",
        "\"ID\",\"Название сделки\",\"Бюджет\",\"Ответственный\",\"Дата создания сделки\",\"Этап сделки\",\"Воронка\",\"Дата закрытия\",\"Источник\",\"Товар\",\"Источник\"\n\"1\",\"Сделка\",\"1200\",\"Иван\",\"15.01.2024 10:00:00\",\"Успешно реализовано\",\"Воронка\",\"20.01.2024 10:00:00\",\"Сайт\",\"\",\"\"\n",
        "amoCRM deals",
        Kind::Deals,
        &[
            "deal_id=ID",
            "amount=Бюджет",
            "owner=Ответственный",
            "created_at=Дата создания сделки",
            "status=Этап сделки",
            "close_date=Дата закрытия",
            "source=Источник",
        ],
    );
    check(
        "معاملات.csv",
        "شناسه معامله,نام معامله,کاریز معامله,مرحله کاریز معامله,وضعیت معامله,ارزش معامله,مسئول معامله,شیوه آشنایی معامله,تاریخ ثبت,دلیل شکست\n۱,بزرگ,فروش,مذاکره,موفق,۱٬۲۰۰٬۰۰۰,علی,وب‌سایت,۱۴۰۲/۱۰/۲۵,\n۲,کوچک,فروش,مذاکره,ناموفق,۲۰۰٬۰۰۰,علی,تلفن,۱۴۰۲/۱۰/۲۶,قیمت\n",
        "Didar",
        Kind::Deals,
        &[
            "deal_id=شناسه معامله",
            "status=وضعیت معامله",
            "deal_stage=مرحله کاریز معامله",
            "amount=ارزش معامله",
            "owner=مسئول معامله",
            "source=شیوه آشنایی معامله",
            "created_at=تاریخ ثبت",
            "reason=دلیل شکست",
        ],
    );
}

#[test]
fn one_row_a_product_is_one_deal() {
    let text = "ID;Стадия сделки;Название сделки;Сумма;Ответственный;Дата создания;Товар;Цена;\n1;Сделка успешна;А;1200,00;Иван;15.01.2024;Стол;1000;\n1;Сделка успешна;А;1200,00;Иван;15.01.2024;Стул;200;\n2;Сделка провалена;Б;300,00;Иван;16.01.2024;Стол;300;\n";
    let imported = import(&[("DEAL.csv", text.as_bytes())]);
    assert_eq!(imported.dataset.deals.amount_minor, [120_000, 30_000]);
    assert_eq!(imported.issues.count(IssueKind::MergedDuplicate), 1);
    assert_eq!(imported.dataset.currency, None);
}

#[test]
fn the_footer_of_a_report_is_no_lead() {
    let text = "\"Lead ID\",\"Lead Owner\",\"Lead Status\",\"Lead Source\"\n\"00Q1\",\"Bob\",\"New\",\"Web\"\n\"00Q2\",\"Bob\",\"New\",\"Web\"\n\"Grand Totals (2 records)\",\"\",\"\",\"\"\n\n\n\"Lead Report\"\n\"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved.\"\n\"Confidential Information - Do Not Distribute\"\n\"Generated By:  Ann Lee  1/21/2024 10:00 AM\"\n\"Acme Inc\"\n";
    let imported = import(&[("report.csv", text.as_bytes())]);
    assert_eq!((imported.dataset.leads.len, imported.issues.count(IssueKind::TotalsRow), imported.issues.total()), (2, 6, 6));
}

/// Spellings are one whatever their Unicode form: compatibility letters, Arabic yeh and kaf, joiners, direction marks, case.
#[test]
fn spellings_are_folded() {
    let mut stories = Stories::default();
    let mut check = |header: &str, field: &str| {
        let text = format!("Lead ID,{header}\n1,x\n2,y\n");
        let found = fields(&sniffed("leads.csv", text.as_bytes()).mapping);
        stories.same(
            header,
            &found.get(1).and_then(|found| found.split_once('=')).map(|(field, _)| field.to_owned()),
            &Some(field.to_owned()),
        );
    };
    for header in [
        "Lead Source",
        "LEAD SOURCE",
        "lead_source",
        "Lead-Source",
        "LeadSource",
        "Ｌｅａｄ Ｓｏｕｒｃｅ",
        "Lead\u{A0}Source",
        "\u{200F}Lead Source\u{200E}",
        "Lead\u{200B} Source",
        "Lead  Source:",
        "\"Lead\nSource\"",
        "Lead Source (picklist)",
        "Lead - Lead Source",
    ] {
        check(header, "source");
    }
    for header in ["مسئول معامله", "مسئول\u{200C}معامله", "كارشناس فروش", "کارشناس\u{A0}فروش", "\u{202B}کارشناس فروش\u{202C}"]
    {
        check(header, "owner");
    }
    for header in ["Источник", "ИСТОЧНИК", "Исто\u{AD}чник"] {
        check(header, "source");
    }
    check("Propriétaire", "owner");
    check("Proprie\u{301}taire", "owner");
    check("Cargo", "job_title");
}

/// What the board has no use for.
const UNUSED: [&str; 4] = ["pipeline", "first_response_duration", "last_activity_at", "grade"];
/// Headers that say too little to be taken for a reason.
const NOT_ALONE: [&str; 3] = ["Lost Notes", "Tags", "Забыли Причина"];
/// Touches are counted on leads; those of a deal come as activities.
const OF_DEALS: &str = "Deal - ";

/// Every spelling collected from real exports is known in some file of some kind.
#[test]
fn every_collected_spelling_is_known() {
    let Some(path) = data().map(|folder| folder.join("header_synonyms.json")) else { return };
    let collected: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut stories = Stories::default();
    for (field, spellings) in collected.as_object().unwrap() {
        for spelling in
            ["v", "s"].iter().filter_map(|certainty| spellings[certainty].as_array()).flatten().filter_map(|spelling| spelling.as_str())
        {
            if UNUSED.contains(&field.as_str()) || NOT_ALONE.contains(&spelling) || (field == "attempts" && spelling.starts_with(OF_DEALS))
            {
                continue;
            }
            let known = [
                "Lead ID",
                "Lifecycle Stage",
                "Deal ID,Deal Stage",
                "Deal Stage",
                "Date,Clicks,Impressions",
                "Campaign Type,Budgeted Cost",
            ]
            .iter()
            .any(|beside| {
                let text = format!("{beside},\"{}\"\n{}\n", spelling.replace('"', "\"\""), ",".repeat(beside.split(',').count()));
                sniff("export.csv", text.len() as u64, text.as_bytes(), &[]).is_ok_and(|proposal| {
                    let mapping = &proposal.mapping;
                    mapping.columns.iter().zip(&proposal.confidence).any(|(column, sure)| {
                        column.header.starts_with(spelling) && (*sure == Confidence::Sure || column.header.len() > spelling.len())
                    })
                })
            });
            stories.same(&format!("{field}: {spelling}"), &known, &true);
        }
    }
}
