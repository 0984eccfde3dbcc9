//! The second lock on forms, behind the cross-origin check: a form carries a token that only this browser's cookie explains.
//!
//! The cookie is a random secret under the `__Host-` prefix, so no neighbouring host can set it. The token is its digest
//! together with the form's address: it opens one form, and seeing it does not give the cookie away. Nothing is stored.

use axum::http::HeaderValue;
use waarborg_base::{Digest, Entropy, same_bytes};

use crate::Caller;

const COOKIE: &str = "__Host-form";

/// The name of the hidden field.
pub(crate) const FIELD: &str = "form_token";

/// The token for a form, and the cookie to set when the browser has none yet.
pub(crate) fn issue(caller: &Caller, action: &str, entropy: &mut dyn Entropy) -> (String, Option<HeaderValue>) {
    if let Some(secret) = secret(caller) {
        return (token(&secret, action), None);
    }
    let mut random = [0; 32];
    entropy.fill(&mut random);
    let secret = Digest::of(&random);
    let cookie = format!("{COOKIE}={secret}; Path=/; Secure; HttpOnly; SameSite=Strict");
    (token(&secret, action), Some(HeaderValue::from_str(&cookie).expect("hexadecimal digits and fixed words")))
}

/// Whether a token belongs to this browser and this form.
pub(crate) fn is_good(caller: &Caller, action: &str, given: &str) -> bool {
    secret(caller).is_some_and(|secret| same_bytes(token(&secret, action).as_bytes(), given.as_bytes()))
}

fn secret(caller: &Caller) -> Option<Digest> {
    caller.cookie(COOKIE)?.parse().ok()
}

fn token(secret: &Digest, action: &str) -> String {
    Digest::of(&[b"waarborg form\0", secret.as_bytes().as_slice(), action.as_bytes()].concat()).to_string()
}
