//! Bytes → other bytes that might still be a table: what an export's author, a spreadsheet or a bad disk does to it. Deterministic.

/// xorshift64: any spread will do, the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 11) as usize % bound.max(1)
    }

    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// Pieces of text that mean something to a reader of tables.
const TOKENS: &[&[u8]] = &[
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r\n",
    b"\r",
    b"\"",
    b"\"\"",
    b"'",
    b"\\\"",
    b"=\"",
    b"\0",
    b" ",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xFF",
    b"\xC3",
    b"\xE2\x80",
    b"\xED\xA0\x80",
    b"\xF4\x90\x80\x80",
    b"sep=;\n",
    b"Lead ID",
    b"Email",
    b"Created",
    b"Total",
    b"Grand Totals (9 records)",
    b"Copyright",
    b"2024-01-15",
    b"2024-01-15T10:30:00.000+03:30",
    b"31/12/99",
    b"13/02/2024 12:05 AM",
    b"Apr 3, 2024",
    b"15 Apr, 2021 00:03:00",
    b"20240115103000",
    b"45306.5",
    b"1705312800000",
    b"1e308",
    b"-1E+15",
    b"99999999999999999999",
    b"1.234,56",
    b"(1,117.10K)",
    b"12,34,567",
    b"CHF 5.-",
    b"9.00720E+15",
    b"N/A",
    b"yes",
    b"Closed Won",
    b"0000-00-00",
    b"10:30 1/1/2024",
    b"24:00",
    b"\xE2\x80\x8F",
    "۱۴۰۳/۱۲/۳۰".as_bytes(),
    "۱٬۲۳۴٫۵".as_bytes(),
    "ندارد".as_bytes(),
    "كانون الثاني".as_bytes(),
    "3 апреля 2024 г.".as_bytes(),
    "ß".as_bytes(),
    "\u{1F600}".as_bytes(),
    "\u{212A}".as_bytes(),
    "\u{FDFA}".as_bytes(),
];

/// Some bytes of one of `seeds`, changed a few times. Never longer than `limit`.
pub fn mutated(seeds: &[Vec<u8>], random: &mut Random, limit: usize) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(8) {
        once(&mut bytes, seeds, random);
        bytes.truncate(limit);
    }
    bytes
}

fn once(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let len = bytes.len();
    let at = random.below(len + 1);
    let span = at..len.min(at + 1 + random.below(40));
    match random.below(14) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(span)),
        2 | 3 => {
            let token = random.pick(TOKENS);
            bytes.splice(at..at, token.iter().copied());
        }
        4 => {
            let token = random.pick(TOKENS);
            bytes.splice(span, token.iter().copied());
        }
        5 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.next() as u8;
            }
        }
        6 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        7 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            bytes.splice(at.., other[from..].iter().copied());
        }
        8 => {
            // A line again, many times.
            let line = line_at(bytes, at).to_vec();
            let times = 1 << random.below(7);
            bytes.splice(at..at, line.repeat(times));
        }
        9 => {
            let piece = bytes[span].to_vec();
            let times = 1 << random.below(9);
            bytes.splice(at..at, piece.repeat(times));
        }
        10 => {
            // One byte everywhere for another: another delimiter, quote or line end.
            let (from, to) = (random.pick(TOKENS)[0], random.pick(TOKENS)[0]);
            bytes.iter_mut().filter(|byte| **byte == from).for_each(|byte| *byte = to);
        }
        11 => {
            let is_little = random.below(2) == 0;
            let units: Vec<u16> = String::from_utf8_lossy(bytes).encode_utf16().collect();
            *bytes = units.into_iter().flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
        }
        12 => {
            // The letters of a single-byte encoding.
            let base = [0x80, 0xC0, 0xE0][random.below(3)];
            bytes.iter_mut().filter(|byte| byte.is_ascii_lowercase()).for_each(|byte| *byte = base + (*byte - b'a') % 0x20);
        }
        _ => {
            let other = &seeds[random.below(seeds.len())];
            let line = line_at(other, random.below(other.len() + 1));
            bytes.splice(at..at, line.iter().copied());
        }
    }
}

fn line_at(bytes: &[u8], at: usize) -> &[u8] {
    let from = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let to = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
    &bytes[from..to]
}
