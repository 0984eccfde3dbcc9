use askama::Template;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;
use waarborg_base::Entropy;

use crate::words::Words;
use crate::{Caller, Lang, SafeHtml, Submission, WORDS, token};

/// A form: its fields with labels, hints and errors, keeping what was filled in. Works without scripts.
///
/// Errors appear after sending only, twice with the same words: in a summary above the heading, which takes the focus, and
/// beside the field. Nothing is marked as required; what is optional says so.
#[derive(Clone, Debug)]
pub struct Form {
    lang: Lang,
    action: String,
    button: String,
    token: String,
    fields: Vec<Field>,
}

/// One question of a form.
#[derive(Clone, Debug)]
pub struct Field {
    name: &'static str,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    value: String,
    optional: bool,
    autocomplete: Option<&'static str>,
    input: Input,
}

/// How a field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Input {
    Line(&'static str),
    Area,
    Choice(Vec<Choice>),
    Hidden,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    value: &'static str,
    label: String,
}

impl Field {
    fn new(name: &'static str, label: impl Into<String>, input: Input) -> Self {
        let label = label.into();
        Self { name, label, hint: None, error: None, value: String::new(), optional: false, autocomplete: None, input }
    }

    /// A line of text.
    pub fn line(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Line("text"))
    }

    /// An e-mail address.
    pub fn email(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Line("email")).autocomplete("email")
    }

    /// Several lines of text.
    pub fn area(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Area)
    }

    /// One of a few answers, all visible: `(value, label)`.
    pub fn choice(
        name: &'static str,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        let choices = choices.into_iter().map(|(value, label)| Choice { value, label }).collect();
        Self::new(name, label, Input::Choice(choices))
    }

    /// A value that travels along unseen.
    pub fn hidden(name: &'static str, value: impl Into<String>) -> Self {
        Self::new(name, "", Input::Hidden).value(value)
    }

    /// Says why it is asked, or how to answer.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What stands in the field before anybody types.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// May stay empty, and says so.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// What the browser may fill in (HTML `autocomplete`, WCAG 1.3.5).
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    fn described_by(&self) -> String {
        let name = self.name;
        let hint = self.hint.as_ref().map(|_| format!("{name}-hint"));
        let error = self.error.as_ref().map(|_| format!("{name}-error"));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Where the summary's link leads: the field, or the first of its choices.
    fn anchor(&self) -> String {
        match self.input {
            Input::Choice(_) => format!("{}-1", self.name),
            _ => self.name.to_owned(),
        }
    }
}

impl Form {
    /// A form that posts to `action` by a button which names the act.
    pub fn new(lang: Lang, action: impl Into<String>, button: impl Into<String>) -> Self {
        Self { lang, action: action.into(), button: button.into(), token: String::new(), fields: Vec::new() }
    }

    /// The same form with one more field.
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// Puts back what was filled in.
    pub fn filled(mut self, submission: &Submission) -> Self {
        for field in &mut self.fields {
            submission.get(field.name).unwrap_or_default().clone_into(&mut field.value);
        }
        self
    }

    /// Says what is wrong with a field, and how to mend it.
    pub fn refuse(&mut self, name: &str, error: impl Into<String>) {
        let field = self.fields.iter_mut().find(|field| field.name == name);
        field.expect("a form refuses fields of its own").error = Some(error.into());
    }

    /// Whether a field was refused.
    pub fn has_errors(&self) -> bool {
        self.fields.iter().any(|field| field.error.is_some())
    }

    /// Binds the form to this browser, so that no other site can send it. Put the cookie on the answer that shows the form.
    pub fn bind(&mut self, caller: &Caller, entropy: &mut dyn Entropy) -> FormCookie {
        let (token, cookie) = token::issue(caller, &self.action, entropy);
        self.token = token;
        FormCookie(cookie)
    }

    /// The summary of errors, for the top of the page. Empty when there are none.
    pub fn summary(&self) -> SafeHtml {
        let errors = || self.fields.iter().filter_map(|field| Some((field.anchor(), field.error.as_deref()?)));
        if !self.has_errors() {
            return SafeHtml::default();
        }
        SafeHtml::of(&SummaryHtml { words: WORDS.words(self.lang), errors: errors().collect() })
    }

    /// The form itself.
    pub fn html(&self) -> SafeHtml {
        SafeHtml::of(&FormHtml { words: WORDS.words(self.lang), form: self })
    }
}

/// The cookie a form is bound to; nothing when the browser has one already.
#[derive(Debug)]
#[must_use = "without its cookie the form cannot be sent"]
pub struct FormCookie(Option<HeaderValue>);

impl FormCookie {
    /// Puts the cookie on an answer.
    pub fn on(self, mut response: Response) -> Response {
        if let Some(cookie) = self.0 {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

#[derive(Template)]
#[template(path = "form.html")]
struct FormHtml<'a> {
    words: Words,
    form: &'a Form,
}

#[derive(Template)]
#[template(path = "error_summary.html")]
struct SummaryHtml<'a> {
    words: Words,
    errors: Vec<(String, &'a str)>,
}
