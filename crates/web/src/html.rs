use std::fmt;

/// HTML that came out of a template, so it is already escaped. Only a template can make it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Renders a template.
    pub fn of(template: &impl askama::Template) -> Self {
        Self(template.render().expect("writing into a string cannot fail, and our templates call nothing else"))
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, by value.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A template that contains `{{ body }}` of this type does not escape it a second time.
impl askama::filters::HtmlSafe for SafeHtml {}
