//! The colour behind each role, on screen (light, dark) and on paper. The values are the page's tokens; nothing else names a colour.

use super::scene::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    const fn hex(value: u32) -> Self {
        Self((value >> 16) as u8, (value >> 8) as u8, value as u8)
    }
}

/// One colour a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub ink: Rgb,
    pub ink2: Rgb,
    pub ink3: Rgb,
    pub line: Rgb,
    pub hair: Rgb,
    pub marketing: Rgb,
    pub marketing_soft: Rgb,
    pub sales: Rgb,
    pub sales_soft: Rgb,
    pub goal: Rgb,
    pub miss: Rgb,
    pub miss_soft: Rgb,
    pub shade: Rgb,
    pub card: Rgb,
}

impl Theme {
    pub const LIGHT: Self = Self {
        ink: Rgb::hex(0x17_191e),
        ink2: Rgb::hex(0x55_5b66),
        ink3: Rgb::hex(0x6c_727d),
        line: Rgb::hex(0xe2_e1da),
        hair: Rgb::hex(0xef_eee9),
        marketing: Rgb::hex(0x4a_4ae0),
        marketing_soft: Rgb::hex(0xe9_e9fd),
        sales: Rgb::hex(0x0a_857a),
        sales_soft: Rgb::hex(0xdf_f3f0),
        goal: Rgb::hex(0x7d_838f),
        miss: Rgb::hex(0xc2_3a08),
        miss_soft: Rgb::hex(0xfd_ebe3),
        shade: Rgb::hex(0xf0_f0eb),
        card: Rgb::hex(0xff_ffff),
    };

    pub const DARK: Self = Self {
        ink: Rgb::hex(0xec_eef1),
        ink2: Rgb::hex(0xa8_adb8),
        ink3: Rgb::hex(0x8d_939f),
        line: Rgb::hex(0x2b_303a),
        hair: Rgb::hex(0x20_242c),
        marketing: Rgb::hex(0x8f_90ff),
        marketing_soft: Rgb::hex(0x23_244a),
        sales: Rgb::hex(0x3c_c4b4),
        sales_soft: Rgb::hex(0x12_352f),
        goal: Rgb::hex(0x8a_909c),
        miss: Rgb::hex(0xff_8a5c),
        miss_soft: Rgb::hex(0x3a_2018),
        shade: Rgb::hex(0x1e_222b),
        card: Rgb::hex(0x16_1920),
    };

    /// Paper may be printed without colour: the two teams' hues are a third of the way apart in lightness.
    pub const PRINT: Self = Self {
        ink: Rgb::hex(0x00_0000),
        ink2: Rgb::hex(0x3a_3f47),
        ink3: Rgb::hex(0x55_5b66),
        line: Rgb::hex(0xc9_cbd0),
        hair: Rgb::hex(0xdd_dee1),
        marketing: Rgb::hex(0x2e_2eb8),
        marketing_soft: Rgb::hex(0xdc_dcf5),
        sales: Rgb::hex(0x2f_a195),
        sales_soft: Rgb::hex(0xdf_f3f0),
        goal: Rgb::hex(0x6f_7580),
        miss: Rgb::hex(0xc2_3a08),
        miss_soft: Rgb::hex(0xf6_ddd2),
        shade: Rgb::hex(0xee_eeee),
        card: Rgb::hex(0xff_ffff),
    };

    pub const fn colour(&self, role: Role) -> Rgb {
        match role {
            Role::Ink => self.ink,
            Role::Ink2 => self.ink2,
            Role::Ink3 => self.ink3,
            Role::Line => self.line,
            Role::Hair => self.hair,
            Role::Marketing => self.marketing,
            Role::MarketingSoft => self.marketing_soft,
            Role::Sales => self.sales,
            Role::SalesSoft => self.sales_soft,
            Role::Goal => self.goal,
            Role::Miss => self.miss,
            Role::MissSoft => self.miss_soft,
            Role::Shade => self.shade,
            Role::Card => self.card,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(Rgb(r, g, b): Rgb) -> f64 {
        let linear = |c: u8| match f64::from(c) / 255.0 {
            c if c <= 0.04045 => c / 12.92,
            c => ((c + 0.055) / 1.055).powf(2.4),
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_screens_colours_are_the_pages_tokens() {
        let css = include_str!("../../style/tokens.css");
        let (light, dark) = css.split_once("[data-theme=\"dark\"]").expect("light tokens, then dark ones");
        for (block, theme) in [(light, Theme::LIGHT), (dark, Theme::DARK)] {
            for (name, role) in Role::TOKENS {
                let Rgb(r, g, b) = theme.colour(role);
                let (long, short) =
                    (format!("--{name}: #{r:02x}{g:02x}{b:02x};"), format!("--{name}: #{:x}{:x}{:x};", r % 16, g % 16, b % 16));
                let is_short = [r, g, b].iter().all(|c| c / 16 == c % 16);
                assert!(block.contains(&long) || (is_short && block.contains(&short)), "the token is not {long}");
            }
        }
    }

    #[test]
    fn words_are_readable_and_bars_visible_on_a_card() {
        for (name, theme) in [("light", Theme::LIGHT), ("dark", Theme::DARK), ("print", Theme::PRINT)] {
            for role in [Role::Ink, Role::Ink2, Role::Ink3, Role::Miss] {
                let ratio = contrast(theme.colour(role), theme.card);
                assert!(ratio >= 4.5, "{name}: {role:?} text on card is {ratio:.2} : 1");
            }
            for role in [Role::Marketing, Role::Sales] {
                let ratio = contrast(theme.colour(role), theme.card);
                assert!(ratio >= 3.0, "{name}: {role:?} bars on card are {ratio:.2} : 1");
            }
        }
        let teams = contrast(Theme::PRINT.marketing, Theme::PRINT.sales);
        assert!(teams >= 2.5, "the teams' hues in grey: {teams:.2} : 1");
    }
}
