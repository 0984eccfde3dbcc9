use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::model::{ConditionId, ConditionLifted, ConditionSet};
use crate::{Error, Token, Vault};

/// Restricts the use of a person's data (GDPR Art. 18(1)), for one purpose or for all. `ground` is one of `accuracy-contested`,
/// `unlawful`, `needed-for-claim`, `objection-pending`.
pub fn restrict(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _token: Token,
    _purpose: Option<&str>,
    _ground: &str,
) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Lifts a restriction or an objection.
pub fn lift(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _token: Token,
    _condition: ConditionId,
) -> Result<ConditionLifted, Error> {
    unimplemented!()
}

/// Records an objection to a purpose (GDPR Art. 21). It binds at once; to direct marketing it also outlives the record.
pub fn object(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _token: Token,
    _purpose: &str,
) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Puts a person's data on legal hold: nothing of it is erased until released (GDPR Art. 17(3)). `ground` is a ground of the
/// protocol's retention exceptions: `legal-obligation`, `legal-claim`, `archiving`, `public-health`, `expression`.
pub fn hold(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _token: Token,
    _ground: &str,
) -> Result<ConditionSet, Error> {
    unimplemented!()
}

/// Releases a legal hold.
pub fn release(
    _ctx: &mut Ctx,
    _tx: &mut Tx<'_>,
    _vault: &Vault,
    _token: Token,
    _condition: ConditionId,
) -> Result<ConditionLifted, Error> {
    unimplemented!()
}
