//! What leaves the browser and comes back: shared boards and backups as parcels, with a passphrase or without. The cryptography is the
//! browser's own; where it is refused (a page that is not served safely), that is said.

use handoff::{
    protocol::{Failure, Packed},
    share::{
        SharedBoard,
        parcel::{self, Lock, Opened, ParcelError, ParcelKind},
    },
};
use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use crate::browser;

/// Of PBKDF2 with SHA-256: what OWASP recommends (2023); half a second on a phone.
const ITERATIONS: u32 = 600_000;

fn crypto() -> Result<(Crypto, SubtleCrypto), Failure> {
    let crypto = browser::scope().crypto().map_err(|_| Failure::NoCryptography)?;
    // Undefined, whatever its type says, on a page from an address that is not safe.
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok().filter(JsValue::is_object).ok_or(Failure::NoCryptography)?;
    Ok((crypto, subtle.unchecked_into()))
}

/// An object of these entries, as the browser's functions take their settings.
fn settings(entries: &[(&str, JsValue)]) -> Object {
    let pairs: Array = entries.iter().map(|(name, value)| Array::of2(&(*name).into(), value)).collect();
    Object::from_entries(&pairs).expect("a list of pairs")
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// The same letters give the same key, however a keyboard composes them.
async fn key(subtle: &SubtleCrypto, passphrase: &str, lock: &Lock, usage: &str) -> Result<CryptoKey, JsValue> {
    let text = String::from(JsString::from(passphrase).normalize("NFC"));
    let usages = Array::of1(&"deriveKey".into());
    let raw = subtle.import_key_with_str("raw", &Uint8Array::from(text.as_bytes()), "PBKDF2", false, &usages)?;
    let raw: CryptoKey = JsFuture::from(raw).await?.unchecked_into();
    let derivation = settings(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", bytes(&lock.salt)),
        ("iterations", lock.iterations.into()),
    ]);
    let cipher = settings(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let key = subtle.derive_key_with_object_and_object(&derivation, &raw, &cipher, false, &Array::of1(&usage.into()))?;
    Ok(JsFuture::from(key).await?.unchecked_into())
}

fn cipher(lock: &Lock, header: &[u8]) -> Object {
    settings(&[("name", "AES-GCM".into()), ("iv", bytes(&lock.iv)), ("additionalData", bytes(header))])
}

/// The bytes of a parcel with this JSON in it.
pub async fn pack(kind: ParcelKind, json: &str, passphrase: Option<&str>) -> Result<Vec<u8>, Failure> {
    let Some(passphrase) = passphrase else { return Ok(parcel::plain(kind, json)) };
    let (crypto, subtle) = crypto()?;
    let mut lock = Lock { iterations: ITERATIONS, salt: [0; 16], iv: [0; 12] };
    let refused = |_| Failure::NoCryptography;
    crypto.get_random_values_with_u8_array(&mut lock.salt).map_err(refused)?;
    crypto.get_random_values_with_u8_array(&mut lock.iv).map_err(refused)?;
    let header = parcel::header(kind, &lock);
    let body = parcel::deflated(json);
    let key = key(&subtle, passphrase, &lock, "encrypt").await.map_err(refused)?;
    let sealed = subtle.encrypt_with_object_and_u8_array(&cipher(&lock, &header), &key, &body).map_err(refused)?;
    let sealed = JsFuture::from(sealed).await.map_err(refused)?;
    Ok(parcel::sealed(kind, &lock, &Uint8Array::new(&sealed).to_vec()))
}

/// The JSON in a parcel. A passphrase that nothing asks for is not looked at.
pub async fn unpack(kind: ParcelKind, bytes: &[u8], passphrase: Option<&str>) -> Result<Result<String, ParcelError>, Failure> {
    let (lock, header, ciphertext) = match parcel::open(kind, bytes) {
        Ok(Opened::Plain(json)) => return Ok(Ok(json)),
        Ok(Opened::Sealed { lock, header, ciphertext }) => (lock, header, ciphertext),
        Err(error) => return Ok(Err(error)),
    };
    let Some(passphrase) = passphrase else { return Ok(Err(ParcelError::NeedsPassphrase)) };
    let (_, subtle) = crypto()?;
    let key = key(&subtle, passphrase, &lock, "decrypt").await.map_err(|_| Failure::NoCryptography)?;
    let ciphertext = ciphertext.to_vec();
    let opened = subtle.decrypt_with_object_and_u8_array(&cipher(&lock, header), &key, &ciphertext).map_err(|_| Failure::NoCryptography)?;
    // The bytes are those that were sealed, so it is the key that does not fit.
    Ok(match JsFuture::from(opened).await {
        Ok(body) => parcel::inflated(&Uint8Array::new(&body).to_vec()),
        Err(_) => Err(ParcelError::WrongPassphrase),
    })
}

/// What is to be packed, as its kind and JSON.
pub fn text_of(what: Packed) -> (ParcelKind, String) {
    match what {
        Packed::Board(board) => (ParcelKind::Board, board.to_json()),
        Packed::Workspace(json) => (ParcelKind::Workspace, json),
    }
}

/// What a parcel of this kind holds.
pub fn read(kind: ParcelKind, json: String) -> Result<Packed, ParcelError> {
    match kind {
        ParcelKind::Board => SharedBoard::from_json(&json).map(|board| Packed::Board(Box::new(board))),
        ParcelKind::Workspace => Ok(Packed::Workspace(json)),
    }
}
