use proptest::prelude::*;
use serde_json::{Value as Json, json};
use waarborg_protocol::model::FieldKind as K;

use super::*;

/// What a value comes to: its normal form, or what is wrong with it.
fn normal(kind: K, text: &str) -> Result<String, Problem> {
    let value = Value::read(kind, &json!(text)).map_err(|err| err.problem)?;
    Ok(String::from_utf8(value.normal_form().expect("the kind identifies").to_vec()).unwrap())
}

fn check(kind: K, cases: &[(&str, Result<&str, Problem>)]) {
    for (text, expected) in cases {
        assert_eq!(normal(kind, text).as_deref().map_err(|problem| *problem), *expected, "{kind:?} {text:?}");
    }
}

fn problem(kind: K, json: &Json) -> Option<Problem> {
    Value::read(kind, json).err().map(|err| err.problem)
}

#[test]
fn a_bsn_passes_the_eleven_test_in_all_ways_it_is_written() {
    check(
        K::Bsn,
        &[
            ("111222333", Ok("111222333")),
            ("1112.22.333", Ok("111222333")),
            ("1112 22 333", Ok("111222333")),
            ("123456782", Ok("123456782")),
            ("999990019", Ok("999990019")),
            ("010464554", Ok("010464554")),
            ("10464554", Ok("010464554")),
            ("\u{202A}１１１222333\u{202C}", Ok("111222333")),
            ("123456789", Err(Problem::CheckDigit)),
            ("111222334", Err(Problem::CheckDigit)),
            ("000000000", Err(Problem::CheckDigit)),
            ("1112223330", Err(Problem::Form)),
            ("1112223", Err(Problem::Form)),
            ("11122233a", Err(Problem::Form)),
        ],
    );
}

#[test]
fn an_iban_has_the_length_structure_and_check_digits_of_its_country() {
    check(
        K::Iban,
        &[
            ("NL91ABNA0417164300", Ok("NL91ABNA0417164300")),
            ("nl91 abna 0417 1643 00", Ok("NL91ABNA0417164300")),
            ("NL91\u{A0}ABNA\u{A0}0417\u{A0}1643\u{A0}00", Ok("NL91ABNA0417164300")),
            ("BE68 5390 0754 7034", Ok("BE68539007547034")),
            ("DE89 3704 0044 0532 0130 00", Ok("DE89370400440532013000")),
            ("NL91ABNA0417164301", Err(Problem::CheckDigit)),
            ("NL92ABNA0417164300", Err(Problem::CheckDigit)),
            ("NL91ABNA041716430", Err(Problem::CheckDigit)),
            ("0417164300", Err(Problem::Form)),
            ("ABNA0417164300", Err(Problem::Form)),
        ],
    );
}

#[test]
fn a_telephone_number_becomes_e164_however_dutch_people_write_it() {
    let mobile = Ok("+31612345678");
    check(
        K::Phone,
        &[
            ("06-12345678", mobile),
            ("06 12 34 56 78", mobile),
            ("0612345678", mobile),
            ("0031 6 12345678", mobile),
            ("+31 (0)6 12345678", mobile),
            ("0031 (0)6-12345678", mobile),
            ("+31 06 12345678", mobile),
            ("(+31) 6 12345678", mobile),
            ("(06) 12345678", mobile),
            ("tel:+31-6-12345678", mobile),
            ("＋31 6 12345678", mobile),
            ("\u{202A}+31 6 1234 5678\u{202C}", mobile),
            ("+31612345678", mobile),
            ("010-1234567", Ok("+31101234567")),
            ("0111 123456", Ok("+31111123456")),
            ("0800-1234", Ok("+318001234")),
            ("0900 1234567", Ok("+319001234567")),
            ("085 1234567", Ok("+31851234567")),
            ("088-1234567", Ok("+31881234567")),
            ("097012345678", Ok("+3197012345678")),
            ("+32 2 123 45 67", Ok("+3221234567")),
            ("+49 (0)30 123456", Ok("+4930123456")),
            ("+39 (0)6 1234567", Ok("+39061234567")),
            ("+1 (202) 555-0123", Ok("+12025550123")),
            ("612345678", Err(Problem::Form)),
            ("31612345678", Err(Problem::Form)),
            ("06-1234567", Err(Problem::Form)),
            ("06-123456789", Err(Problem::Form)),
            ("06 7 2345678", Err(Problem::Form)),
            ("14010", Err(Problem::Form)),
            ("112", Err(Problem::Form)),
            ("0900 12", Err(Problem::Form)),
            ("+1234567890123456", Err(Problem::Form)),
            ("+0612345678", Err(Problem::Form)),
            ("06-1234567O", Err(Problem::Form)),
            ("06+12345678", Err(Problem::Form)),
            ("+", Err(Problem::Form)),
            ("(0)", Err(Problem::Form)),
        ],
    );
}

#[test]
fn an_email_address_is_compared_in_normal_form() {
    let long = format!("{}@example.org", "a".repeat(64));
    let too_long = format!("{}@example.org", "a".repeat(65));
    let far_too_long = format!(
        "{}@{}.org",
        "a".repeat(60),
        ["b".repeat(60), "c".repeat(60), "d".repeat(60), "e".repeat(20)].join(".")
    );
    check(
        K::Email,
        &[
            ("Anna.de.Vries@Example.ORG", Ok("anna.de.vries@example.org")),
            (" anna@example.org\u{200B}", Ok("anna@example.org")),
            ("anna@example.org.", Ok("anna@example.org")),
            ("anna+shop@example.org", Ok("anna+shop@example.org")),
            ("o'hara@example.org", Ok("o'hara@example.org")),
            ("jos\u{E9}@example.org", Ok("jos\u{E9}@example.org")),
            ("jose\u{301}@example.org", Ok("jos\u{E9}@example.org")),
            ("anna@B\u{FC}cher.example", Ok("anna@xn--bcher-kva.example")),
            ("anna@xn--bcher-kva.example", Ok("anna@xn--bcher-kva.example")),
            ("anna@\u{FF45}xample\u{FF0E}org", Ok("anna@example.org")),
            (&long, Ok(&long)),
            (&too_long, Err(Problem::TooLong)),
            (&far_too_long, Err(Problem::TooLong)),
            ("anna", Err(Problem::Form)),
            ("anna@", Err(Problem::Form)),
            ("@example.org", Err(Problem::Form)),
            ("anna@localhost", Err(Problem::Form)),
            ("anna@@example.org", Err(Problem::Form)),
            ("anna@bob@example.org", Err(Problem::Form)),
            ("anna..b@example.org", Err(Problem::Form)),
            (".anna@example.org", Err(Problem::Form)),
            ("an na@example.org", Err(Problem::Form)),
            ("\"an na\"@example.org", Err(Problem::Form)),
            ("anna@[192.0.2.1]", Err(Problem::Form)),
            ("anna@192.0.2.1", Err(Problem::Form)),
            ("anna@-example.org", Err(Problem::Form)),
            ("anna@exa_mple.org", Err(Problem::Form)),
            ("anna@example..org", Err(Problem::Form)),
            ("anna@xn--a.org", Err(Problem::Form)),
            ("an\u{200B}na@example.org", Err(Problem::Character)),
            ("anna\n@example.org", Err(Problem::Character)),
            ("anna\0@example.org", Err(Problem::Character)),
            ("anna\u{202E}@example.org", Err(Problem::Character)),
        ],
    );
}

#[test]
fn letters_that_look_alike_stay_apart() {
    assert_ne!(normal(K::Email, "anna@example.org"), normal(K::Email, "\u{430}nna@example.org"));
    assert_ne!(normal(K::Email, "anna@example.org"), normal(K::Email, "anna@ex\u{430}mple.org"));
    assert_ne!(normal(K::Account, "anna"), normal(K::Account, "\u{430}nna"));
}

#[test]
fn an_identifier_that_is_recognised_is_compared_without_its_dress() {
    check(
        K::Identifier,
        &[
            ("NL002455799B11", Ok("NL002455799B11")),
            ("nl 0024.55.799.B11", Ok("NL002455799B11")),
            ("NL004495445B01", Ok("NL004495445B01")),
            ("KvK 01234567", Ok("01234567")),
            ("KvK: 0123.4567", Ok("01234567")),
            ("01234567", Ok("01234567")),
            ("0123 4567 8901", Ok("012345678901")),
            ("RSIN 123456782", Ok("123456782")),
            ("EORI nl123456782", Ok("NL123456782")),
            ("de 1234567", Ok("DE1234567")),
            ("5493001kjtiigc8y1r12", Ok("5493001KJTIIGC8Y1R12")),
            ("5493001kjtiigc8y1r13", Ok("5493001kjtiigc8y1r13")),
            ("a1", Ok("a1")),
            ("A1", Ok("A1")),
            ("nl002455798b11", Ok("nl002455798b11")),
            ("a\u{200B}1", Err(Problem::Character)),
        ],
    );
}

#[test]
fn check_digits_of_organisations_are_known() {
    assert!(identifier::is_btw_id("NL002455799B11"), "modulo 97");
    assert!(identifier::is_btw_id("NL004495445B01"), "an RSIN");
    assert!(!identifier::is_btw_id("NL004495446B01"));
    assert!(
        identifier::is_eori("NL004495445") && !identifier::is_eori("NL04495445") && !identifier::is_eori("US123456789")
    );
    assert!(identifier::is_lei("5493001KJTIIGC8Y1R12") && !identifier::is_lei("5493001KJTIIGC8Y1R21"));
}

#[test]
fn a_postcode_is_checked_in_a_dutch_address_and_kept_as_written() {
    for good in ["1234 AB", "1234AB", "9999 zz"] {
        assert!(address::is_postcode(good), "{good}");
        let json = json!({ "postcode": good, "number": "1" });
        assert_eq!(Value::read(K::Address, &json).unwrap().as_json(), json.to_string());
    }
    for bad in [
        "0234 AB", "1234 SA", "1234 SD", "1234 ss", "1234", "1234 A", "1234 ABC", "1234  AB", "1234 Á", "12345",
        "AB 1234", "1234 1B",
    ] {
        assert!(!address::is_postcode(bad), "{bad}");
        let err = Value::read(K::Address, &json!({ "postcode": bad })).unwrap_err();
        assert_eq!((err.problem, err.part), (Problem::Form, Some("postcode")));
    }
    assert_eq!(problem(K::Address, &json!({ "postcode": "SW1A 1AA", "country": "GB" })), None);
}

#[test]
fn an_address_has_known_parts_or_lines() {
    assert_eq!(
        problem(
            K::Address,
            &json!({ "street": "Coolsingel", "number": "40", "postcode": "3011 AD", "city": "Rotterdam" })
        ),
        None
    );
    assert_eq!(problem(K::Address, &json!({ "lines": ["Rue de la Loi 16", "1000 Bruxelles"], "country": "BE" })), None);
    assert_eq!(problem(K::Address, &json!({})), Some(Problem::Empty));
    assert_eq!(problem(K::Address, &json!("Coolsingel 40")), Some(Problem::Type));
    assert_eq!(problem(K::Address, &json!({ "number": 40 })), Some(Problem::Type));
    assert_eq!(problem(K::Address, &json!({ "straat": "Coolsingel" })), Some(Problem::UnknownPart));
    assert_eq!(problem(K::Address, &json!({ "country": "nl" })), Some(Problem::Form));
    assert_eq!(problem(K::Address, &json!({ "lines": vec!["a"; 9] })), Some(Problem::TooLong));
    assert_eq!(problem(K::Address, &json!({ "lines": ["a\nb"] })), Some(Problem::Character));
}

#[test]
fn what_is_given_back_is_what_was_written() {
    for (kind, written) in [
        (K::Email, "Anna.deVries+x@Example.ORG"),
        (K::Phone, "06-12 34 56 78"),
        (K::Iban, "nl91 abna 0417 1643 00"),
        (K::Bsn, "1112.22.333"),
        (K::Identifier, "KvK 01234567"),
        (K::Name, "Zoë van 't Hof-Ĳsselstein"),
        (K::Message, "  Beste Anna,\r\n\tgroet\n"),
    ] {
        assert_eq!(Value::read(kind, &json!(written)).unwrap().as_json(), json!(written).to_string());
    }
}

#[test]
fn one_name_has_one_spelling_and_no_marks_that_turn_it() {
    let composed = Value::read(K::Name, &json!("Zoe\u{308}")).unwrap();
    assert_eq!(composed.as_json(), "\"Zo\u{EB}\"");
    assert_eq!(problem(K::Name, &json!("Anna\u{202E}seirV")), Some(Problem::Character));
    assert_eq!(problem(K::Name, &json!("Anna\nBcc: x")), Some(Problem::Character));
    assert_eq!(problem(K::Name, &json!("نیما\u{200C}زاده")), None, "Persian needs its joiners");
    assert_eq!(problem(K::Name, &json!(" \u{FEFF} ")), Some(Problem::Empty));
    assert_eq!(problem(K::Name, &json!("a".repeat(1_001))), Some(Problem::TooLong));
}

#[test]
fn the_other_kinds_know_their_forms() {
    let cases = [
        (K::Date, json!("2024-02-29"), None),
        (K::Date, json!("2026-02-29"), Some(Problem::Form)),
        (K::Date, json!("29-02-2024"), Some(Problem::Form)),
        (K::Date, json!("2024-02-29T00:00:00"), Some(Problem::Form)),
        (K::Date, json!("20240229"), Some(Problem::Form)),
        (K::Date, json!(20_240_229), Some(Problem::Type)),
        (K::Number, json!(-7), None),
        (K::Number, json!(9_007_199_254_740_991_i64), None),
        (K::Number, json!(9_007_199_254_740_992_i64), Some(Problem::Form)),
        (K::Number, json!(i64::MIN), Some(Problem::Form)),
        (K::Number, json!(u64::MAX), Some(Problem::Form)),
        (K::Number, json!(1.5), Some(Problem::Form)),
        (K::Number, json!("1"), Some(Problem::Type)),
        (K::IpAddress, json!("2001:db8::1"), None),
        (K::IpAddress, json!("192.0.2.1"), None),
        (K::IpAddress, json!("192.0.2.256"), Some(Problem::Form)),
        (K::Text, json!("one\ntwo"), None),
        (K::Text, json!("one\u{7}"), Some(Problem::Character)),
        (K::Text, json!("a".repeat(64 * 1024 + 1)), Some(Problem::TooLong)),
        (K::Message, json!(" \n"), Some(Problem::Empty)),
        (K::Location, json!("Utrecht"), None),
        (K::Location, json!({ "latitude": 52.09, "longitude": 5.12 }), None),
        (K::Location, json!({ "latitude": 152.09, "longitude": 5.12 }), Some(Problem::Form)),
        (K::Location, json!({ "latitude": 52.09 }), Some(Problem::Form)),
        (K::Location, json!([52.09, 5.12]), Some(Problem::Type)),
        (K::Choice, json!(false), None),
        (K::Choice, json!({ "given": true, "text": "v3" }), None),
        (K::Health, json!("hay fever"), None),
        (K::Log, json!([]), Some(Problem::Empty)),
        (K::Log, json!({ "a\u{0}": 1 }), Some(Problem::Character)),
        (K::Billing, json!([[[[[[[[[1]]]]]]]]]), Some(Problem::TooLong)),
        (K::Device, json!("x".repeat(64 * 1024)), Some(Problem::TooLong)),
        (K::File, json!("anything"), Some(Problem::FileApart)),
        (K::Image, json!("anything"), Some(Problem::FileApart)),
        (K::IdCopy, json!(null), Some(Problem::FileApart)),
    ];
    for (kind, json, expected) in cases {
        assert_eq!(problem(kind, &json), expected, "{kind:?} {json}");
    }
    for kind in K::ALL.iter().filter(|kind| !matches!(kind, K::File | K::Image | K::IdCopy)) {
        assert_eq!(problem(*kind, &Json::Null), Some(Problem::Empty), "{kind:?}");
    }
}

#[test]
fn only_identifying_kinds_have_a_normal_form() {
    let values = [
        (K::Email, json!("a@b.nl")),
        (K::Phone, json!("0612345678")),
        (K::Bsn, json!("111222333")),
        (K::Iban, json!("NL91ABNA0417164300")),
        (K::Account, json!("Anna")),
        (K::CookieId, json!("Ab.1")),
        (K::Identifier, json!("x")),
        (K::Name, json!("Anna")),
        (K::Health, json!("hay fever")),
        (K::IpAddress, json!("192.0.2.1")),
        (K::Loan, json!("a book")),
        (K::Credential, json!("$argon2id$…")),
    ];
    for (kind, json) in values {
        assert_eq!(Value::read(kind, &json).unwrap().normal_form().is_some(), identifies(kind), "{kind:?}");
    }
}

#[test]
fn a_hint_is_looser_than_identity() {
    let hint = |kind, text: &str| Value::read(kind, &json!(text)).unwrap().hint().map(|hint| hint.reveal().clone());
    assert_eq!(hint(K::Email, "an.na+shop@example.org"), hint(K::Email, "Anna@example.org"));
    assert_ne!(normal(K::Email, "an.na+shop@example.org"), normal(K::Email, "anna@example.org"));
    assert_eq!(hint(K::Name, "Ánna van 't Dijk"), hint(K::Name, "Dÿk, Anna"));
    assert_eq!(hint(K::Name, "Dĳkstra"), hint(K::Name, "DIJKSTRA"));
    assert_ne!(hint(K::Name, "Anna de Vries"), hint(K::Name, "Anne de Vries"));
    assert_eq!(hint(K::Phone, "0612345678"), None);
}

#[test]
fn an_error_says_what_is_wanted_and_never_what_was_given() {
    let secret = "Zwartewaterland";
    for kind in K::ALL {
        for json in [
            json!(format!("\u{1}{secret}")),
            json!({ secret: secret }),
            json!([secret]),
            json!(format!("{secret}\u{202E}x")),
        ] {
            if let Err(err) = Value::read(*kind, &json) {
                assert!(!format!("{err} {err:?}").contains(secret), "{kind:?}: {err}");
                assert!(Problem::ALL.iter().any(|problem| problem.as_str() == err.code()));
            }
        }
    }
    let err = Value::read(K::Address, &json!({ "postcode": "0000 XX" })).unwrap_err();
    assert_eq!(err.to_string(), "`postcode`: the form is wrong; this has to be a Dutch postcode, as `1234 AB`");
    let shown = format!("{:?}", Value::read(K::Name, &json!(secret)).unwrap());
    assert!(!shown.contains(secret), "{shown}");
}

const IDENTIFYING: &[K] = &[K::Email, K::Phone, K::Bsn, K::Iban, K::Account, K::CookieId, K::Identifier];

fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        any::<String>(),
        "(\\+|00|0)?[0-9]{1,3}( |-|\\(0\\)|\\.){0,2}[0-9 ()-]{5,14}",
        "[a-zA-Zäßİſé.+_-]{1,20}@[a-zA-Zäßİſé-]{1,10}\\.(nl|ORG|ελ)\\.?",
        "(KvK|NL|nl|eori|LEI|de)?[: ]?[0-9 .]{6,14}(B[0-9]{2})?",
    ]
}

proptest! {
    #[test]
    fn a_normal_form_is_its_own_normal_form(text in written()) {
        for kind in IDENTIFYING {
            if let Ok(once) = normal(*kind, &text) {
                prop_assert_eq!(normal(*kind, &once), Ok(once), "{:?}", kind);
            }
        }
    }

    #[test]
    fn reading_never_panics_and_what_is_kept_reads_again_as_the_same(text in written(), number in any::<i32>()) {
        for kind in K::ALL {
            for json in [json!(text), json!(number), json!(f64::from(number) / 8.0), json!({ "postcode": text }), json!({ text.as_str(): [text] })] {
                if let Ok(value) = Value::read(*kind, &json) {
                    let again = Value::read(*kind, &serde_json::from_str(value.as_json()).unwrap());
                    prop_assert_eq!(again.as_ref(), Ok(&value));
                    value.hint();
                }
            }
        }
    }

    #[test]
    fn the_dress_of_a_number_does_not_matter(digits in "6[1-58][0-9]{7}", gaps in proptest::collection::vec(0_usize..5, 9)) {
        let dressed: String = digits.chars().zip(gaps).flat_map(|(sign, gap)| {
            std::iter::once(sign).chain(["", " ", "-", ".", "\u{A0}"][gap].chars())
        }).collect();
        let plain = Ok(format!("+31{digits}"));
        for prefix in ["0", "+31", "0031", "+31 (0)", "(+31) ", "+31 0"] {
            prop_assert_eq!(&normal(K::Phone, &format!("{prefix}{dressed}")), &plain);
        }
    }

    #[test]
    fn the_case_of_an_address_does_not_matter(local in "[a-z]{1,12}", domain in "[a-z]{1,12}") {
        let lower = format!("{local}@{domain}.nl");
        prop_assert_eq!(normal(K::Email, &lower.to_uppercase()), Ok(lower));
    }
}
