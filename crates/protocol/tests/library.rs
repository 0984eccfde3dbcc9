//! `examples/library`: written from the documentation alone, no gap, and nobody outside learns who reads what.

mod example;

use example::Example;
use waarborg_protocol::model::RecipientRole;

#[test]
fn nothing_is_found_in_it() {
    let Example { loaded, .. } = Example::open("library");
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
}

#[test]
fn nobody_but_a_processor_receives_both_who_reads_and_what() {
    let example = Example::open("library");
    let protocol = example.loaded.protocol.as_ref().unwrap();
    let outside = protocol.recipient.iter().filter(|recipient| {
        recipient.role.as_ref().is_some_and(|role| role.value != RecipientRole::Processor)
            && recipient.data.iter().any(|data| data.category == "lending")
    });
    let mut seen = 0;
    for recipient in outside {
        seen += 1;
        let telling = recipient.data.iter().filter(|data| {
            data.category != "lending" && !(data.category == "member" && data.field.as_deref() == Some("card"))
        });
        assert_eq!(telling.count(), 0, "{} can tell who reads what", recipient.id);
    }
    assert!(seen > 0, "other libraries receive reservations");
}
