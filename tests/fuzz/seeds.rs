//! Small tables of every shape and kind, from which the mutations start.

#[rustfmt::skip]
const SEEDS: &[&str] = &[
    "Lead ID,Name,Source,Created,Amount\r\n1,Ann Lee,Web,2024-01-15,1200\r\n2,\"Bob \"\"B\"\" Roy\",\"Email, paid\",2024-02-01,350.5\r\n3,Ćira Žižek,Referral,2024-03-31,0\r\n",
    "sep=;\nLeads Report\n\nLead ID;Email;Lifecycle Stage;Create Date;Became a Customer Date;Contacted;Attempts\n1;a@x.com;MQL;13/02/2024;;yes;3\n2;;Customer;01/03/2024;45306,5;no;1.000\nTotals;;;;;;4\n",
    "\"Lead ID,Name,Source\"\n\"1,\"\"Lee, Ann\"\",Web\"\n\"2,\"\"Bob \"\"\"\"B\"\"\"\"\"\",Ad\"\n",
    "'Deal ID','Lead ID','Deal Stage','Amount','Currency','Close Date','Lost Reason'\n'd1','1','Closed Won','$1,117.10K','USD','Apr 3, 2024',''\n'd2','2','Closed Lost','(1.234,56)','EUR','3. April 2024','O\\'Price'\n",
    "ID;Стадия сделки;Сумма;Валюта;Ответственный;Дата создания;Товар;\n1;Сделка успешна;1 200,00;RUB;Иван;15.01.2024 10:00:00;Стол;\n1;Сделка успешна;1 200,00;RUB;Иван;3 апреля 2024 г.;Стул;\nИтого:;;1200;;;;;\n",
    "شناسه معامله,کاریز معامله,وضعیت معامله,ارزش معامله,مسئول معامله,تاریخ ثبت\n۱,فروش,موفق,۱٬۲۰۰٫۵,علی,۱۴۰۲/۱۰/۲۵\n۲,فروش,ناموفق,ندارد,علی,1403/12/30\n",
    "lead_id,activity_at,activity_type,owner,Outcome,Direction,Status\n1,2024-01-15T10:00:00Z,Call,Bob,Left voicemail,Outbound,Completed\n2,1705312800,Email,Bob,,,Not started\n",
    "month,team,category,source,campaign,cost,currency\n2024-01,marketing,advertising,Web,Spring,\"1,500\",USD\nJan 2024,sales,Salaries,,,2.250,EUR\nTotal,,,,,3750,\n",
    "Date,Session source / medium,Sessions\n20240115,google / cpc,12\n20240116,(not set),1.5\n",
    "Account ID,Company,Domain,Industry,Country,Employees\n1,Acme,https://www.acme.com/x,Retail,DE,11-50\n2,Globex,globex.org,,NA,\n",
    "stage_id,stage_name,pipeline\n1001,Closed Won,Sales\n1002,Closed Lost,Sales\n",
    "Campaign ID,Campaign Name,Type,Start Date,Budgeted Cost\nc1,Spring,Email,2024-01-01,100\n",
    "Lead ID\tName\n1\t\"unterminated\n2\tB\0ob\n3\t\"two\nlines\"\tsurplus\n",
    "Lead ID|Created|MQL Date\n1|2024-01-10|43844\n2|2024-01-12|43850\n3|2024-02-01|43870\n",
    "\"id\",\"date_added\",\"points\",\"name\",\"email\"\n\"1\",\"0000-00-00 00:00:00\",\"50\",\"Ann \"Annie\" Lee\",\"a@x.com\"\n\"2\",\"2024-01-16 10:00:00 EST\",\"7\",\"5\" pipe\",\"A@X.com\"\n",
];

/// The seeds as UTF-8, some as UTF-16 and in single bytes.
pub fn all() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    seeds.extend(SEEDS.iter().step_by(3).map(|seed| seed.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    seeds.extend(SEEDS.iter().step_by(4).map(|seed| [0xFEFF].into_iter().chain(seed.encode_utf16()).flat_map(u16::to_be_bytes).collect()));
    // Cyrillic as Windows-1251 has it: A is 0xC0, and so on.
    let single = |character: char| match u32::from(character) {
        code @ 0x410..0x450 => (code - 0x410 + 0xC0) as u8,
        code => code as u8,
    };
    seeds.push(SEEDS[4].chars().map(single).collect());
    seeds
}
