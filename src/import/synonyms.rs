//! Header spellings by field, best first: what CRMs and people call the columns. Facts only; how they are compared and which
//! claim wins is for `headers` to say.

use super::{Field, Kind};
use crate::leads::{Dimension, Event, Stage};

/// Good in files of every kind that reads the field.
const ANY: Option<Kind> = None;
const LEADS: Option<Kind> = Some(Kind::Leads);
const DEALS: Option<Kind> = Some(Kind::Deals);
const ACTIVITIES: Option<Kind> = Some(Kind::Activities);
const SPEND: Option<Kind> = Some(Kind::Spend);
const TRAFFIC: Option<Kind> = Some(Kind::Traffic);
const ACCOUNTS: Option<Kind> = Some(Kind::Accounts);
const CAMPAIGNS: Option<Kind> = Some(Kind::Campaigns);
const LOOKUP: Option<Kind> = Some(Kind::Lookup);

pub(super) struct Entry {
    pub field: Field,
    /// The kind of file the spellings are good for.
    pub kind: Option<Kind>,
    pub spellings: &'static [&'static str],
}

const fn entry(field: Field, kind: Option<Kind>, spellings: &'static [&'static str]) -> Entry {
    Entry { field, kind, spellings }
}

const fn category(dimension: Dimension, spellings: &'static [&'static str]) -> Entry {
    entry(Field::Category(dimension), ANY, spellings)
}

#[rustfmt::skip]
pub(super) const ENTRIES: &[Entry] = &[
    entry(Field::LeadId, ANY, &[
        "Lead ID", "LeadID", "lead_id", "mql_id", "Prospect ID", "Lead Number", "Lead No", "(Do Not Modify) Lead", "Lead - Pipedrive System ID",
        "Associated Contact IDs", "Associated Contact", "Contact ID", "contact_id", "Person ID", "person_id", "ID лида", "Номер лида", "شماره سرنخ",
        "شناسه سرنخ", "معرف العميل المحتمل", "Lead-ID", "Interessenten-ID", "ID de lead", "ID du prospect", "Marketo ID", "Marketo Person ID",
    ]),
    entry(Field::LeadId, LEADS, &["Record ID", "hs_object_id", "Datensatz-ID", "ID de registro", "ID de fiche d'informations", "ID d'enregistrement", "External ID", "Contact Id", "ID", "شناسه", "Lead", "uuid", "Номер", "معرف"]),
    entry(Field::DealId, DEALS, &[
        "Deal ID", "deal_id", "Opportunity ID", "opportunity_id", "Deal - ID", "Deal - Pipedrive System ID", "(Do Not Modify) Opportunity",
        "Номер сделки", "ID сделки", "شماره فرصت", "شماره معامله", "شناسه معامله", "معرف الصفقة", "Potential Id", "Record ID", "hs_object_id", "Datensatz-ID", "ID de registro", "ID de fiche d'informations", "ID d'enregistrement", "External ID", "ID", "شناسه", "معرف",
    ]),
    entry(Field::Email, ANY, &[
        "Email", "E-mail", "Email Address", "email_address", "Work Email", "Contact Email", "Person - Email", "Person - Email - Work", "Lead Email",
        "Primary Email", "Email 1", "emailaddress1", "EMAILADDRESS", "Рабочий email", "Рабочий e-mail", "Эл. почта", "Электронная почта", "Почта", "E-Mail-Adresse",
        "Correo electrónico", "Correo", "Adresse e-mail", "Courriel", "ایمیل", "پست الکترونیکی", "رایانامه", "البريد الإلكتروني", "E-posta",
    ]),
    entry(Field::Name, ANY, &[
        "Full Name", "Name", "Lead Name", "Contact Name", "Person - Name", "Lead - Title", "First Name", "Имя", "ФИО", "Название лида", "نام", "نام و نام خانوادگی",
        "Vollständiger Name", "Nombre", "Nom", "الاسم", "contact_name", "Deal Name", "Opportunity Name", "Deal - Title", "Название сделки", "نام معامله", "عنوان",
    ]),
    entry(Field::Company, ANY, &[
        "Company", "Company Name", "Account", "Account Name", "Organization", "Organisation", "Organization Name", "Deal - Organization", "Associated Company",
        "Company / Account", "company_name", "partner_name", "Компания", "Название компании", "Организация", "شرکت", "نام شرکت", "سازمان", "Firma", "Unternehmen",
        "Empresa", "Société", "Entreprise", "الشركة",
    ]),
    entry(Field::Stage(Stage::Lead), LEADS, &[
        "Became a Lead Date", "hs_lifecyclestage_lead_date", "Date entered \"Lead (Lifecycle Stage Pipeline)\"", "lead_at", "Lead Date", "became_lead_at",
    ]),
    entry(Field::CreatedAt, ANY, &[
        "Create Date", "Created Date", "Created Time", "CreatedDate", "created_date", "createdate", "Created On", "created_at", "Date Created", "Created", "Deal created",
        "Deal - Deal created", "Deal - Creation date", "Lead - Lead created", "Lead - Lead created on", "creation_date", "Дата создания", "Дата создания сделки",
        "Дата создания лида", "create_date", "first_contact_date", "AQL date", "engage_date", "created_on", "date_added", "dateAdded", "Date Added", "creation", "تاریخ ایجاد",
        "تاریخ ثبت", "زمان ایجاد", "Erstellt am", "Erstellungsdatum", "Erstelldatum", "Fecha de creación", "Date de création", "تاريخ الإنشاء", "Oluşturma tarihi", "Data utworzenia", "Data de criação",
    ]),
    entry(Field::Stage(Stage::Mql), LEADS, &[
        "Became a Marketing Qualified Lead Date", "hs_lifecyclestage_marketingqualifiedlead_date",
        "Date entered \"Marketing Qualified Lead (Lifecycle Stage Pipeline)\"", "MQL_Date", "mql_date", "mql_at", "MQL Date", "MQL", "became_mql_at",
        "Marketing Qualified Date", "Дата MQL", "تاریخ MQL",
    ]),
    entry(Field::Stage(Stage::Sal), LEADS, &["sal_at", "SAL Date", "SAL", "Sales Accepted Date", "Became a Sales Accepted Lead Date", "sales_accepted_at", "Дата SAL"]),
    entry(Field::Stage(Stage::Sql), LEADS, &[
        "Became a Sales Qualified Lead Date", "hs_lifecyclestage_salesqualifiedlead_date",
        "Date entered \"Sales Qualified Lead (Lifecycle Stage Pipeline)\"", "SQL_Date", "sql_date", "sql_at", "SQL Date", "SQL", "became_sql_at",
        "Sales Qualified Date", "Qualified At", "Дата SQL", "تاریخ SQL",
    ]),
    entry(Field::Stage(Stage::Opportunity), LEADS, &[
        "Became an Opportunity Date", "hs_lifecyclestage_opportunity_date", "Date entered \"Opportunity (Lifecycle Stage Pipeline)\"", "opportunity_at", "Opportunity Date",
        "Converted Date", "ConvertedDate", "Conversion Date", "Converted At", "Converted Date Time", "First Deal Created Date", "opportunity_date", "Opportunity",
        "date_conversion", "Дата конвертации", "تاریخ فرصت",
    ]),
    entry(Field::Stage(Stage::Customer), ANY, &[
        "Became a Customer Date", "hs_lifecyclestage_customer_date", "Date entered \"Customer (Lifecycle Stage Pipeline)\"", "customer_at", "Customer Date", "customer_since",
        "Deal - Won time", "won_date", "won_at", "Won time", "Won Date", "Closed Won Date", "Дата выигрыша", "تاریخ برد", "تاریخ مشتری شدن",
    ]),
    entry(Field::Event(Event::Disqualified), ANY, &[
        "Disqualified_Date", "disqualified_at", "Disqualified Date", "Deal - Lost time", "lost_time", "lost_at", "lost_date", "Unqualified Date", "rejected_at", "Дата отказа", "Дата проигрыша",
        "تاریخ رد",
    ]),
    entry(Field::Event(Event::Recycled), LEADS, &["recycled_at", "Recycled Date", "Recycled", "returned_to_marketing_at", "Date recycled"]),
    entry(Field::Event(Event::Delivered), LEADS, &[
        "delivered_to_sales_at", "delivered_at", "Delivered", "Delivered Date", "Owner assigned date", "hubspot_owner_assigneddate", "assigned_at", "Assigned Date", "Sent to sales",
        "Дата передачи в продажи", "تاریخ تحویل به فروش",
    ]),
    entry(Field::Event(Event::FirstFollowUp), LEADS, &[
        "first_follow_up_at", "first_followup_at", "First Responded On", "first_responded_on", "FirstCallDateTime", "FirstEmailDateTime", "Первый ответ дан", "اولین پاسخ در",
        "First Outreach Date", "Date of first engagement", "hs_sa_first_engagement_date", "first_contacted_at", "First Follow-up", "First response at", "اولین پیگیری",
    ]),
    entry(Field::Status, LEADS, &[
        "Lifecycle Stage", "lifecyclestage", "lifecycle_stage", "Lifecycle-Phase", "Etapa del ciclo de vida", "Phase du cycle de vie", "Fase del ciclo di vita", "Фаза жизненного цикла", "Lead Status", "LeadStatus", "lead_status", "hs_lead_status", "Status", "Stage", "State", "Статус лида", "Статус", "Стадия",
        "Этап", "وضعیت سرنخ فروش", "وضعيت سرنخ فروش", "وضعیت سرنخ", "وضعیت", "مرحله", "الحالة", "Leadstatus", "Estado", "Statut", "Estado del lead", "CONVERTED", "Is Converted", "Status Reason",
    ]),
    entry(Field::Status, DEALS, &[
        "Deal - Status", "deal_status", "Status", "وضعیت معامله", "Статус сделки", "Статус", "Deal Stage", "Stage", "Deal - Stage", "Deal - Stage (pipeline)", "Sales Stage",
        "OpportunityStage", "deal_stage", "dealstage", "StageName", "Opportunity Stage", "Этап сделки", "Стадия сделки", "Стадия", "Этап", "مرحله", "مرحله فروش", "مرحله معامله", "مرحله کاریز معامله",
        "Verkaufsphase", "Deal-Phase", "Etapa del negocio", "Phase de la transaction", "Phase", "etapa", "Étape", "المرحلة", "مرحلة الصفقة", "Aşama", "وضعیت", "الحالة", "stage_id",
    ]),
    entry(Field::Category(Dimension::DealStage), DEALS, &[
        "Deal - Stage", "Deal Stage", "Deal - Stage (pipeline)", "Stage", "deal_stage", "StageName", "Sales Stage", "Opportunity Stage", "Этап сделки", "Стадия сделки", "Стадия", "Этап", "مرحله",
        "مرحله فروش", "مرحله کاریز معامله", "Verkaufsphase", "etapa",
    ]),
    category(Dimension::Source, &[
        "Original Source", "hs_analytics_source", "Original Traffic Source", "Original Source Type", "Ursprüngliche Quelle", "Ursprüngliche Traffic-Quelle", "Fuente original", "Fuente de tráfico original", "Source d'origine", "Source originale", "Source de trafic d'origine", "Lead Source", "LeadSource", "lead_source", "Source", "origin", "Lead - Source channel", "Deal - Source channel",
        "Deal - Lead Source", "Person Source", "Источник", "Источник лида", "Источник сделки", "Источник кандидата", "منبع", "منبع لید", "منبع سرنخ", "شیوه آشنایی معامله", "نحوه آشنایی", "Quelle",
        "Leadquelle", "Fuente", "Origen", "Origine", "المصدر", "Kaynak", "utm_source", "source_id", "Original Source Drill-Down 1", "Channel", "from",
    ]),
    category(Dimension::Campaign, &[
        "Source Campaign", "Campaign", "Campaign Name", "Primary Campaign Source", "Campaign Source", "First Touch Converting Campaign", "utm_campaign", "Deal - utm_campaign",
        "Кампания", "Рекламная кампания", "Обозначение рекламной кампании", "کمپین", "منبع کمپین تبلیغاتی", "Kampagne", "Campaña", "Campagne", "الحملة", "Acquisition Program", "Campaign Id", "campaign_id",
    ]),
    category(Dimension::Owner, &[
        "Contact owner", "Deal owner", "Lead Owner", "Zuständiger Mitarbeiter", "Für Kontakt zuständiger Mitarbeiter", "Für Deal zuständiger Mitarbeiter", "Propietario del contacto", "Propietario del negocio", "Propriétaire du contact", "Propriétaire de la transaction", "Potential Owner", "Opportunity Owner", "Owner", "Deal - Owner", "Lead - Owner", "Account Owner", "owner_name", "hubspot_owner_id", "Assigned To",
        "assigned_to", "Salesperson", "Sales Rep", "sales_rep", "sales_agent", "sr_id", "Ответственный", "Ответственный за лид", "Ответственное лицо", "Владелец сделки", "Менеджер", "صاحب معامله",
        "مسئول معامله", "مسئول", "مالک", "مالک اصلی", "کارشناس فروش", "Assigned User", "assigned_user_name", "Zuständiger", "Verantwortlicher", "Inhaber", "Propietario", "Responsable", "Propriétaire",
        "المالك", "المسؤول", "Responsible person", "Responsible", "lead_owner", "owner_id", "user_id",
    ]),
    category(Dimension::Reason, &[
        "Disqualification Reason", "disqualification_reason", "Disqualified Reason", "Unqualified Reason", "Lost Reason", "Deal - Lost reason", "Closed lost reason", "closed_lost_reason", "lost_reason",
        "Loss Reason", "Loss reason description", "Reason Lost", "Reason for loss", "Rejection Reason", "Причина отказа", "Причина проигрыша", "Причина стадии Сделка проиграна", "Забыли Причина",
        "دلیل از دست دادن", "دلیل شکست", "دلیل رد", "دلیل عدم موفقیت", "Verlustgrund", "Ablehnungsgrund", "Motivo de pérdida", "Razón de pérdida", "Motif de perte", "Raison de perte", "سبب الخسارة", "lost_reason_id", "Lost Notes",
    ]),
    category(Dimension::Persona, &["persona", "Persona", "hs_persona", "Buyer Persona", "buyer_persona", "Персона", "پرسونا"]),
    category(Dimension::JobTitle, &[
        "Job Title", "job_title", "jobtitle", "Title", "Position", "Role", "Designation", "Должность", "عنوان شغلی", "سمت", "Berufsbezeichnung", "Position im Unternehmen", "Cargo", "Puesto", "Fonction", "Intitulé du poste",
        "المسمى الوظيفي",
    ]),
    category(Dimension::Industry, &[
        "Industry", "industry", "Sector", "Vertical", "business_segment", "Market Segment", "market_segment", "Отрасль", "Сфера деятельности", "صنعت", "حوزه فعالیت", "Branche", "Industrie", "Sector empresarial", "Industria", "Secteur",
        "القطاع", "Sektör",
    ]),
    category(Dimension::Country, &[
        "Country", "country", "Country/Region", "Client country", "Mailing Country", "Billing Country", "address1_country", "Страна", "کشور", "Land", "País", "Pays", "البلد", "الدولة", "Ülke", "ip_country",
    ]),
    category(Dimension::CompanySize, &[
        "Company Size", "company_size", "Number of Employees", "No. of Employees", "No of Employees", "numberofemployees", "NumberOfEmployees", "Employees", "employee_count", "Размер компании", "Количество сотрудников", "اندازه شرکت",
        "تعداد کارکنان", "Unternehmensgröße", "Mitarbeiterzahl", "Tamaño de la empresa", "Número de empleados", "Taille de l'entreprise", "Nombre d'employés", "حجم الشركة",
    ]),
    category(Dimension::Product, &[
        "Product", "product", "Product Name", "Product Interest", "product_interest", "Deal - Product name", "Line Item", "Товар", "Продукт", "Услуга", "محصول", "کالا", "Produkt", "Producto", "Produit", "المنتج", "Ürün",
    ]),
    category(Dimension::Region, &[
        "Region", "region", "Sales Region", "Territory", "regional_office", "State/Region", "Регион", "Город", "منطقه", "استان", "Gebiet", "Región", "Région", "المنطقة", "Bölge",
    ]),
    entry(Field::Amount, ANY, &[
        "Amount", "Deal Amount", "deal_amount", "Deal - Value", "Deal Value", "deal_value", "Value", "Opportunity Amount", "Amount in company currency", "close_value", "deal_size", "Expected Revenue", "expected_revenue",
        "planned_revenue", "EstimatedValue", "Est. Revenue", "estimatedvalue", "Actual Revenue", "actualvalue", "Total Revenue", "Recent Deal Amount", "opportunity_amount", "Бюджет", "Сумма", "Сумма сделки",
        "Стоимость сделки", "مبلغ", "مبلغ معامله", "مقدار", "ارزش معامله", "ارزش", "Betrag", "Wert", "Importe", "importe_eur", "Monto", "Valor", "Montant", "القيمة", "المبلغ", "Tutar", "revenue",
    ]),
    entry(Field::Currency, ANY, &[
        "Currency", "Deal - Currency of value", "Deal - Currency of Value", "CurrencyIsoCode", "currency_code", "deal_currency_code", "Валюта", "واحد پول", "ارز", "Währung", "Moneda", "Devise", "العملة", "Para birimi",
    ]),
    entry(Field::CloseDate, ANY, &[
        "Close Date", "Closing Date", "CloseDate", "close_date", "closedate", "Deal - Deal closed on", "Deal - Closed on", "Closed On", "Closed Date", "Closed At", "closed_at", "date_closed", "Actual Close Date", "actualclosedate", "Дата закрытия",
        "Дата завершения", "تاریخ بستن", "تاریخ بسته شدن", "تاریخ اختتام", "Abschlussdatum", "Fecha de cierre", "Date de clôture", "تاريخ الإغلاق", "Kapanış tarihi", "Deal - Expected close date", "Expected Closing",
        "Expected Close Date", "Est. Close Date", "estimatedclosedate", "date_deadline", "cierre_previsto", "Closed",
    ]),
    entry(Field::Attempts, LEADS, &[
        "follow_up_attempts", "followup_attempts", "Attempts", "Number of times contacted", "num_contacted_notes", "Number of Sales Activities", "Number of Sales Calls", "Deal - Done activities", "Deal - Total activities",
        "Call Attempts", "contact_attempts", "Touches", "# Meetings", "تعداد تماس", "تعداد پیگیری", "Количество касаний",
    ]),
    entry(Field::Contacted, LEADS, &["contacted", "Contacted", "Was Contacted", "is_contacted", "Two-way contact", "Connected", "تماس برقرار شد", "Контакт состоялся"]),
    category(Dimension::Manager, &[
        "Manager", "manager", "Sales Manager", "Team Lead", "Team Leader", "Supervisor", "manager_name", "Owner's manager", "Руководитель", "مدیر", "مدیر فروش", "Vorgesetzter", "Teamleiter", "Gerente", "Responsable commercial", "المدير",
    ]),
    entry(Field::Score, LEADS, &[
        "HubSpot Score", "hubspotscore", "Lead Score", "lead_score", "score", "points", "Asymmetrique Activity Score", "Скоринг", "امتیاز",
    ]),
    entry(Field::LeadId, ACTIVITIES, &[
        "Lead", "WhoId", "Who ID", "Lead/Contact ID", "Person ID", "Associated Contact ID", "Associated contact ids", "Contact", "Regarding Lead", "Лид", "سرنخ",
    ]),
    entry(Field::DealId, ACTIVITIES, &[
        "Deal ID", "deal_id", "Opportunity ID", "opportunity_id", "Deal - ID", "WhatId", "What ID", "Associated Deal IDs", "Associated Deal ID", "Номер сделки", "ID сделки", "شماره معامله", "شناسه معامله",
    ]),
    entry(Field::LookupId, ACTIVITIES, &[
        "Activity ID", "activity_id", "Activity - ID", "Task ID", "task_id", "Call ID", "call_id", "Engagement ID", "engagement_id", "Event ID", "event_id", "Meeting ID", "Record ID", "hs_object_id",
        "ID", "ID дела", "ID активности", "شناسه فعالیت", "شناسه", "معرف النشاط",
    ]),
    entry(Field::HappenedAt, ACTIVITIES, &[
        "activity_at", "Activity Date", "activity_date", "Activity Date/Time", "Activity - Marked as done time", "Marked as done time", "done_at", "Completed Date/Time", "Completed Date", "completed_at", "occurred_at", "happened_at",
        "Timestamp", "Date/Time", "event_time", "Call Start Time", "Call date", "Start Time", "Start Date", "Start", "Date", "date", "Дата", "Дата звонка", "Дата активности", "تاریخ فعالیت", "زمان فعالیت", "تاریخ تماس", "تاریخ", "Datum", "Fecha",
        "Date de l'activité", "التاريخ", "Activity - Due date", "Due date", "Due Date", "Create date", "Created Date", "created_at", "Created Time", "Created On", "Дата создания", "تاریخ ایجاد",
    ]),
    entry(Field::ActivityType, ACTIVITIES, &[
        "activity_type", "Activity Type", "Activity - Type", "Engagement Type", "Task Subtype", "TaskSubtype", "Task Type", "touch_type", "Touch type", "Event Type", "event_type", "interaction_type", "Channel", "Type", "activity", "Activity", "event",
        "Тип активности", "Тип дела", "Тип", "نوع فعالیت", "نوع تماس", "نوع", "Aktivitätstyp", "Tipo de actividad", "Tipo", "Type d'activité", "نوع النشاط",
    ]),
    entry(Field::Outcome, ACTIVITIES, &[
        "Outcome", "Call Outcome", "Call Result", "Call Disposition", "Disposition", "Meeting Outcome", "Result", "activity_outcome", "Результат", "Результат звонка", "نتیجه", "نتیجه تماس", "Ergebnis", "Resultado", "Résultat", "النتيجة",
    ]),
    entry(Field::Direction, ACTIVITIES, &["Direction", "Call Direction", "Email Direction", "Call Type", "Направление", "جهت", "جهت تماس", "Richtung", "Dirección", "الاتجاه"]),
    entry(Field::Asset, ACTIVITIES, &[
        "Asset", "Asset Name", "Page", "Page URL", "URL", "Page Title", "Form", "Form Name", "Document", "Content", "Subject", "Activity - Subject", "Title", "Email Subject", "Тема", "Страница", "موضوع", "صفحه", "Betreff", "Asunto", "Objet",
    ]),
    entry(Field::Status, ACTIVITIES, &["Status", "Task Status", "Activity - Done", "Activity - Status", "Done", "Completed", "is_done", "Activity Status", "Статус", "Завершено", "وضعیت", "انجام شده", "Estado", "Statut"]),
    entry(Field::Category(Dimension::Owner), ACTIVITIES, &[
        "Activity assigned to", "Activity - Assigned to user", "Assigned to user", "Assigned", "Created by user", "Activity - Creator", "Performed by", "User", "Rep", "Agent", "Исполнитель", "انجام دهنده", "کاربر",
    ]),
    entry(Field::HappenedAt, SPEND, &[
        "Date", "Day", "Month", "month", "Week", "Period", "spend_date", "Reporting starts", "Reporting start", "Start date", "Invoice date", "Booked on", "Booking date", "Posting date", "Date Start", "Дата", "День", "Месяц", "Период", "تاریخ",
        "روز", "ماه", "دوره", "Datum", "Tag", "Monat", "Fecha", "Día", "Mes", "Mois", "Jour", "التاريخ", "الشهر",
    ]),
    entry(Field::Amount, SPEND, &[
        "Amount spent", "Amount spent (USD)", "Spend", "Spent", "Cost", "cost", "Total cost", "Total Spent", "Ad spend", "adspend", "Actual Cost", "actual_cost", "Costs", "Expense", "Expenses", "Paid", "Net amount", "Расход", "Расходы", "Расход (руб.)",
        "Затраты", "Стоимость", "هزینه", "هزینه تبلیغ", "مبلغ هزینه", "Kosten", "Ausgaben", "Coste", "Gasto", "Importe gastado", "Coût", "Dépense", "Montant dépensé", "التكلفة", "Budget", "Budgeted Cost", "بودجه",
    ]),
    entry(Field::SpendCategory, SPEND, &[
        "Category", "category", "Cost type", "cost_type", "Cost Category", "Expense category", "Expense type", "Type", "Kind", "Account", "Категория", "Статья", "Статья расходов", "دسته", "نوع هزینه", "سرفصل", "Kategorie", "Kostenart", "Categoría", "Catégorie", "الفئة",
    ]),
    entry(Field::Team, SPEND, &["Team", "team", "Department", "Cost center", "Cost centre", "Отдел", "Команда", "تیم", "واحد", "Abteilung", "Kostenstelle", "Equipo", "Departamento", "Équipe", "Service", "القسم"]),
    entry(Field::Category(Dimension::Source), SPEND, &["Platform", "Vendor", "Supplier", "Medium", "Publisher platform", "Площадка", "پلتفرم"]),
    entry(Field::Category(Dimension::Campaign), SPEND, &["Ad campaign", "Campaign (Google Ads)", "Название кампании", "نام کمپین"]),
    entry(Field::HappenedAt, TRAFFIC, &[
        "Date", "Day", "date", "ga:date", "Day Index", "Week", "Month", "Hour", "Дата", "День", "Дата визита", "تاریخ", "روز", "ماه", "Datum", "Tag", "Fecha", "Jour", "التاريخ",
    ]),
    entry(Field::Visitors, TRAFFIC, &[
        "Visitors", "visitors", "Unique visitors", "Users", "Total users", "Active users", "totalUsers", "activeUsers", "ga:users", "Sessions", "ga:sessions", "Visits", "Unique visits", "Посетители", "Пользователи", "Визиты", "Сеансы", "بازدیدکننده",
        "بازدیدکنندگان", "کاربران", "بازدید", "بازدیدها", "نشست", "Besucher", "Nutzer", "Sitzungen", "Besuche", "Visitantes", "Usuarios", "Sesiones", "Visites", "Visiteurs", "Utilisateurs", "الزوار", "الجلسات", "New users", "newUsers",
    ]),
    entry(Field::Category(Dimension::Source), TRAFFIC, &[
        "Session source", "Session source / medium", "Source / Medium", "sessionSource", "ga:source", "Default channel group", "Session default channel group", "Default Channel Grouping", "Traffic source", "Источник трафика", "Medium", "منبع بازدید",
    ]),
    entry(Field::Category(Dimension::Campaign), TRAFFIC, &["Session campaign", "sessionCampaignName", "ga:campaign"]),
    entry(Field::Domain, ANY, &[
        "Company Domain Name", "Domain", "domain", "Web domain", "Website", "Website URL", "Web site", "Company website", "Site", "Сайт", "Веб-сайт", "دامنه", "وب سایت", "وبسایت", "وب‌سایت", "Webseite", "Internetseite", "Sitio web", "Site web", "الموقع الإلكتروني",
    ]),
    entry(Field::Company, ACCOUNTS, &["Name", "Account Name", "Company name", "Customer", "Client", "Название", "Наименование", "نام", "Name des Unternehmens", "Nombre", "Nom", "الاسم"]),
    entry(Field::Category(Dimension::Country), ACCOUNTS, &["office_location", "Headquarters", "HQ Country", "Location", "Shipping Country", "Billing Address Country"]),
    entry(Field::Category(Dimension::Region), ACCOUNTS, &["Billing State/Province", "Billing State", "State", "Billing City", "City"]),
    entry(Field::LookupId, CAMPAIGNS, &["Campaign ID", "campaign_id", "Record ID", "ID", "شناسه کمپین"]),
    entry(Field::Category(Dimension::Campaign), CAMPAIGNS, &["Campaign Name", "Campaign", "Name", "Название", "نام", "نام کمپین", "Kampagnenname"]),
    entry(Field::Category(Dimension::Source), CAMPAIGNS, &["Campaign Type", "Type", "Campaign Source", "Тип", "نوع", "نوع کمپین"]),
    entry(Field::LookupId, LOOKUP, &[
        "Owner ID", "owner_id", "User ID", "user_id", "hubspot_owner_id", "Stage ID", "stage_id", "Internal ID", "Internal value", "internal_value", "Product ID", "product_id", "Campaign ID", "campaign_id", "Source ID", "source_id", "Reason ID",
        "Rep ID", "sr_id", "sdr_id", "seller_id", "Record ID", "ID", "Key", "Code", "شناسه", "شناسه کاربر", "کد", "معرف",
    ]),
    entry(Field::Name, LOOKUP, &["Label", "Display name", "Full Name", "Name", "User Name", "Stage Name", "Stage Label", "Stage", "Title", "Название", "نام", "عنوان", "الاسم"]),
];

/// Prefixes that say which record a column belongs to (Pipedrive and its imitators), before " - ".
pub(super) const PREFIXES: &[&str] = &[
    "deal",
    "lead",
    "person",
    "organization",
    "contact",
    "opportunity",
    "account",
    "activity",
    "task",
    "сделка",
    "лид",
    "контакт",
    "компания",
    "معامله",
    "سرنخ",
];

/// A CRM's export is known by headers that, together, no other export has.
pub(super) const SYSTEMS: &[(&str, &[&str])] = &[
    ("HubSpot contacts", &["Record ID", "Lifecycle Stage"]),
    ("HubSpot contacts", &["Contact owner", "Lifecycle Stage"]),
    ("HubSpot contacts", &["hs_object_id", "lifecyclestage"]),
    ("HubSpot contacts", &["Lifecycle-Phase"]),
    ("HubSpot contacts", &["Etapa del ciclo de vida"]),
    ("HubSpot contacts", &["Phase du cycle de vie"]),
    ("HubSpot deals", &["Record ID", "Deal Stage"]),
    ("HubSpot deals", &["Datensatz-ID", "Deal-Phase"]),
    ("HubSpot deals", &["ID de registro", "Etapa del negocio"]),
    ("HubSpot deals", &["Phase de la transaction"]),
    ("HubSpot deals", &["Deal owner", "Deal Stage", "Close Date"]),
    ("Salesforce leads", &["LeadSource", "IsConverted"]),
    ("Salesforce leads", &["Lead Owner", "Lead Source", "Company / Account"]),
    ("Salesforce leads", &["Lead ID", "Lead Owner", "Lead Status", "Rating"]),
    ("Salesforce opportunities", &["StageName", "CloseDate"]),
    ("Salesforce opportunities", &["Opportunity Owner", "Stage", "Close Date"]),
    ("Dynamics 365 leads", &["(Do Not Modify) Lead"]),
    ("Dynamics 365 opportunities", &["(Do Not Modify) Opportunity"]),
    ("Zoho CRM leads", &["Lead Owner", "Lead Source", "Created Time"]),
    ("Zoho CRM deals", &["Deal Owner", "Closing Date", "Created Time"]),
    ("Zoho CRM deals", &["Potential Owner", "Closing Date"]),
    ("Pipedrive leads", &["Lead - Title"]),
    ("Pipedrive deals", &["Deal - Title"]),
    ("Pipedrive deals", &["Deal - Status"]),
    ("Marketo people", &["Marketo ID"]),
    ("Marketo people", &["Acquisition Program", "Email Address"]),
    ("Account Engagement prospects", &["Prospect Id", "Grade", "Score"]),
    ("Account Engagement prospects", &["Prospect Id", "Assigned To"]),
    ("Odoo CRM", &["Salesperson", "Expected Closing"]),
    ("Odoo CRM", &["Salesperson", "Expected Revenue"]),
    ("Mautic contacts", &["date_added", "points", "email"]),
    ("amoCRM deals", &["Ответственный", "Этап сделки"]),
    ("amoCRM deals", &["Ответственный", "Бюджет"]),
    ("Bitrix24 deals", &["Стадия сделки", "Ответственный"]),
    ("Bitrix24 leads", &["Название лида", "Ответственный"]),
    ("EspoCRM", &["Assigned User", "Created At"]),
    ("Frappe CRM leads", &["Lead Owner", "First Responded On"]),
    ("Frappe CRM deals", &["Deal Owner", "First Responded On"]),
    ("HubSpot activities", &["Activity type", "Activity date", "Activity assigned to"]),
    ("HubSpot calls", &["Call outcome", "Activity date"]),
    ("Salesforce tasks", &["Subject", "Assigned", "Task Subtype"]),
    ("Salesforce tasks", &["Subject", "WhoId", "ActivityDate"]),
    ("Pipedrive activities", &["Activity - Type"]),
    ("Meta Ads", &["Amount spent (USD)", "Impressions"]),
    ("Meta Ads", &["Reporting starts", "Campaign name"]),
    ("Google Ads", &["Campaign", "Cost", "Clicks", "Impr."]),
    ("Google Analytics", &["Session source / medium", "Sessions"]),
    ("Google Analytics", &["Session default channel group", "Sessions"]),
    ("Didar", &["کاریز معامله"]),
    ("Didar", &["مسئول معامله"]),
];
