//! The keys of the catalogue of shared boards: their frame, titles and meanings, and how numbers and dates are written without a browser.

catalogue! {
    /// One locale's words of shared boards.
    SharingWords
    // The frame of a shared board
    read_only,
    made_on,
    as_of,
    only,
    agreement,
    least_group,
    holds_no_lead,
    withheld,
    withheld_why,
    choose,
    everything,
    pages,
    meanings,
    share_of,
    // Titles
    title_marketing,
    title_sales,
    title_goal_days,
    title_return_figures,
    title_comparison,
    title_campaigns,
    // Columns, figures and rows
    entered,
    qualified,
    median_follow_up,
    whose_move,
    rest,
    // What a person must know to read the tables
    share_def,
    nothing_def,
    entered_def,
    qualified_def,
    attempts_def,
    reasons_def,
    whose_def,
    average_deal_def,
    campaigns_def,
    // Numbers, money and dates
    one_month,
    thousands,
    millions,
    billions,
    money_sign,
    money_code,
    rial,
    date,
    month,
    month_short,
    months_gregorian,
    months_gregorian_short,
    months_persian,
}
