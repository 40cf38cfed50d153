//! Who the leads are: invented people at invented companies, written the way their countries write, with e-mail addresses at
//! `.example`, a domain nobody can own (RFC 2606).

use super::random::Random;

/// As written, and as it goes into an e-mail address.
type Spelled = (&'static str, &'static str);

struct Script {
    /// How often it is drawn.
    weight: u32,
    countries: &'static [&'static str],
    first: &'static [Spelled],
    last: &'static [Spelled],
    company: &'static [Spelled],
    company_second: &'static [Spelled],
}

static SCRIPTS: [Script; 4] = [LATIN, PERSIAN, ARABIC, CYRILLIC];

const LATIN: Script = Script {
    weight: 80,
    countries: &["US", "US", "US", "US", "GB", "GB", "DE", "DE", "FR", "NL", "ES", "SE", "PL", "CA", "IT"],
    first: &[
        ("Alice", "alice"),
        ("Anders", "anders"),
        ("Beatriz", "beatriz"),
        ("Björn", "bjorn"),
        ("Chloé", "chloe"),
        ("Daniel", "daniel"),
        ("Elena", "elena"),
        ("Émile", "emile"),
        ("Frieda", "frieda"),
        ("Grace", "grace"),
        ("Hugo", "hugo"),
        ("Ines", "ines"),
        ("Jakub", "jakub"),
        ("Jürgen", "juergen"),
        ("Kate", "kate"),
        ("Leon", "leon"),
        ("Łucja", "lucja"),
        ("Marcus", "marcus"),
        ("Maya", "maya"),
        ("Noah", "noah"),
        ("Olivia", "olivia"),
        ("Paul", "paul"),
        ("Priya", "priya"),
        ("Quentin", "quentin"),
        ("Rosa", "rosa"),
        ("Sam", "sam"),
        ("Søren", "soren"),
        ("Tess", "tess"),
        ("Victor", "victor"),
        ("Zoë", "zoe"),
    ],
    last: &[
        ("Adler", "adler"),
        ("Almeida", "almeida"),
        ("Bennett", "bennett"),
        ("Bergström", "bergstrom"),
        ("Castellano", "castellano"),
        ("Chen", "chen"),
        ("Dubois", "dubois"),
        ("Eriksen", "eriksen"),
        ("Fischer", "fischer"),
        ("García", "garcia"),
        ("Hartley", "hartley"),
        ("Iversen", "iversen"),
        ("Jansen", "jansen"),
        ("Kowalska", "kowalska"),
        ("Lambert", "lambert"),
        ("Marchetti", "marchetti"),
        ("Müller", "mueller"),
        ("Nowak", "nowak"),
        ("O'Hara", "ohara"),
        ("Okafor", "okafor"),
        ("Patel", "patel"),
        ("Quist", "quist"),
        ("Reyes", "reyes"),
        ("Schröder", "schroeder"),
        ("Thompson", "thompson"),
        ("Ueda", "ueda"),
        ("Visser", "visser"),
        ("Whitfield", "whitfield"),
        ("Young", "young"),
        ("Zimmer", "zimmer"),
    ],
    company: &[
        ("Paper Lantern", "paperlantern"),
        ("Clockwork Heron", "clockworkheron"),
        ("Moonlit Ledger", "moonlitledger"),
        ("Second Breakfast", "secondbreakfast"),
        ("Copper Kettle", "copperkettle"),
        ("Quiet Anvil", "quietanvil"),
        ("Tin Whistle", "tinwhistle"),
        ("Lost Umbrella", "lostumbrella"),
        ("Seven Otters", "sevenotters"),
        ("Grünspecht", "gruenspecht"),
        ("Petite Comète", "petitecomete"),
        ("Blå Elefant", "blaaelefant"),
        ("Cactus & Sons", "cactusandsons"),
        ("Half Moon", "halfmoon"),
        ("Northern Teapot", "northernteapot"),
        ("Brave Turnip", "braveturnip"),
        ("Velvet Compass", "velvetcompass"),
        ("Salty Pretzel", "saltypretzel"),
        ("Improbable Bridge", "improbablebridge"),
        ("Marmalade", "marmalade"),
    ],
    company_second: &[
        ("Logistics", "logistics"),
        ("Analytics", "analytics"),
        ("Health", "health"),
        ("Foods", "foods"),
        ("Software", "software"),
        ("Energy", "energy"),
        ("Media", "media"),
        ("Capital, Inc.", "capital"),
        ("Works GmbH", "works"),
        ("Supply Ltd", "supply"),
        ("Studio", "studio"),
        ("Group", "group"),
    ],
};

const PERSIAN: Script = Script {
    weight: 8,
    countries: &["IR", "IR", "IR", "AF"],
    first: &[
        ("سارا", "sara"),
        ("علی", "ali"),
        ("مریم", "maryam"),
        ("رضا", "reza"),
        ("نیلوفر", "niloufar"),
        ("امیرحسین", "amirhossein"),
        ("شیرین", "shirin"),
        ("کاوه", "kaveh"),
        ("پریسا", "parisa"),
        ("بهرام", "bahram"),
    ],
    last: &[
        ("محمدی", "mohammadi"),
        ("کریمی", "karimi"),
        ("رستمی", "rostami"),
        ("یزدانی", "yazdani"),
        ("فرهادی", "farhadi"),
        ("موسوی", "mousavi"),
        ("نیک‌پور", "nikpour"),
        ("احمدی", "ahmadi"),
        ("جعفری", "jafari"),
        ("صالحی", "salehi"),
    ],
    company: &[("شرکت", "sherkat"), ("گروه", "gorouh"), ("کارخانه", "karkhaneh"), ("استودیو", "studio")],
    company_second: &[
        ("فانوس دریایی", "fanous"),
        ("ابر فیروزه‌ای", "abrefirouzeh"),
        ("سیمرغ کاغذی", "simorgh"),
        ("انار سرخ", "anar"),
        ("هفت ستاره", "haftsetareh"),
        ("باغ زعفران", "zaferan"),
        ("پل ناپیدا", "polenapeyda"),
    ],
};

const ARABIC: Script = Script {
    weight: 6,
    countries: &["AE", "AE", "SA", "EG", "JO", "MA"],
    first: &[
        ("ليلى", "layla"),
        ("عمر", "omar"),
        ("فاطمة", "fatima"),
        ("يوسف", "youssef"),
        ("نور", "nour"),
        ("خالد", "khaled"),
        ("هدى", "huda"),
        ("طارق", "tariq"),
    ],
    last: &[
        ("الخطيب", "alkhatib"),
        ("حداد", "haddad"),
        ("منصور", "mansour"),
        ("النجار", "alnajjar"),
        ("سليمان", "suleiman"),
        ("زيدان", "zidan"),
        ("العلي", "alali"),
        ("قاسم", "qasim"),
    ],
    company: &[("شركة", "sharikat"), ("مجموعة", "majmuat"), ("مؤسسة", "muassasat")],
    company_second: &[
        ("القمر الأزرق", "qamar"),
        ("الجسر الخفي", "jisr"),
        ("النخلة الصغيرة", "nakhla"),
        ("سبع نجوم", "sabanujum"),
        ("المرساة الذهبية", "mirsat"),
        ("غيمة الصيف", "ghayma"),
    ],
};

const CYRILLIC: Script = Script {
    weight: 6,
    countries: &["KZ", "KZ", "UA", "BG", "RS"],
    first: &[
        ("Анна", "anna"),
        ("Олег", "oleg"),
        ("Дарья", "darya"),
        ("Тимур", "timur"),
        ("Оксана", "oksana"),
        ("Борис", "boris"),
        ("Милена", "milena"),
        ("Руслан", "ruslan"),
    ],
    last: &[
        ("Ким", "kim"),
        ("Шевченко", "shevchenko"),
        ("Петрова", "petrova"),
        ("Ахметов", "akhmetov"),
        ("Ковач", "kovach"),
        ("Иваненко", "ivanenko"),
        ("Соколова", "sokolova"),
        ("Мельник", "melnyk"),
    ],
    company: &[("ООО", "ooo"), ("Группа", "gruppa"), ("Завод", "zavod"), ("Студия", "studiya")],
    company_second: &[
        ("«Бумажный кит»", "kit"),
        ("«Синий чайник»", "chaynik"),
        ("«Седьмой мост»", "most"),
        ("«Тихий гром»", "grom"),
        ("«Лунная ромашка»", "romashka"),
        ("«Пятый угол»", "ugol"),
    ],
};

const INDUSTRIES: [&str; 9] = ["Software", "Manufacturing", "Logistics", "Healthcare", "Retail", "Finance", "Education", "Media", "Energy"];

/// Sizes as the form offers them, and how often they are chosen.
pub(super) const SIZES: [&str; 5] = ["1-10", "11-50", "51-200", "201-1000", "1001+"];
const SIZE_WEIGHTS: [u32; 5] = [27, 30, 24, 13, 6];

pub(super) struct Persona {
    pub(super) name: &'static str,
    titles: &'static [&'static str],
    /// Thousandths by which it turns into an MQL more or less often than others.
    pub(super) fit: u32,
}

/// What the teams say a lead of each of [`PERSONAS`] is worth, in points.
pub(super) const PERSONA_VALUES: [(&str, f64); 6] = [
    ("Sales leader", 120.0),
    ("Marketing leader", 90.0),
    ("Founder", 100.0),
    ("Operations", 60.0),
    ("IT", 40.0),
    ("Student or researcher", 0.0),
];

static PERSONAS: [Persona; 6] = [
    Persona { name: "Sales leader", titles: &["Head of Sales", "VP Sales", "Sales Director", "Chief Revenue Officer"], fit: 1220 },
    Persona {
        name: "Marketing leader",
        titles: &["Head of Marketing", "Marketing Director", "VP Marketing", "Demand Generation Manager"],
        fit: 1180,
    },
    Persona { name: "Founder", titles: &["Founder", "Co-founder and CEO", "Managing Director"], fit: 1060 },
    Persona {
        name: "Operations",
        titles: &["Operations Manager", "Revenue Operations Manager", "Office Manager", "Procurement Specialist"],
        fit: 930,
    },
    Persona { name: "IT", titles: &["IT Manager", "Systems Administrator", "Solutions Architect"], fit: 800 },
    Persona { name: "Student or researcher", titles: &["Student", "Research Assistant", "Intern"], fit: 120 },
];

pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) company: String,
    pub(super) country: &'static str,
    pub(super) industry: &'static str,
    /// Index into [`SIZES`].
    pub(super) size: usize,
    pub(super) persona: &'static Persona,
    pub(super) title: &'static str,
}

/// The person behind lead number `number`; the number makes the e-mail address the only one of its kind.
pub(super) fn person(number: u32, poor_audience: bool, random: &mut Random) -> Person {
    let script = &SCRIPTS[random.weighted(&SCRIPTS.each_ref().map(|script| script.weight))];
    let (first, first_mail) = random.pick(script.first);
    let (last, last_mail) = random.pick(script.last);
    let (one, one_mail) = random.pick(script.company);
    let (two, two_mail) = random.pick(script.company_second);
    let persona = &PERSONAS[random.weighted(if poor_audience { &[8, 16, 10, 24, 16, 26] } else { &[23, 27, 16, 20, 10, 4] })];
    let domain = if random.chance(110) { "freemail.example".to_owned() } else { format!("{one_mail}-{two_mail}.example") };
    Person {
        name: format!("{first} {last}"),
        email: format!("{first_mail}.{last_mail}{number}@{domain}"),
        company: format!("{one} {two}"),
        country: random.pick(script.countries),
        industry: random.pick(&INDUSTRIES),
        size: random.weighted(&SIZE_WEIGHTS),
        persona,
        title: random.pick(persona.titles),
    }
}
