//! Persian, of shared boards.

use super::SharingWords;

pub const WORDS: SharingWords = SharingWords {
    // The frame of a shared board
    read_only: "تابلوی مشترک، فقط برای خواندن",
    made_on: "ساخته‌شده در {date}",
    as_of: "داده تا {date}",
    only: "تنها {what}: {value}",
    agreement: "توافق‌نامه، نسخهٔ {v} ({hash})",
    least_group: "گروه‌های کمتر از {n} سرنخ پنهان‌اند و هر عددی که بتوان آن‌ها را از آن به دست آورد نیز.",
    holds_no_lead: "در آن تنها شمار، سهم و جمع است؛ نه سرنخی و نه نام کسی. چیزی بار نمی‌کند و چیزی نمی‌فرستد.",
    withheld: "پنهان",
    withheld_why: "پنهان: کمتر از {n} سرنخ، یا می‌شد آن را حساب کرد",
    choose: "نمایش",
    everything: "همه",
    pages: "صفحه‌های این تابلو",
    meanings: "معنای واژه‌ها",
    share_of: "{share} ({of})",
    // Titles
    title_marketing: "قول بازاریابی",
    title_sales: "قول فروش",
    title_goal_days: "{stage} در {month}، جمع روزبه‌روز",
    title_return_figures: "بازگشت به عدد",
    title_comparison: "پیش و پس از {date}",
    title_campaigns: "هزینه و بازده به تفکیک {what}",
    // Columns, figures and rows
    entered: "واردشده",
    qualified: "تحویل‌شده در ماه",
    median_follow_up: "میانهٔ زمان تا نخستین پیگیری",
    whose_move: "نوبت",
    rest: "باقی، از گروه‌های کوچک",
    // What a person must know to read the tables
    share_def: "کنار هر سهم کسر آن آمده است: سهمی از چند تا. سهمِ کمتر از ۳۰ مورد خاکستری است.",
    nothing_def: "چیزی برای شمردن آن نیست.",
    entered_def: "سرنخ‌هایی که تاریخ خودشان برای این مرحله در دوره است، هر زمان که آمده باشند.",
    qualified_def: "سرنخ‌هایی که در ماه هدف وارد مرحلهٔ آن شدند، یا ارزش آن‌ها.",
    attempts_def: "سرنخ‌هایی که هنوز کسی با آن‌ها حرف نزده، به شمار دفعه‌هایی که کسی کوشیده است.",
    reasons_def: "سرنخ‌های رد شده یا از دست رفته، به دلیلی که کسی نوشته است.",
    whose_def: "سرنخ‌های تحویلی که SQL نشدند، به این که قول کدام سو نگه داشته نشد.",
    average_deal_def: "درآمد معامله‌های برده در دوره، تقسیم بر شمار آن‌ها که مبلغ دارند.",
    campaigns_def: "آنچه خرج هرکدام شد و درآمدی که مدل خطی به آن می‌دهد: هر تماسِ یک معاملهٔ برده سهمی برابر دارد.",
    // Numbers, money and dates
    one_month: "{n} ماه",
    thousands: "{n} هزار",
    millions: "{n} میلیون",
    billions: "{n} میلیارد",
    money_sign: "{n} {sign}",
    money_code: "{n} {code}",
    rial: "ریال",
    date: "{day} {month} {year}",
    month: "{month} {year}",
    month_short: "{month} {year}",
    months_gregorian: "ژانویه | فوریه | مارس | آوریل | مه | ژوئن | ژوئیه | اوت | سپتامبر | اکتبر | نوامبر | دسامبر",
    months_gregorian_short: "ژانویه | فوریه | مارس | آوریل | مه | ژوئن | ژوئیه | اوت | سپتامبر | اکتبر | نوامبر | دسامبر",
    months_persian: "فروردین | اردیبهشت | خرداد | تیر | مرداد | شهریور | مهر | آبان | آذر | دی | بهمن | اسفند",
};
