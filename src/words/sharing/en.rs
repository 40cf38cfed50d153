//! English, of shared boards.

use super::SharingWords;

pub const WORDS: SharingWords = SharingWords {
    // The frame of a shared board
    read_only: "Shared board, read-only",
    made_on: "Made on {date}",
    as_of: "As of {date}",
    only: "Only {what}: {value}",
    agreement: "Agreement version {v} ({hash})",
    least_group: "Groups of fewer than {n} leads are withheld, and so is what they could be worked out from.",
    holds_no_lead: "It holds counts, shares and sums; no lead and no name of a person. It loads nothing and sends nothing.",
    withheld: "withheld",
    withheld_why: "Withheld: fewer than {n} leads, or could be worked out",
    choose: "Show",
    everything: "Everything",
    pages: "Pages of this board",
    meanings: "What the words mean",
    share_of: "{share} ({of})",
    // Titles
    title_marketing: "Marketing’s promise",
    title_sales: "Sales’ promise",
    title_goal_days: "{stage} in {month}, summed up day by day",
    title_return_figures: "Return in figures",
    title_comparison: "Before and after {date}",
    title_campaigns: "Cost and return by {what}",
    // Columns, figures and rows
    entered: "Entered",
    qualified: "Delivered in the month",
    median_follow_up: "Median time to the first follow-up",
    whose_move: "Whose move",
    rest: "Rest, of small groups",
    // What a person must know to read the tables
    share_def: "Each share stands with its fraction: of how many it is a share. One of fewer than 30 cases is set in grey.",
    nothing_def: "There is nothing to count it from.",
    entered_def: "Leads whose own date of the stage lies in the period, whenever they came.",
    qualified_def: "Leads, or their value, that entered the goal’s stage in its month.",
    attempts_def: "Leads nobody has spoken to yet, by how often somebody tried.",
    reasons_def: "Leads disqualified or lost, by the reason somebody wrote down.",
    whose_def: "Leads that were delivered and did not become SQL, by whose promise was not kept.",
    average_deal_def: "Revenue of the deals won in the period, divided by how many have an amount.",
    campaigns_def: "What was spent on each, and the revenue credited to it by the linear model: every touch of a won deal has an equal part.",
    // Numbers, money and dates
    one_month: "{n} month",
    thousands: "{n}K",
    millions: "{n}M",
    billions: "{n}B",
    money_sign: "{sign}{n}",
    money_code: "{code} {n}",
    rial: "IRR",
    date: "{day} {month} {year}",
    month: "{month} {year}",
    month_short: "{month} ’{year}",
    months_gregorian: "January | February | March | April | May | June | July | August | September | October | November | December",
    months_gregorian_short: "Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec",
    months_persian: "Farvardin | Ordibehesht | Khordad | Tir | Mordad | Shahrivar | Mehr | Aban | Azar | Dey | Bahman | Esfand",
};
