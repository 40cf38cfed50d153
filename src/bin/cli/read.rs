//! Files from disk into an import: looked at, read in pieces, with a progress bar. The only reader of data files there is here.

use std::{
    ffi::OsString,
    fs::File,
    io::{Cursor, IsTerminal, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use handoff::{
    agreement::Workspace,
    import::{FileMapping, HEAD_BYTES, Imported, Kind, NotATable, Overrides, Reader, Table, assemble, sniff_with},
    time::Zone,
    workbook,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Failure, ask, words};

/// Large enough that the system call does not count, small enough that the bar moves.
const PIECE_BYTES: usize = 1 << 20;

const KINDS: [(&str, Kind); 8] = [
    ("leads", Kind::Leads),
    ("deals", Kind::Deals),
    ("activities", Kind::Activities),
    ("spend", Kind::Spend),
    ("traffic", Kind::Traffic),
    ("accounts", Kind::Accounts),
    ("campaigns", Kind::Campaigns),
    ("lookup", Kind::Lookup),
];

/// The mappings the board saved.
pub fn mappings(path: Option<&Path>) -> Result<Vec<FileMapping>, Failure> {
    path.map_or_else(|| Ok(Vec::new()), |path| ask::document(path, handoff::share::MAPPING))
}

/// Reads all files, or none: a report of only some of the files named would mislead. Beside what was read: one line for each thing of a
/// workbook that was not.
pub fn import(
    files: &[OsString],
    known: &[FileMapping],
    workspace: &Workspace,
    zone: &Zone,
    quiet: bool,
) -> Result<(Imported, Vec<String>), Failure> {
    let mut notes = Vec::new();
    let mut sources = Vec::new();
    for file in files {
        sources.extend(Source::open(file, known, &mut notes)?);
    }
    let has_accounts = sources.iter().any(|source| source.mapping.kind == Kind::Accounts);
    let tables = tables(sources, zone, quiet, |reader| if has_accounts { reader } else { reader.without_accounts() })?;
    let imported = assemble(tables, workspace);
    if imported.dataset.leads.len == 0 && imported.dataset.deals.len == 0 {
        let name = imported.files.first().map_or("?", |file| file.name.as_str());
        return Err(Failure::new(
            format!("{name}:1:1"),
            "there is no lead and no deal to count",
            "give an export of leads or deals, or name its kind as in leads=FILE",
        ));
    }
    Ok((imported, notes))
}

/// Reads a table from each file; `narrow` leaves out the columns nobody will ask for.
pub fn tables(sources: Vec<Source>, zone: &Zone, quiet: bool, narrow: impl Fn(Reader) -> Reader) -> Result<Vec<Table>, Failure> {
    let bar = progress_bar(sources.iter().map(|source| source.size_bytes).sum(), quiet);
    let mut rows = 0;
    let mut tables = Vec::new();
    for (index, source) in sources.into_iter().enumerate() {
        let number = u16::try_from(index)
            .map_err(|_| Failure::new(source.path.display(), "more than 65 536 files were given", "put their rows together"))?;
        let reader = narrow(Reader::new(number, &source.name, &source.mapping, zone));
        let (table, rows_here) = source.read(reader, |bytes, rows_here| {
            bar.inc(bytes);
            bar.set_message(format!("{} rows", rows + rows_here));
        })?;
        tables.push(table);
        rows += rows_here;
    }
    bar.finish_and_clear();
    Ok(tables)
}

fn progress_bar(bytes: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:32} {percent:>3} %  {msg}  {binary_bytes_per_sec}  {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A file, or a sheet of a workbook, that has been looked at.
pub struct Source {
    pub path: PathBuf,
    content: Box<dyn Read>,
    name: String,
    size_bytes: u64,
    pub mapping: FileMapping,
}

impl Source {
    /// The file, or the sheets of a workbook.
    pub fn open(argument: &OsString, known: &[FileMapping], notes: &mut Vec<String>) -> Result<Vec<Self>, Failure> {
        let (kind, path) = split_kind(argument);
        let unreadable = |error: std::io::Error| {
            Failure::new(path.display(), format!("cannot be read ({error})"), "check the name and that you may read it")
        };
        let mut file = File::open(&path).map_err(unreadable)?;
        let size_bytes = file.metadata().map_err(unreadable)?.len();
        let mut head = Vec::new();
        (&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(unreadable)?;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let overrides = Overrides { kind, ..Overrides::default() };
        if workbook::begins_like_one(&head) {
            let mut bytes = Vec::new();
            // One byte more than is read tells that there is more.
            file.take(workbook::LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            return Self::open_workbook(&path, &name, &bytes, known, overrides, notes);
        }
        let proposal = sniff_with(&name, size_bytes, &head, known, &overrides).map_err(|why| refused(&path, &why))?;
        Ok(vec![Self { path, content: Box::new(file), name, size_bytes, mapping: proposal.mapping }])
    }

    /// The sheets that are tables, at least one. A kind that was named is that of the first of them; nobody can leave out the others
    /// here, so a cover sheet must not end it all.
    fn open_workbook(
        path: &Path,
        name: &str,
        bytes: &[u8],
        known: &[FileMapping],
        mut overrides: Overrides,
        notes: &mut Vec<String>,
    ) -> Result<Vec<Self>, Failure> {
        let workbook = workbook::read(bytes).map_err(|why| refused(path, &NotATable::Workbook(why)))?;
        notes.extend(workbook.hidden.iter().map(|sheet| format!("{name}: the hidden sheet “{sheet}” was left out")));
        let (mut sources, mut first_refusal) = (Vec::new(), None);
        for sheet in workbook.sheets {
            let (name, size_bytes) = (workbook::sheet_file_name(name, &sheet.name), sheet.csv.len() as u64);
            let head = &sheet.csv[..sheet.csv.len().min(HEAD_BYTES)];
            match sniff_with(&name, size_bytes, head, known, &overrides) {
                Ok(proposal) => {
                    if sheet.error_cells > 0 {
                        notes.push(format!("{name}: {} × cell with an error such as #N/A, read as empty", sheet.error_cells));
                    }
                    let content = Box::new(Cursor::new(sheet.csv));
                    sources.push(Self { path: path.to_owned(), content, name, size_bytes, mapping: proposal.mapping });
                    overrides.kind = None;
                }
                Err(why) => {
                    notes.push(format!("{name}: {}; the sheet was left out", words::not_a_table(&why).0));
                    first_refusal.get_or_insert(why);
                }
            }
        }
        match first_refusal {
            Some(why) if sources.is_empty() => Err(refused(path, &why)),
            _ => Ok(sources),
        }
    }

    /// The table and its rows. `progress` gets the bytes of each piece and the rows so far.
    fn read(mut self, mut reader: Reader, progress: impl Fn(u64, u64)) -> Result<(Table, u64), Failure> {
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let bytes = self.content.read(&mut piece).map_err(|error| {
                let place = format!("{}: after row {}", self.path.display(), reader.rows());
                Failure::new(place, format!("cannot be read on ({error})"), "check the disk and try again")
            })?;
            if bytes == 0 {
                let rows = reader.rows();
                return Ok((reader.finish(), rows));
            }
            reader.push(&piece[..bytes]);
            progress(bytes as u64, reader.rows());
        }
    }
}

fn refused(path: &Path, why: &NotATable) -> Failure {
    let (what, remedy) = words::not_a_table(why);
    Failure::new(format!("{}:1:1", path.display()), what, remedy)
}

/// `kind=FILE`, unless a file of that whole name is there.
fn split_kind(argument: &OsString) -> (Option<Kind>, PathBuf) {
    let whole = PathBuf::from(argument);
    let named = argument.to_str().and_then(|text| text.split_once('=')).filter(|_| !whole.exists());
    let kind = named.and_then(|(name, path)| Some((KINDS.iter().find(|(key, _)| *key == name)?.1, path)));
    kind.map_or((None, whole), |(kind, path)| (Some(kind), PathBuf::from(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(argument: &str, kind: Option<Kind>, path: &str) {
        assert_eq!(split_kind(&argument.into()), (kind, PathBuf::from(path)), "{argument}");
    }

    #[test]
    fn a_kind_may_stand_before_the_file() {
        check("export.csv", None, "export.csv");
        check("leads=export.csv", Some(Kind::Leads), "export.csv");
        check("deals=a=b.csv", Some(Kind::Deals), "a=b.csv");
        check("x=export.csv", None, "x=export.csv");
    }
}
