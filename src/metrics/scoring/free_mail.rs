//! Which e-mail domains are public mailboxes. A list of facts, never complete: a domain it does not know is taken for a company's.

use crate::text::fold;

/// Providers with a domain for each country: "yahoo.co.jp", "gmx.net". Of the first label, before at most two labels of up to three letters.
const FAMILIES: &[&str] = &["aol", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex", "ymail"];

/// In the order of the alphabet, for a binary search.
#[rustfmt::skip]
const DOMAINS: &[&str] = &[
    "126.com", "139.com", "163.com", "189.cn", "21cn.com", "abv.bg", "aim.com", "alice.it", "aliyun.com", "aon.at", "arcor.de", "atlas.cz",
    "att.net", "azet.sk", "bell.net", "bellsouth.net", "bezeqint.net", "bigpond.com", "bigpond.net.au", "bk.ru", "bluemail.ch", "bluewin.ch",
    "bol.com.br", "btinternet.com", "centrum.cz", "centrum.sk", "charter.net", "chmail.ir", "citromail.hu", "club-internet.fr", "comcast.net",
    "cox.net", "daum.net", "docomo.ne.jp", "duck.com", "earthlink.net", "email.com", "email.cz", "email.de", "ezweb.ne.jp", "fastmail.com",
    "fastmail.fm", "foxmail.com", "free.fr", "freemail.hu", "freenet.de", "globo.com", "gmail.com", "googlemail.com", "hanmail.net", "hetnet.nl",
    "hey.com", "home.nl", "hushmail.com", "i.ua", "icloud.com", "ig.com.br", "inbox.com", "inbox.lv", "inbox.ru", "interia.eu", "interia.pl",
    "internet.ru", "iran.ir", "juno.com", "kolumbus.fi", "kpnmail.nl", "laposte.net", "libero.it", "list.ru", "lycos.com", "mac.com", "mail.bg",
    "mail.com", "mail.de", "mail.ee", "mail.ru", "mailbox.org", "mailfence.com", "maktoob.com", "me.com", "meta.ua", "mihanmail.ir", "msn.com",
    "mynet.com", "narod.ru", "nate.com", "naver.com", "neuf.fr", "ngs.ru", "ntlworld.com", "o2.pl", "onet.eu", "onet.pl", "online.de",
    "online.no", "op.pl", "optonline.net", "optusnet.com.au", "orange.fr", "ozemail.com.au", "planet.nl", "pm.me", "poczta.fm", "post.cz",
    "post.sk", "posteo.de", "proton.me", "protonmail.ch", "protonmail.com", "qip.ru", "qq.com", "quicknet.nl", "rambler.ru", "rediffmail.com",
    "rocketmail.com", "rogers.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "sina.cn", "sina.com", "sky.com", "skynet.be",
    "softbank.ne.jp", "sohu.com", "sympatico.ca", "t-online.de", "t-online.hu", "talktalk.net", "telenet.be", "telia.com", "telus.net",
    "terra.com.br", "tin.it", "tiscali.it", "tlen.pl", "tut.by", "tuta.com", "tuta.io", "tutamail.com", "tutanota.com", "tutanota.de", "ukr.net",
    "uol.com.br", "usa.com", "vatanmail.ir", "verizon.net", "videotron.ca", "vip.qq.com", "virgilio.it", "virginmedia.com", "vodafone.it",
    "volny.cz", "walla.co.il", "walla.com", "wanadoo.fr", "web.de", "windowslive.com", "wp.pl", "xs4all.nl", "xtra.co.nz", "ya.ru", "yeah.net",
    "ziggo.nl", "zipmail.com.br", "zoho.com", "zohomail.com",
];

/// `None`: neither an e-mail address nor a domain.
pub fn is_free_mail(address: &str) -> Option<bool> {
    let address = fold(address);
    let domain = address.rsplit_once('@').map_or(address.as_str(), |(_, domain)| domain).trim_matches(['.', '<', '>', ' ']);
    let (first, rest) = domain.split_once('.')?;
    if first.is_empty() || rest.is_empty() || domain.contains(char::is_whitespace) {
        return None;
    }
    let is_of_country = || rest.split('.').count() <= 2 && rest.split('.').all(|label| (2..=3).contains(&label.len()));
    Some(DOMAINS.binary_search(&domain).is_ok() || (FAMILIES.contains(&first) && is_of_country()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        assert!(DOMAINS.is_sorted_by(|a, b| a < b), "{:?}", DOMAINS.windows(2).find(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn tells_public_mailboxes_from_companies() {
        let check = |address: &str, expected: Option<bool>| assert_eq!(is_free_mail(address), expected, "{address}");
        check("gmail.com", Some(true));
        check("Ann@GMail.com", Some(true));
        check("yahoo.co.uk", Some(true));
        check("outlook.de", Some(true));
        check("gmx.net", Some(true));
        check("mail.ru", Some(true));
        check("chmail.ir", Some(true));
        check("web.de", Some(true));
        check("<ann@qq.com>", Some(true));
        check("acme.example", Some(false));
        check("live.nation.com", Some(false));
        check("gmail.acme.com", Some(false));
        check("yahoo.acme.com", Some(false));
        check("localhost", None);
        check("", None);
        check("not known. sorry", None);
    }
}
