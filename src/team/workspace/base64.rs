//! Bytes as text and back (RFC 4648, section 4, padded). Written here because the page's crates have none, and files are all it is for.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// No character of the alphabet.
const NONE: u8 = 255;

const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut index = 0;
    while index < ALPHABET.len() {
        values[ALPHABET[index] as usize] = index as u8;
        index += 1;
    }
    values
};

/// Appends the text of `bytes`. Pieces of a multiple of three bytes can follow each other.
pub fn encode(bytes: &[u8], into: &mut String) {
    into.reserve(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let character = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            into.push(if place > three.len() { '=' } else { char::from(character) });
        }
    }
}

/// `None` when it is no such text.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take(2).take_while(|character| **character == b'=').count();
    let (fours, _) = text.as_chunks::<4>();
    let mut bytes = Vec::with_capacity(fours.len() * 3);
    for (index, four) in fours.iter().enumerate() {
        let kept = if index + 1 == fours.len() { 4 - padding } else { 4 };
        let mut bits = 0;
        for place in 0..4 {
            let value = if place < kept { VALUES[four[place] as usize] } else { 0 };
            if value == NONE {
                return None;
            }
            bits = bits << 6 | u32::from(value);
        }
        let [_, three @ ..] = bits.to_be_bytes();
        // Bits that stand for no byte must be 0, or two texts would be of the same bytes.
        if three[kept - 1..].iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(&three[..kept - 1]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_texts() {
        // RFC 4648, section 10.
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")]
        {
            let mut encoded = String::new();
            encode(bytes.as_bytes(), &mut encoded);
            assert_eq!(encoded, text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        for wrong in ["Z", "Zg=", "Zg", "Zh==", "Zm9=", "====", "Zm=v", "Zm9v\n", "Zg==Zg==", "Zm-v"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..100), cut in 0_usize..30) {
            let cut = (cut * 3).min(bytes.len() / 3 * 3);
            let mut text = String::new();
            encode(&bytes[..cut], &mut text);
            encode(&bytes[cut..], &mut text);
            prop_assert_eq!(decode(&text), Some(bytes));
        }
    }
}
