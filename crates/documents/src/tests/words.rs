use crate::WORDS;

/// Beginnings of keys that are put together from a word of the language.
const COMPOSED: &[&str] = &[
    "access-",
    "announced-",
    "basis-",
    "breach-authority-",
    "breach-subjects-",
    "certificate-",
    "channel-",
    "column-",
    "contact-role-",
    "cookie-category-",
    "cookies-withdraw-",
    "disclosure-",
    "event-",
    "exception-",
    "file-",
    "id-part-",
    "identity-",
    "impact-",
    "message-",
    "opt-in-",
    "party-",
    "review-",
    "unsubscribe-",
    "missing-register-",
    "month-",
    "part-",
    "period-",
    "portability-",
    "provision-",
    "register-controller-",
    "register-processor-",
    "retention-action-",
    "retention-then-",
    "right-",
    "role-",
    "service-",
    "sheet-",
    "short-",
    "source-",
    "special-",
    "storage-",
    "transfer-",
];

#[test]
fn every_phrase_is_there_in_every_language_and_is_used() {
    assert_eq!(waarborg_web::testing::findings(&WORDS, env!("CARGO_MANIFEST_DIR"), COMPOSED), Vec::<String>::new());
}
