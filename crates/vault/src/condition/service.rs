use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{ConditionLifted, ConditionSet, Exempt, Hold, Lift, Object, OverrideObjection, Restrict};
use crate::{Error, Vault};

/// Restricts the use of a person's data: it is only stored (GDPR Art. 18(1)), for one purpose or for all.
pub fn restrict(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Restrict) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Lets a purpose go on under restriction (GDPR Art. 18(2)).
pub fn exempt(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Exempt) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Records an objection (GDPR Art. 21). It binds at once; to direct marketing it also outlives the record.
pub fn object(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Object) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Lets a purpose go on in spite of an objection (GDPR Art. 21(1)); never direct marketing.
pub fn override_objection(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _input: &OverrideObjection,
) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Puts a person's data on legal hold: nothing of it is erased until released (GDPR Art. 17(3)).
pub fn hold(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Hold) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Lifts a restriction, an objection, or what answers one.
pub fn lift(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Lift) -> Result<ConditionLifted, Error> {
    unimplemented!()
}

/// Releases a legal hold.
pub fn release(_ctx: &mut Ctx, _tx: &mut Tx<'_>, _vault: &Vault, _input: &Lift) -> Result<ConditionLifted, Error> {
    unimplemented!()
}
