//! How fast a million-row export becomes columns, and a workbook text, on input made here so that it is the same everywhere. Nothing is asserted.

use std::{fmt::Write as _, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use handoff::{
    agreement::Workspace,
    import::{FileMapping, HEAD_BYTES, Reader, assemble, sniff},
    workbook,
};
use rust_xlsxwriter::{Format, Workbook};

const ROWS: u64 = 100_000;
const HEADER: &str = "lead_id,email,company,industry,country,company_size,job_title,persona,source,campaign,owner,created_at,mql_at,sal_at,\
sql_at,opportunity_at,customer_at,delivered_to_sales_at,first_follow_up_at,follow_up_attempts,contacted,disqualified_at,\
disqualification_reason,page_views,ebook_downloads,pricing_visits,deal_amount\n";

/// Leads of 27 columns, ≈ 225 bytes each; `date` writes the dates.
fn export(date: impl Fn(u64) -> String) -> Vec<u8> {
    let mut text = String::from(HEADER);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for row in 0..ROWS {
        // xorshift64: any spread of values will do.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let pick = |of: u64, bits: u32| (state >> bits) % of;
        let made = 1_672_531_200 + row * 900;
        let reached = |stage: u64| if pick(6, 8) >= stage { date(made + stage * 200_000) } else { String::new() };
        let company =
            if pick(12, 20) == 0 { format!("\"Acme {}, \"\"Inc\"\"\"", pick(900, 24)) } else { format!("Globex {}", pick(900, 24)) };
        let lost = pick(4, 40) == 0;
        writeln!(
            text,
            "L{row:07},name.{}@example{}.com,{company},Industry {},C{},51-200,Title {},Persona {},Source {},2024-Q{} Brand Search,Owner {},{},{},{},{},{},{},{},{},{},{},{},{},{},1,0,{}",
            pick(9999, 3),
            pick(400, 5),
            pick(12, 7),
            pick(25, 9),
            pick(40, 11),
            pick(6, 13),
            pick(9, 15),
            pick(4, 17),
            pick(60, 19),
            date(made),
            reached(1),
            reached(2),
            reached(3),
            reached(4),
            reached(5),
            reached(1),
            reached(1),
            pick(9, 30),
            if pick(2, 33) == 0 { "true" } else { "false" },
            if lost { date(made + 500_000) } else { String::new() },
            if lost { "No budget" } else { "" },
            pick(60, 35),
            if pick(6, 8) >= 4 { "12345.50" } else { "" },
        )
        .expect("writing to a string");
    }
    text.into_bytes()
}

fn mapping_of(bytes: &[u8]) -> FileMapping {
    sniff("leads.csv", bytes.len() as u64, &bytes[..HEAD_BYTES], &[]).expect("a table").mapping
}

fn read(bytes: &[u8], mapping: &FileMapping) -> usize {
    let workspace = Workspace::default();
    let mut reader = Reader::new(0, "leads.csv", mapping, &handoff::time::Zone::utc()).without_accounts();
    // The piece a browser's stream hands over is 64 KiB to 2 MiB.
    bytes.chunks(1 << 20).for_each(|piece| reader.push(piece));
    assemble(vec![reader.finish()], &workspace).dataset.leads.len
}

fn import(criterion: &mut Criterion) {
    let iso = export(|unix| {
        let (day, second) = (unix / 86_400, unix % 86_400);
        // Months of 28 days: any valid date will do.
        format!("{}-{:02}-{:02} {:02}:{:02}", 2023 + day / 336 % 4, day / 28 % 12 + 1, day % 28 + 1, second / 3600, second / 60 % 60)
    });
    let slashes = export(|unix| format!("{}/{}/{}", unix / 86_400 % 28 + 1, unix / 2_419_200 % 12 + 1, 2023 + unix / 29_030_400 % 4));
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    for (name, bytes) in [("iso timestamps", &iso), ("dates decided by the column", &slashes)] {
        let mapping = mapping_of(bytes);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| black_box(read(bytes, &mapping))));
    }
    let mut unmapped = mapping_of(&iso);
    unmapped.columns.iter_mut().for_each(|column| column.field = None);
    group.throughput(Throughput::Bytes(iso.len() as u64));
    group.bench_function("field boundaries alone", |bencher| bencher.iter(|| black_box(read(&iso, &unmapped))));
    group.finish();
    criterion.bench_function("sniff", |bencher| bencher.iter(|| black_box(mapping_of(&iso))));
}

/// A sheet of 15 columns: five texts, five dates, five numbers.
fn sheet() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let sheet = workbook.add_worksheet();
    for row in 0..ROWS as u32 {
        for column in 0..5 {
            sheet.write(row, column, format!("Company {}", (row + u32::from(column)) % 5_000)).expect("on the sheet");
            let serial = 45_000.0 + f64::from(row) / 97.0;
            sheet.write_with_format(row, column + 5, serial, &date).expect("on the sheet");
            sheet.write(row, column + 10, f64::from(row) * 1.25 + f64::from(column)).expect("on the sheet");
        }
    }
    workbook.save_to_buffer().expect("a workbook in memory")
}

fn open(criterion: &mut Criterion) {
    let bytes = sheet();
    let mut group = criterion.benchmark_group("workbook");
    group.sample_size(10);
    group.throughput(Throughput::Elements(ROWS));
    group.bench_function("100 000 rows of 15 columns", |bencher| bencher.iter(|| black_box(workbook::read(&bytes))));
    group.finish();
}

criterion_group!(benches, import, open);
criterion_main!(benches);
