//! A shared board as one page of HTML that opens anywhere, from a disk or a mail, without a network: tables, charts as SVG, and what the
//! words mean. Its policy lets it load nothing and send nothing. It counts nothing and withholds nothing: what is in the board is shown.

use std::fmt::Write as _;

use super::{
    shared::{Block, Cell, Column, Label, Row, SharedBoard, Slice},
    show::{Speech, chart, definitions},
};
use crate::{
    chart::{Estimate, Rgb, Role, SvgOptions, Theme, to_svg},
    words::Locale,
};

/// CSS pixels charts are laid out for: half of a page on paper, and not much wider than a phone.
const CHART_WIDTH: f32 = 480.0;

const STYLE: &str = include_str!("html.css");

/// Shows the chosen slice. Without it the whole is shown.
const SCRIPT: &str = "\
const choose = document.getElementById('choose');
const slices = document.querySelectorAll('[data-slice]');
const show = () => slices.forEach(slice => { slice.hidden = slice.dataset.slice !== choose.value; });
choose.addEventListener('change', show);
choose.parentElement.hidden = false;
show();
";

/// What the policy lets run: the SHA-256 of [`SCRIPT`], a test keeps it so.
const SCRIPT_HASH: &str = "sha256-xRvZ6mqGmu4WXHD6bRx+XseWPXYngTwM/7oDx+83xik=";

/// The page. It is well-formed XML but for its first line.
pub fn html(board: &SharedBoard, locale: Locale) -> String {
    let speech = Speech::of(board, locale);
    let mut page = Page { board, speech, text: String::with_capacity(1 << 16) };
    page.whole();
    page.text
}

struct Page<'b> {
    board: &'b SharedBoard,
    speech: Speech,
    text: String,
}

/// Appends to the page. Writing to a string cannot fail.
macro_rules! put {
    ($page:expr, $($part:tt)*) => {
        write!($page.text, $($part)*).expect("a string takes all that is written")
    };
}

impl Page<'_> {
    fn whole(&mut self) {
        let locale = self.speech.locale;
        let direction = if locale.is_rtl() { "rtl" } else { "ltr" };
        let title = format!("{} · {}", locale.words().app_name, locale.sharing().read_only);
        put!(self, "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\"/>\n", locale.tag());
        // Told apart by their colours' names, a chart is right in the light, in the dark and on paper.
        let script = if self.has_slices() { format!(" script-src '{SCRIPT_HASH}';") } else { String::new() };
        put!(
            self,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';{script} img-src data:; \
             base-uri 'none'; form-action 'none'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n\
             <meta name=\"robots\" content=\"noindex\"/>\n\
             <title>{}</title>\n<style>\n{}{STYLE}</style>\n</head>\n<body>\n",
            escaped(&title),
            colours(),
        );
        self.header();
        put!(self, "<main>\n");
        for (number, slice) in self.board.slices.iter().enumerate() {
            self.slice(number, slice);
        }
        put!(self, "</main>\n");
        self.definitions();
        if self.has_slices() {
            put!(self, "<script>{SCRIPT}</script>\n");
        }
        put!(self, "</body>\n</html>\n");
    }

    const fn has_slices(&self) -> bool {
        self.board.slices.len() > 1
    }

    fn header(&mut self) {
        let sharing = self.speech.locale.sharing();
        put!(self, "<header>\n<h1>{}</h1>\n<ul>\n", escaped(sharing.read_only));
        for line in self.speech.frame(self.board) {
            put!(self, "<li>{}</li>\n", escaped(&line));
        }
        put!(self, "</ul>\n<p>{}</p>\n", escaped(sharing.holds_no_lead));
        if self.has_slices() {
            put!(self, "<label class=\"choose\" hidden=\"hidden\">{} <select id=\"choose\">", escaped(sharing.choose));
            for (number, slice) in self.board.slices.iter().enumerate() {
                put!(self, "<option value=\"{number}\">{}</option>", escaped(&self.speech.slice(slice)));
            }
            put!(self, "</select></label>\n");
        }
        put!(self, "</header>\n");
    }

    fn slice(&mut self, number: usize, slice: &Slice) {
        let hidden = if number > 0 { " hidden=\"hidden\"" } else { "" };
        put!(self, "<section data-slice=\"{number}\"{hidden}>\n<h2>{}</h2>\n", escaped(&self.speech.slice(slice)));
        // Of a small slice nothing may be left on a page.
        let pages: Vec<_> =
            self.board.pages.iter().copied().filter(|page| slice.blocks.iter().any(|block| block.kind.page() == *page)).collect();
        put!(self, "<nav aria-label=\"{}\"><ul>", escaped(self.speech.locale.sharing().pages));
        for page in &pages {
            put!(self, "<li><a href=\"#s{number}-{}\">{}</a></li>", *page as u8, escaped(self.speech.page(*page)));
        }
        put!(self, "</ul></nav>\n");
        for page in pages {
            put!(self, "<h3 id=\"s{number}-{}\">{}</h3>\n<div class=\"blocks\">\n", page as u8, escaped(self.speech.page(page)));
            for block in slice.blocks.iter().filter(|block| block.kind.page() == page) {
                self.block(block);
            }
            put!(self, "</div>\n");
        }
        put!(self, "</section>\n");
    }

    fn block(&mut self, block: &Block) {
        let title = self.speech.title(&block.kind);
        put!(self, "<figure>\n<figcaption><h4>{}</h4></figcaption>\n", escaped(&title));
        if let Some(drawing) = self.drawing(block, &title) {
            put!(self, "{drawing}<details><summary>{}</summary>\n", escaped(self.speech.locale.words().show_table));
            self.table(block, &title);
            put!(self, "</details>\n</figure>\n");
        } else {
            self.table(block, &title);
            put!(self, "</figure>\n");
        }
    }

    fn drawing(&self, block: &Block, title: &str) -> Option<String> {
        let spec = chart(block, &self.speech)?;
        let rtl = self.speech.locale.is_rtl();
        let scene = spec.layout((CHART_WIDTH, spec.natural_height(CHART_WIDTH)), rtl, &Estimate);
        let options = SvgOptions { theme: &Theme::LIGHT, font_family: "inherit", rtl, background: false, title };
        // What the page says already, or what is so anyway: a third of the bytes.
        let mut drawing = to_svg(&scene, options).replace(" font-family=\"inherit\"", "").replace(" opacity=\"1\"", "");
        // Every text in it is escaped: a quoted colour can only be an attribute.
        for (name, role) in Role::TOKENS {
            let Rgb(r, g, b) = Theme::LIGHT.colour(role);
            drawing = drawing.replace(&format!("\"#{r:02X}{g:02X}{b:02X}\""), &format!("\"var(--{name})\""));
        }
        Some(drawing)
    }

    fn table(&mut self, block: &Block, title: &str) {
        // Focus, so that a wide table can be moved by the keyboard.
        put!(self, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead><tr>", escaped(title));
        put!(self, "<th scope=\"col\">{}</th>", escaped(self.speech.row_head(&block.kind)));
        for column in &block.columns {
            let class = if *column == Column::Verdict { "" } else { " class=\"number\"" };
            put!(self, "<th scope=\"col\"{class}>{}</th>", escaped(self.speech.column(*column)));
        }
        put!(self, "</tr></thead>\n<tbody>\n");
        for row in &block.rows {
            self.row(block, row);
        }
        put!(self, "</tbody>\n</table>\n</div>\n");
    }

    fn row(&mut self, block: &Block, row: &Row) {
        let label = escaped(&self.speech.label(&block.kind, &row.label));
        // Names keep their own reading order; our words have that of the page.
        match row.label {
            Label::Value(Some(_)) | Label::Reason(Some(_)) => put!(self, "<tr><th scope=\"row\"><bdi>{label}</bdi></th>"),
            _ => put!(self, "<tr><th scope=\"row\">{label}</th>"),
        }
        for (column, cell) in block.columns.iter().zip(&row.cells) {
            let text = escaped(&self.speech.cell(*column, cell));
            match cell {
                Cell::Withheld => {
                    let why = escaped(&self.speech.withheld_why(self.board.least_group));
                    put!(self, "<td class=\"number withheld\" title=\"{why}\">{text}</td>");
                }
                Cell::Nothing => put!(self, "<td class=\"number quiet\">{text}</td>"),
                Cell::Share(rate) if rate.is_thin() && rate.denominator > 0 => {
                    let thin = escaped(self.speech.locale.words().thin_data);
                    put!(self, "<td class=\"number quiet\" title=\"{thin}\">{text}</td>");
                }
                Cell::Verdict(_) => put!(self, "<td>{text}</td>"),
                _ => put!(self, "<td class=\"number\">{text}</td>"),
            }
        }
        put!(self, "</tr>\n");
    }

    fn definitions(&mut self) {
        put!(self, "<footer>\n<h2>{}</h2>\n<dl>\n", escaped(self.speech.locale.sharing().meanings));
        for (name, meaning) in definitions(self.board, self.speech) {
            put!(self, "<dt>{}</dt><dd>{}</dd>\n", escaped(&name), escaped(&meaning));
        }
        put!(self, "</dl>\n</footer>\n");
    }
}

/// The colours in the light, in the dark and on paper.
fn colours() -> String {
    let all = |theme: &Theme, paper: &str| {
        let colour = |(name, role): &(&str, Role)| {
            let Rgb(r, g, b) = theme.colour(*role);
            format!("--{name}: #{r:02x}{g:02x}{b:02x}; ")
        };
        format!("--paper: {paper}; {}", Role::TOKENS.iter().map(colour).collect::<String>())
    };
    format!(
        ":root {{ color-scheme: light dark; {}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {}}} }}\n@media print {{ :root {{ {}}} }}\n",
        all(&Theme::LIGHT, "#f7f7f4"),
        all(&Theme::DARK, "#0e1014"),
        all(&Theme::PRINT, "#ffffff"),
    )
}

/// Any text as text of HTML and XML, in an element or between quotes: whatever was written in a file is never markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML has no way to write these.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_script_there_is() {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        use sha2::{Digest as _, Sha256};
        assert_eq!(SCRIPT_HASH, format!("sha256-{}", STANDARD.encode(Sha256::digest(SCRIPT))));
    }

    #[test]
    fn no_two_colours_of_a_chart_are_one() {
        let all: Vec<Rgb> = Role::TOKENS.iter().map(|(_, role)| Theme::LIGHT.colour(*role)).collect();
        for (index, colour) in all.iter().enumerate() {
            assert!(!all[..index].contains(colour), "{}", Role::TOKENS[index].0);
        }
    }

    #[test]
    fn any_text_is_only_text() {
        assert_eq!(escaped("<script>\"a\" & 'b'</script>\u{0}\n"), "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;  ");
    }
}
