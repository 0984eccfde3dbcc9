//! The description of the interface (OpenAPI 3.1), made from the calls themselves: what they take and answer, and every code they may
//! refuse with.

mod document;
#[cfg(test)]
mod tests;

pub(crate) use document::document;
