//! Looks into the container before anything is read from it: what it is, and that unpacking it cannot exhaust the machine. Declared
//! sizes are not believed: every part is unpacked once and counted. No cell is read here.

use std::io::{Cursor, ErrorKind, Read};

use memchr::memmem;
use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{OLE, WorkbookRefused};

/// Bytes that unpack to at most this many times as many. Sheets of real exports come to 5–20, an empty formatted million rows or
/// one value repeated to 100; deflate can reach 1 032.
const LARGEST_RATIO: u64 = 200;

/// Below this no ratio is of harm.
const HARMLESS_BYTES: u64 = 16 << 20;

/// Excel writes a few parts a sheet; thousands come only with pictures.
const MOST_PARTS: usize = 10_000;

/// The largest `styles.xml`. Excel allows 65 490 cell formats, which are about 14 MB.
const LARGEST_STYLES: usize = 32 << 20;

/// calamine copies names and format codes to each cell format: formats times the longest value must not pass this.
const LARGEST_STYLES_IN_MEMORY: usize = 64 << 20;

/// Twice Excel's own limit, because `cellStyleXfs` count too.
const MOST_FORMATS: usize = 131_072;

/// Different texts: twice those of a full million rows by 15 columns. Each takes 24 bytes, however short it is.
const MOST_STRINGS: usize = 1 << 25;

const SHARED_STRINGS: &str = "sharedstrings.xml";
const STYLES: &str = "styles.xml";

/// # Errors
/// When the bytes are no XLSX workbook, or not one that can be read safely.
pub(super) fn inspect(bytes: &[u8], largest_bytes: u64) -> Result<(), WorkbookRefused> {
    if bytes.starts_with(OLE) {
        return Err(if is_encrypted(bytes) { WorkbookRefused::Encrypted } else { WorkbookRefused::OldExcel });
    }
    if bytes.len() as u64 > largest_bytes {
        return Err(WorkbookRefused::TooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| WorkbookRefused::Damaged { part: None })?;
    if archive.len() > MOST_PARTS {
        return Err(WorkbookRefused::Bomb);
    }
    is_xlsx(&mut archive)?;
    let allowed = (bytes.len() as u64).saturating_mul(LARGEST_RATIO).max(HARMLESS_BYTES);
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| refused(&error))?;
        let name = part.name().map(|name| name.to_lowercase()).unwrap_or_default();
        unpacked += unpack(part, &name, allowed.min(largest_bytes) - unpacked, allowed < largest_bytes)?;
    }
    Ok(())
}

/// The name of the stream that encrypted Office files keep their content in, as OLE writes names.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(bytes, &name).is_some()
}

fn is_xlsx(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), WorkbookRefused> {
    let mut mimetype = Vec::new();
    if let Ok(part) = archive.by_name("mimetype")
        && part.take(64).read_to_end(&mut mimetype).is_ok()
        && mimetype.starts_with(b"application/vnd.oasis.opendocument.spreadsheet")
    {
        return Err(WorkbookRefused::OpenDocument);
    }
    let has = |wanted: &str| archive.file_names().flatten().any(|name| name.to_lowercase().ends_with(wanted));
    if has("xl/workbook.bin") {
        return Err(WorkbookRefused::ExcelBinary);
    }
    if has("_rels/.rels") && !has("word/document.xml") && !has("ppt/presentation.xml") {
        Ok(())
    } else {
        Err(WorkbookRefused::NotAWorkbook)
    }
}

fn refused(error: &ZipError) -> WorkbookRefused {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => WorkbookRefused::Encrypted,
        _ => WorkbookRefused::Damaged { part: None },
    }
}

/// Unpacks a part without keeping it and returns its size. `left` is what it may come to, set by the ratio or by the absolute limit.
fn unpack(part: ZipFile<'_, Cursor<&[u8]>>, name: &str, left: u64, by_ratio: bool) -> Result<u64, WorkbookRefused> {
    let damaged = || WorkbookRefused::Damaged { part: Some(name.to_owned()) };
    let mut part = part.take(left + 1);
    let mut buffer = vec![0; 64 << 10];
    let (mut size, mut strings, mut styles) = (0, Strings::default(), Vec::new());
    loop {
        let bytes = match part.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => &buffer[..count],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return Err(damaged()),
        };
        size += bytes.len() as u64;
        if size > left {
            return Err(if by_ratio { WorkbookRefused::Bomb } else { WorkbookRefused::TooLarge });
        }
        if name.ends_with(SHARED_STRINGS) {
            strings.push(bytes);
            if strings.count > MOST_STRINGS {
                return Err(WorkbookRefused::TooLarge);
            }
        } else if name.ends_with(STYLES) {
            styles.extend_from_slice(bytes);
            if styles.len() > LARGEST_STYLES {
                return Err(WorkbookRefused::Bomb);
            }
        }
    }
    // The shortest string there is, `<si/>`, has five bytes.
    if strings.promised > size / 5 {
        return Err(damaged());
    }
    if !can_hold(&styles) {
        return Err(WorkbookRefused::Bomb);
    }
    Ok(size)
}

/// How many strings a part has, and how many it promises (`uniqueCount`): calamine makes room for either unseen.
#[derive(Default)]
struct Strings {
    count: usize,
    promised: u64,
    /// The end of the last piece: what is looked for may lie across two.
    tail: Vec<u8>,
}

impl Strings {
    const PROMISE: &'static [u8] = b"uniqueCount";
    /// The promise, its value, and as many blanks as anyone may have put between.
    const LONGEST: usize = 256;

    fn push(&mut self, bytes: &[u8]) {
        let seen = self.tail.len();
        self.tail.extend_from_slice(bytes);
        for start in [&b"<si"[..], b":si"] {
            self.count += memmem::find_iter(&self.tail, start).filter(|at| at + start.len() > seen).count();
        }
        for at in memmem::find_iter(&self.tail, Self::PROMISE) {
            let after = &self.tail[at + Self::PROMISE.len()..];
            let digits = after.iter().skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''));
            let promised = digits
                .take_while(|byte| byte.is_ascii_digit())
                .fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
            self.promised = self.promised.max(promised);
        }
        self.tail.drain(..self.tail.len().saturating_sub(Self::LONGEST));
    }
}

/// Whether the cell formats of a `styles.xml` fit into memory once each has its own copy of what it names. Read by the parser that
/// calamine reads it with: what that sees is what counts.
fn can_hold(styles: &[u8]) -> bool {
    let mut reader = Reader::from_reader(styles);
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut formats, mut longest) = (Vec::new(), 0_usize, 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                // Namespaces are declared here; nothing of it is copied.
                "styleSheet" => {}
                name => {
                    formats += usize::from(name == "xf");
                    longest = longest.max(tag.len());
                }
            },
            // calamine comes no further either.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    formats <= MOST_FORMATS && formats.saturating_mul(longest) <= LARGEST_STYLES_IN_MEMORY
}
