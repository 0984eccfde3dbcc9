use axum::extract::rejection::RawFormRejection;
use axum::extract::{FromRequest, RawForm, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::{Caller, Problem, token};

/// A form as it came back. Taking it as an argument is the check: a handler gets none from another site, from an expired
/// page, or larger than the route allows.
#[derive(Clone)]
pub struct Submission {
    caller: Caller,
    fields: Vec<(String, String)>,
}

impl Submission {
    /// What was filled in, without spaces around it. `None` when the field was not sent; the first when it was sent twice.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Who sent it.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// Names of fields only: what was filled in may be about a person.
impl std::fmt::Debug for Submission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.fields.iter().map(|(name, _)| name)).finish()
    }
}

impl<S: Send + Sync> FromRequest<S> for Submission {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let caller = Caller::of(&request);
        let RawForm(body) = RawForm::from_request(request, state).await.map_err(refused)?;
        let fields: Vec<(String, String)> =
            form_urlencoded::parse(&body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let submission = Self { caller, fields };
        let given = submission.get(token::FIELD).unwrap_or_default();
        if !token::is_good(&submission.caller, submission.caller.path(), given) {
            return Err(Problem::with_status(StatusCode::FORBIDDEN).because("stale-form"));
        }
        Ok(submission)
    }
}

fn refused(rejection: RawFormRejection) -> Problem {
    Problem::with_status(rejection.into_response().status())
}
