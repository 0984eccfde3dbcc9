use std::collections::HashSet;

use waarborg_web::Lang;

use super::{published, standing};
use crate::flow::{flow_svg, purpose_flow_svg};
use crate::sample::{example, samples, usual};
use crate::{Standing, statement};

fn pages(all: Vec<(String, Vec<u8>)>) -> impl Iterator<Item = (String, String)> {
    let page = |path: &str| !path.rsplit('/').next().unwrap_or_default().contains('.');
    all.into_iter().filter(move |(path, _)| page(path)).map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
}

#[test]
fn every_page_of_every_sample_is_whole_in_every_language() {
    for (name, loaded) in samples() {
        let all = published(loaded).all();
        assert_eq!(all.len(), 2 * 24, "{name}: every document is made");
        for (path, html) in pages(all) {
            let at = format!("{name} {path}");
            assert_eq!(html.matches("<h1>").count(), 1, "{at}: one h1");
            assert!(!html.contains('⟦'), "{at}: a word is missing: {}", html.split('⟦').nth(1).unwrap_or_default());
            assert!(
                !html.contains("<script") && !html.contains("style=") && !html.contains("<i>"),
                "{at}: markup of a text"
            );
            let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let unique: HashSet<&str> = ids.iter().copied().collect();
            assert_eq!(unique.len(), ids.len(), "{at}: an id is there twice");
            for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(unique.contains(target), "{at}: #{target} leads nowhere");
            }
            assert_eq!(html.matches("<section").count(), html.matches("</section>").count(), "{at}");
        }
    }
}

#[test]
fn every_link_between_documents_leads_to_one() {
    let all = published(example("dexes-complete")).all();
    let there: HashSet<&str> = all.iter().map(|(path, _)| path.as_str()).collect();
    let page = |path: &str| String::from_utf8(all.iter().find(|(known, _)| known == path).unwrap().1.clone()).unwrap();
    for (from, html) in pages(all.clone()) {
        let links = html.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| link.starts_with("nl/") || link.starts_with("en/")) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let path = format!("/{path}");
            // A permanent address belongs to a version; those are served from the store.
            if path.contains("/versions/") {
                continue;
            }
            assert!(there.contains(path.as_str()), "{from}: {link}");
            assert!(fragment.is_empty() || page(&path).contains(&format!("id=\"{fragment}\"")), "{from}: {link}");
        }
    }
}

#[test]
fn every_promise_stands_in_the_statement() {
    let protocol = example("dexes-complete").protocol.unwrap();
    for lang in Lang::ALL {
        let lines: String = statement(&protocol, lang, None).parts().into_iter().flat_map(|part| part.lines).collect();
        for promise in &protocol.promise {
            let (_, text) = promise.words.best(crate::edition::language(lang));
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(lines.contains(&text), "{lang}: {}", promise.id);
        }
    }
}

#[test]
fn a_text_in_another_language_says_so() {
    let html = statement(&crate::sample::usual(), Lang::En, Some(&standing())).html().into_string();
    assert!(html.contains("<p><span lang=\"nl\">Welkom.</span></p>"), "the passage is in Dutch only");
    assert!(html.contains("<p><span lang=\"nl\">Dit is de tweede alinea.</span></p>"));
}

#[test]
fn a_picture_is_the_same_each_time_and_no_larger_than_promised() {
    let protocol = example("dexes-complete").protocol.unwrap();
    for lang in Lang::ALL {
        assert_eq!(flow_svg(&protocol, lang), flow_svg(&protocol, lang));
        for purpose in &protocol.purpose {
            let svg = purpose_flow_svg(&protocol, lang, &purpose.id).unwrap();
            assert!(svg.len() <= 12 * 1024, "{lang} {}: {} bytes", purpose.id, svg.len());
        }
    }
    assert_eq!(purpose_flow_svg(&protocol, Lang::Nl, "none"), None);
}

#[test]
fn the_statement_is_small_enough_for_a_slow_line() {
    let published = published(example("dexes-complete"));
    for lang in Lang::ALL {
        let statement = published.leaf(lang, 0).unwrap();
        assert!(statement.compressed_len() <= 25 * 1024, "{lang}: {} bytes", statement.compressed_len());
        let html = String::from_utf8(statement.body().to_vec()).unwrap();
        assert_eq!((html.matches("rel=\"stylesheet\"").count(), html.matches("<script").count()), (1, 0));
    }
}

#[test]
fn no_text_passes_for_the_language_of_the_page() {
    let protocol = example("dexes").protocol.unwrap();
    assert_eq!(
        protocol.controller.languages.value,
        [waarborg_protocol::model::Language::En],
        "the source text is English"
    );
    let english: Vec<&str> = protocol
        .purpose
        .iter()
        .map(|purpose| &purpose.name)
        .chain(protocol.promise.iter().map(|promise| &promise.words))
        .chain(protocol.category.iter().map(|category| &category.name))
        .chain(protocol.service.iter().map(|service| &service.name))
        .chain(protocol.statement.iter().filter_map(|statement| statement.title.as_ref()))
        .map(|words| words.best(waarborg_protocol::model::Language::Nl).1)
        .filter(|text| text.len() > 8)
        .collect();
    for (path, html) in pages(published(example("dexes")).all()).filter(|(path, _)| path.starts_with("/nl/")) {
        let body = html.split_once("<h1>").unwrap().1;
        // Attributes and the words inside a picture cannot say their language; a picture is told again in its table.
        let marked = body.split("<svg").map(|part| part.split_once("</svg>").map_or(part, |(_, rest)| rest));
        let unmarked: String = marked
            .flat_map(|part| part.split("<span lang=\"en\">").enumerate())
            .map(|(at, part)| if at == 0 { part } else { part.split_once("</span>").map_or("", |(_, rest)| rest) })
            .flat_map(|part| part.split('<'))
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect();
        for text in &english {
            assert!(!unmarked.contains(text), "{path}: {text}");
        }
    }
}

#[test]
fn a_version_published_before_its_day_says_which_one_holds_until_then() {
    let protocol = usual();
    let says = |number| {
        let page = statement(&protocol, Lang::En, Some(&Standing { number, ..standing() })).html().to_string();
        page.contains("Until that day, version 1 holds")
    };
    assert!(says(2), "version 2 stands there since January and applies from December");
    assert!(!says(1), "there is nothing before the first version");
}

#[test]
fn a_sentence_that_promises_several_things_is_said_once() {
    let protocol = example("dexes").protocol.expect("valid");
    let page = statement(&protocol, Lang::En, None).html().to_string();
    for sentence in [
        "encrypted and protected with two-factor authentication whenever possible",
        "Dexes reserves the right to disclose",
    ] {
        assert_eq!(page.matches(sentence).count(), 1, "{sentence}");
    }
    assert!(!page.contains("Each purpose has one lawful basis"), "no purpose of this text has one");
    assert!(!page.contains("which weighs more than the effects on you"), "nobody has weighed it");
}
