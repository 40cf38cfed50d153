//! Time zones from the browser's own database, as the library's tables. A table is made once and kept.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use handoff::time::{CalendarSystem, Day, SECONDS_PER_DAY, Zone};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// Made a zone, never forgotten: a workspace has one, and a person who tries others tries few.
#[derive(Default)]
pub struct Zones(RefCell<HashMap<String, Rc<Zone>>>);

impl Zones {
    /// UTC where the browser does not know the name: the page does not let such a name into an agreement.
    pub fn zone(&self, name: &str) -> Rc<Zone> {
        if let Some(zone) = self.0.borrow().get(name) {
            return Rc::clone(zone);
        }
        // The one that need not be asked for.
        let known = if name == "UTC" { None } else { zone(name) };
        let zone = Rc::new(known.unwrap_or_else(Zone::utc));
        self.0.borrow_mut().insert(name.to_owned(), Rc::clone(&zone));
        zone
    }
}

/// `None` when the browser does not know the name. Takes at most 27 ms (Chromium, 24 zones, on a machine with other work): the browser
/// writes each time it is asked for out as text, in 1.3 µs with the day of the month, in 3.2 µs with the whole date.
pub fn zone(name: &str) -> Option<Zone> {
    let options = Object::new();
    let numeric = ["day", "hour", "minute", "second"].map(|part| (part, "numeric"));
    for (key, value) in numeric.into_iter().chain([("timeZone", name), ("hourCycle", "h23")]) {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // The constructor throws at an unknown name; called from here, only this way can the error be caught.
    let constructor =
        Reflect::get(&js_sys::global(), &"Intl".into()).and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into())).ok()?;
    let format: Intl::DateTimeFormat = Reflect::construct(&constructor.into(), &Array::of2(&"en-US".into(), &options)).ok()?.into();
    let write = format.format();
    let mut last = offset(&write, 0)?;
    Some(Zone::from_offsets(&spelt(name, &format), |unix| {
        last = offset(&write, unix).unwrap_or(last);
        last
    }))
}

/// The name as the database spells it, as long as it is the same name: browsers give some zones back under an older one.
fn spelt(name: &str, format: &Intl::DateTimeFormat) -> String {
    let resolved = Reflect::get(&format.resolved_options(), &"timeZone".into()).ok().and_then(|resolved| resolved.as_string());
    resolved.filter(|resolved| resolved.eq_ignore_ascii_case(name)).unwrap_or_else(|| name.to_owned())
}

/// Seconds east of Greenwich at a unix second.
fn offset(write: &Function, unix: i64) -> Option<i32> {
    let written = write.call1(&JsValue::UNDEFINED, &JsValue::from_f64(unix as f64 * 1000.0)).ok()?.as_string()?;
    i32::try_from(local_seconds(&written, unix)? - unix).ok()
}

/// `31, 16:00:00` as seconds since 1970-01-01T00:00; of the days next to `unix` in Greenwich, the one so numbered.
fn local_seconds(written: &str, unix: i64) -> Option<i64> {
    let mut numbers = written.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut next = || numbers.next()?.parse::<u8>().ok();
    let (of_month, hour, minute, second) = (next()?, next()?, next()?, next()?);
    let today = Day(i32::try_from(unix.div_euclid(SECONDS_PER_DAY)).ok()?);
    let is_shown = |day: &Day| CalendarSystem::Gregorian.date(*day).day == of_month;
    let day = [today, today.plus(1), today.plus(-1)].into_iter().find(is_shown)?;
    Some(i64::from(day.0) * SECONDS_PER_DAY + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
}
