//! Articles of the GDPR as people read them.

use crate::edition::Edition;

/// `13(2)(a)` as "artikel 13, lid 2, onder a, AVG" or "GDPR Article 13(2)(a)".
///
/// What does not begin with a number (such as `UAVG 46`) is another law, and is shown as it is.
pub(crate) fn article(edition: Edition<'_>, article: &str) -> String {
    let mut parts = article.split(['(', ')']).filter(|part| !part.is_empty());
    let number = parts.next().unwrap_or_default();
    if !number.starts_with(|first: char| first.is_ascii_digit()) {
        return article.to_owned();
    }
    let (paragraph, letter) = (parts.next(), parts.next());
    let arguments = [
        ("number", number.into()),
        ("paragraph", paragraph.unwrap_or_default().into()),
        ("letter", letter.unwrap_or_default().into()),
    ];
    let key = match (paragraph, letter) {
        (None, _) => "article",
        (Some(_), None) => "article-paragraph",
        (Some(_), Some(_)) => "article-letter",
    };
    edition.with(key, &arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use waarborg_web::Lang;

    #[test]
    fn an_article_reads_as_lawyers_of_that_country_write_it() {
        let protocol = sample::smallest();
        let check = |text: &str, nl: &str, en: &str| {
            assert_eq!(article(Edition::new(&protocol, Lang::Nl), text), nl);
            assert_eq!(article(Edition::new(&protocol, Lang::En), text), en);
        };
        check("26", "artikel 26 AVG", "GDPR Article 26");
        check("21(4)", "artikel 21 lid 4 AVG", "GDPR Article 21(4)");
        check("13(2)(a)", "artikel 13 lid 2 onder a AVG", "GDPR Article 13(2)(a)");
        check("BW 3:15d", "BW 3:15d", "BW 3:15d");
    }
}
