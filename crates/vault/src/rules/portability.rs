use waarborg_protocol::model::Nature;

use super::{Basis, FieldId, Rules, Standing};

/// Whether a field is within the right to portability (GDPR Art. 20(1)) for this person: it was given by the person or observed of
/// them, not derived (WP 242), and is used for them on consent or a contract.
pub fn portable(rules: &Rules, field: FieldId, standing: &Standing) -> bool {
    matches!(rules.field_rule(field).nature, Some(Nature::Provided | Nature::Observed))
        && rules.purposes().any(|(_, purpose)| {
            matches!(purpose.basis, Some(Basis::Consent | Basis::Contract))
                && purpose.fields.contains(field)
                && standing.holds_for(&purpose.name)
        })
}
