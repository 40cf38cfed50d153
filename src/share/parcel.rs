//! The bytes that leave: what a link, a `.handoff` file and a backup are made of. It says what they hold and of which version, and tells
//! damage from a wrong passphrase. It does not encrypt: whoever seals a parcel brings the ciphertext. What the JSON means is not known here.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use borsh::{BorshDeserialize, BorshSerialize};
use miniz_oxide::{
    deflate::compress_to_vec,
    inflate::{
        TINFLStatus,
        core::{DecompressorOxide, TINFL_LZ_DICT_SIZE, decompress},
        decompress_to_vec_with_limit,
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const MAGIC: [u8; 2] = *b"HO";
/// [`MAGIC`] and a version up to [`LAST_VERSION`], in a link.
const LINK_START: &str = "SE8";
const VERSION: u8 = 1;
/// What comes after these is a letter, and the bytes are a text that begins as a parcel does.
const LAST_VERSION: u8 = 31;
/// Flag: sealed with a passphrase.
const SEALED: u8 = 1;
/// Magic, version, kind and flags.
const START_BYTES: usize = 5;
/// The start, iterations, salt and vector of a sealed parcel.
const HEADER_BYTES: usize = START_BYTES + 4 + 16 + 12;
/// 128 bits: damage is found, and a link stays short.
const DIGEST_BYTES: usize = 16;
/// What AES-GCM adds to a text.
const TAG_BYTES: usize = 16;
/// A parcel may not ask for hours of hashing.
const MOST_ITERATIONS: u32 = 10_000_000;
/// A workspace of a million leads is a quarter of it, and a browser's 4 GiB hold it beside its columns.
const MOST_JSON_BYTES: usize = 256 << 20;
/// zlib's own default: a tenth of the time of 9 for a percent more bytes.
const LEVEL: u8 = 6;

/// What a parcel holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParcelKind {
    /// A [`SharedBoard`](super::SharedBoard).
    Board,
    /// All that a team keeps.
    Workspace,
}

impl ParcelKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Board => 1,
            Self::Workspace => 2,
        }
    }
}

/// Why a parcel cannot be opened, in the order it is checked.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ParcelError {
    NotAParcel,
    NewerVersion {
        found: u32,
        supported: u32,
    },
    /// Not the bytes that left: cut off or changed.
    Damaged,
    /// A parcel, but of something else.
    OtherKind,
    NeedsPassphrase,
    WrongPassphrase,
    /// It would unpack to more than anybody saved.
    TooLarge,
    /// Intact, but not of this shape.
    Unreadable {
        detail: String,
    },
}

/// What a key is made with besides a passphrase (PBKDF2, SHA-256), and the vector its cipher (AES-256, GCM) begins with. No secrets;
/// salt and vector are drawn anew for every parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Lock {
    pub iterations: u32,
    pub salt: [u8; 16],
    pub iv: [u8; 12],
}

/// An intact parcel of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened<'a> {
    /// Its JSON.
    Plain(String),
    /// `header` is the additional data of the cipher; what `ciphertext` holds goes to [`inflated`].
    Sealed { lock: Lock, header: &'a [u8], ciphertext: &'a [u8] },
}

/// The body of a parcel: what goes into a plain one, and what is encrypted for a sealed one.
pub fn deflated(json: &str) -> Vec<u8> {
    compress_to_vec(json.as_bytes(), LEVEL)
}

/// A parcel anybody can open.
pub fn plain(kind: ParcelKind, json: &str) -> Vec<u8> {
    let mut bytes = start(kind, 0).to_vec();
    bytes.extend(deflated(json));
    with_digest(bytes)
}

/// The bytes before a ciphertext, which are its additional data: whoever changes them makes it unreadable.
pub fn header(kind: ParcelKind, lock: &Lock) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER_BYTES);
    bytes.extend(start(kind, SEALED));
    bytes.extend(lock.iterations.to_be_bytes());
    bytes.extend(lock.salt);
    bytes.extend(lock.iv);
    bytes
}

/// A parcel that opens with a passphrase. `ciphertext` is that of [`deflated`], its tag at the end.
pub fn sealed(kind: ParcelKind, lock: &Lock, ciphertext: &[u8]) -> Vec<u8> {
    let mut bytes = header(kind, lock);
    bytes.extend(ciphertext);
    with_digest(bytes)
}

/// # Errors
/// When the bytes are no parcel, are newer than this build, were damaged, hold something else than `kind`, or unpack to what is no text.
pub fn open(kind: ParcelKind, bytes: &[u8]) -> Result<Opened<'_>, ParcelError> {
    let [b'H', b'O', version @ ..=LAST_VERSION, ..] = *bytes else { return Err(ParcelError::NotAParcel) };
    if version > VERSION {
        // How the rest of it is laid out is not known, its digest neither.
        return Err(ParcelError::NewerVersion { found: version.into(), supported: VERSION.into() });
    }
    let (content, sum) = bytes.len().checked_sub(DIGEST_BYTES).and_then(|at| bytes.split_at_checked(at)).ok_or(ParcelError::Damaged)?;
    let (&[.., found, flags], body) = content.split_first_chunk::<START_BYTES>().ok_or(ParcelError::Damaged)?;
    if version != VERSION || digest(content) != sum || flags & !SEALED != 0 {
        return Err(ParcelError::Damaged);
    }
    if found != kind.byte() {
        return Err(ParcelError::OtherKind);
    }
    if flags & SEALED == 0 { inflated(body).map(Opened::Plain) } else { opened_sealed(content).ok_or(ParcelError::Damaged) }
}

/// JSON text of a body that was [`deflated`].
///
/// # Errors
/// When the body is no deflated text, or one of more than 256 MB. That is counted before any room is made for it.
pub fn inflated(body: &[u8]) -> Result<String, ParcelError> {
    let length = inflated_length(body)?;
    // One more, so that the end of the stream is read too.
    let bytes = decompress_to_vec_with_limit(body, length + 1).map_err(|_| ParcelError::Damaged)?;
    String::from_utf8(bytes).map_err(|error| ParcelError::Unreadable { detail: error.to_string() })
}

/// The bytes as the end of an address: letters, digits, `-` and `_`.
pub fn to_link(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// White space is passed over: mail programs break long lines.
///
/// # Errors
/// When the text is no parcel or was cut off.
pub fn from_link(text: &str) -> Result<Vec<u8>, ParcelError> {
    let text: String = text.split_whitespace().collect();
    let error = if text.starts_with(LINK_START) { ParcelError::Damaged } else { ParcelError::NotAParcel };
    URL_SAFE_NO_PAD.decode(text).map_err(|_| error)
}

const fn start(kind: ParcelKind, flags: u8) -> [u8; START_BYTES] {
    [MAGIC[0], MAGIC[1], VERSION, kind.byte(), flags]
}

fn digest(bytes: &[u8]) -> [u8; DIGEST_BYTES] {
    let sum = Sha256::digest(bytes);
    std::array::from_fn(|at| sum[at])
}

fn with_digest(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = digest(&bytes);
    bytes.extend(sum);
    bytes
}

/// `None` when it is too short to be one, or names a number of iterations that nobody chose.
fn opened_sealed(content: &[u8]) -> Option<Opened<'_>> {
    let (header, ciphertext) = content.split_at_checked(HEADER_BYTES)?;
    let (iterations, rest) = header.get(START_BYTES..)?.split_first_chunk()?;
    let (salt, rest) = rest.split_first_chunk()?;
    let (iv, _) = rest.split_first_chunk()?;
    let lock = Lock { iterations: u32::from_be_bytes(*iterations), salt: *salt, iv: *iv };
    let is_sound = (1..=MOST_ITERATIONS).contains(&lock.iterations) && ciphertext.len() >= TAG_BYTES;
    is_sound.then_some(Opened::Sealed { lock, header, ciphertext })
}

/// Unpacks into a window that is written over and over.
fn inflated_length(mut body: &[u8]) -> Result<usize, ParcelError> {
    let (mut machine, mut window) = (Box::<DecompressorOxide>::default(), vec![0; TINFL_LZ_DICT_SIZE]);
    let mut length = 0;
    loop {
        let (status, read, written) = decompress(&mut machine, body, &mut window, length % TINFL_LZ_DICT_SIZE, 0);
        body = body.get(read..).ok_or(ParcelError::Damaged)?;
        length += written;
        if length > MOST_JSON_BYTES {
            return Err(ParcelError::TooLarge);
        }
        match status {
            TINFLStatus::Done if body.is_empty() => return Ok(length),
            TINFLStatus::HasMoreOutput => {}
            _ => return Err(ParcelError::Damaged),
        }
    }
}
