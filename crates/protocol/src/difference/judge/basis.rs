//! A change of lawful basis, or of what the basis needs.

use super::Case;
use super::verdict::Verdict;
use crate::difference::change::When;
use crate::difference::versions as people;
use crate::model::{LawfulBasis, Named, Purpose};

/// A basis as a person calls it.
pub(super) fn called(basis: &LawfulBasis) -> &'static str {
    match basis {
        LawfulBasis::Consent(_) => "consent",
        LawfulBasis::Contract(_) => "a contract",
        LawfulBasis::LegalObligation(_) => "a legal obligation",
        LawfulBasis::VitalInterest(_) => "a vital interest",
        LawfulBasis::PublicTask(_) => "a public task",
        LawfulBasis::LegitimateInterest(_) => "a legitimate interest",
    }
}

pub(super) fn judge(case: &Case<'_, '_>, old: &Named<Purpose>, new: &Named<Purpose>) -> Verdict {
    match (&old.basis, &new.basis) {
        (None, Some(basis)) => first(case, new, basis),
        (Some(basis), None) => {
            Verdict::material(format!("no longer states its lawful basis; it was {}", called(basis))).warn(
                "GDPR Art. 13(1)(c)",
                format!("{} no longer states a lawful basis; without one it may not happen", case.name()),
            )
        }
        (Some(old), Some(basis)) if old.kind() != basis.kind() => other(case, new, old, basis),
        _ => within(case, new),
    }
}

fn first(case: &Case<'_, '_>, new: &Named<Purpose>, basis: &LawfulBasis) -> Verdict {
    let verdict = Verdict::material(format!("now says what it rests on: {} (Art. {})", called(basis), basis.article()));
    needs(case, new, basis, verdict).tell(
        people::of_purpose(case.versions.new, new),
        When::WithEffect,
        "GDPR Art. 13(1)(c), 14(1)(c)",
        ("the lawful basis of", case.name()),
        "The basis decides which rights people have; they should have had it from the start.",
    )
}

fn other(case: &Case<'_, '_>, new: &Named<Purpose>, old: &LawfulBasis, basis: &LawfulBasis) -> Verdict {
    let name = case.name();
    let verdict = Verdict::material(format!("rests on {} instead of {}", called(basis), called(old))).tell(
        people::of_purpose(case.versions.new, new),
        When::Before,
        "GDPR Art. 13(1)(c), 14(1)(c); WP260 §29",
        ("the other lawful basis of", &name),
        "Another basis gives people other rights.",
    );
    let verdict = match (old, basis) {
        (LawfulBasis::Consent(_), LawfulBasis::LegitimateInterest(_)) => verdict.warn(
            "GDPR Art. 5(1)(a), 7; EDPB Guidelines 05/2020 §121–123",
            format!("{name} moves from consent to a legitimate interest. People were told they had the choice: who refused or withdrew stays out, and what was collected on consent cannot quietly go on under another basis"),
        ),
        (LawfulBasis::Consent(_), _) => verdict.warn(
            "GDPR Art. 5(1)(a), 7; EDPB Guidelines 05/2020 §121–123",
            format!("{name} moves from consent to {}. Who refused or withdrew was told that would be respected", called(basis)),
        ),
        _ => verdict.task("GDPR Art. 5(2)", name.clone(), format!("record why {} did not hold; a basis is chosen before processing starts, not changed when it suits.", called(old))),
    };
    needs(case, new, basis, verdict)
}

/// What a basis asks of the organisation when it is new for a purpose.
fn needs(case: &Case<'_, '_>, new: &Named<Purpose>, basis: &LawfulBasis, verdict: Verdict) -> Verdict {
    let name = case.name();
    match basis {
        LawfulBasis::Consent(_) => verdict.ask(
            name,
            "GDPR Art. 6(1)(a), 7(1)",
            "Data may be used for it only of those who agree to exactly these words; whoever is here already is asked first.",
        ),
        LawfulBasis::LegitimateInterest(interest) => {
            let verdict = verdict.when(interest.assessment.is_none(), |verdict| {
                verdict.task("GDPR Art. 6(1)(f); EDPB Guidelines 1/2024", name.clone(), "make the assessment of interest, necessity and balance.")
            });
            verdict.tell(
                people::of_purpose(case.versions.new, new),
                When::WithEffect,
                "GDPR Art. 21(4)",
                ("the right to object to", name),
                "The right to object is shown clearly and apart from everything else.",
            )
        }
        LawfulBasis::Contract(_) | LawfulBasis::LegalObligation(_) | LawfulBasis::VitalInterest(_) | LawfulBasis::PublicTask(_) => verdict,
    }
}

/// The same basis, and other facts under it.
fn within(case: &Case<'_, '_>, new: &Named<Purpose>) -> Verdict {
    let changed = |key: &str| case.with.contains(&key);
    let name = case.name();
    if changed("text") {
        return Verdict::material("asks consent in other words").ask(
            name,
            "GDPR Art. 4(11), 7(1)",
            "A consent is bound to the words that were shown: those given to the old words do not cover the new ones, unless only the spelling changed.",
        );
    }
    if changed("withdraw") {
        return Verdict::material("consent is withdrawn another way").tell(
            people::of_purpose(case.versions.new, new),
            When::WithEffect,
            "GDPR Art. 7(3), 13(2)(c)",
            ("how to withdraw consent for", name),
            "Withdrawing is to stay as easy as giving.",
        );
    }
    if changed("guardian") {
        let says = if case.removed() {
            "no longer says how a parent or guardian consents"
        } else {
            "says how a parent or guardian consents"
        };
        return Verdict::material(says).task(
            "GDPR Art. 8(2), UAVG Art. 5",
            name,
            "make sure that a parent or guardian is asked as it says, and that this can be shown.",
        );
    }
    if changed("interest") {
        return Verdict::material("names another interest")
            .tell(
                people::of_purpose(case.versions.new, new),
                When::Before,
                "GDPR Art. 13(1)(d), 14(2)(b)",
                ("the interest behind", &name),
                "People weigh an objection against the interest they were told of.",
            )
            .task("GDPR Art. 6(1)(f)", name.clone(), "make the assessment again for the interest that is named now.");
    }
    if changed("statute") || changed("contract") || changed("situation") {
        return Verdict::material(format!("names another {}", case.with.first().copied().unwrap_or_default())).tell(
            people::of_purpose(case.versions.new, new),
            When::WithEffect,
            "GDPR Art. 13(1)(c), 14(1)(c)",
            ("the ground under", name),
            "A basis is stated with what it rests on.",
        );
    }
    let assessment =
        matches!(&new.basis, Some(LawfulBasis::LegitimateInterest(interest)) if interest.assessment.is_some());
    let says = if assessment {
        "its assessment of interests is recorded or changed"
    } else {
        "its lawful basis is motivated otherwise"
    };
    Verdict::minor(says).in_registers()
}
