//! Writes comma-separated files as a CRM exports them (RFC 4180, UTF-8, no byte-order mark, LF). It reads nothing.

use std::fmt::{Display, Write};

pub(super) struct Csv {
    text: String,
    start_of_record: bool,
    field: String,
}

impl Csv {
    pub(super) fn new(headers: &[&str]) -> Self {
        let mut csv = Self { text: String::new(), start_of_record: true, field: String::new() };
        for header in headers {
            csv.field(header);
        }
        csv.end();
        csv
    }

    pub(super) fn field(&mut self, value: impl Display) -> &mut Self {
        if !std::mem::take(&mut self.start_of_record) {
            self.text.push(',');
        }
        self.field.clear();
        write!(self.field, "{value}").expect("a String takes everything");
        if self.field.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&self.field.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(&self.field);
        }
        self
    }

    /// An empty field for `None`.
    pub(super) fn maybe(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.field(value),
            None => self.field(""),
        }
    }

    pub(super) fn end(&mut self) {
        self.text.push('\n');
        self.start_of_record = true;
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_when_they_must_be() {
        let mut csv = Csv::new(&["a", "b"]);
        csv.field("plain").field("one, \"two\"").end();
        csv.maybe(None::<u8>).maybe(Some(7)).end();
        assert_eq!(csv.into_bytes(), b"a,b\nplain,\"one, \"\"two\"\"\"\n,7\n");
    }
}
