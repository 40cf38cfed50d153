//! What `index.html` shows a first visitor before the program is there: the words of the program's own first page.

use handoff::words::Locale;

#[test]
fn the_first_screen_says_what_the_first_page_says() {
    let page = include_str!("../index.html");
    let (_, screen) = page.split_once("<div id=\"first\" hidden>").expect("the first screen");
    let button = include_str!("../src/app/import_flow.rs").split_once("accept=\"").expect("the button for files").1;
    let accepted = button.split('"').next().unwrap_or_default();
    for locale in Locale::ALL {
        let direction = if locale.is_rtl() { "rtl" } else { "ltr" };
        let start = format!("<div class=\"page\" lang=\"{}\" dir=\"{direction}\">", locale.tag());
        let (_, screen) = screen.split_once(&start).unwrap_or_else(|| panic!("no first screen in {locale:?}"));
        let screen = screen.split("<div class=\"page\"").next().unwrap_or_default();
        let words = locale.words();
        let texts = [
            format!("</svg>{}</span>", words.app_name),
            format!("<h1>{}</h1><p>{}</p>", words.welcome_title, words.welcome_lead),
            format!("<h2 class=\"plain\">{}</h2>", words.door_drop_title),
            format!("<p>{}</p>", words.door_drop_text),
            format!(">{}<input class", words.door_drop_button),
            // The files that the program's own button offers.
            format!("accept=\"{accepted}\""),
        ];
        for text in texts {
            assert!(screen.contains(&text), "{locale:?}: {text}");
        }
    }
}
