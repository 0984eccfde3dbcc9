//! Uses of what another table declares.

use std::fmt;
use std::marker::PhantomData;

use serde_json::json;

use super::node::Node;
use super::{FromNode, Reader, Reference};
use crate::schema::Schemas;
use crate::source::Span;

/// What a [`Ref`] can point at.
pub trait Target {
    /// The table in which the id must stand, for instance `purpose`.
    const TABLE: &'static str;
}

/// The id of an entry in another table, checked to be there.
pub struct Ref<T> {
    /// The id.
    pub id: String,
    /// Where it is used.
    pub span: Span,
    target: PhantomData<fn() -> T>,
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), span: self.span, target: PhantomData }
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

impl<T: Target> FromNode for Ref<T> {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let id = String::from_node(node, reader)?;
        reader.references.push(Reference { table: T::TABLE, id: id.clone(), span: node.span });
        Some(Self { id, span: node.span, target: PhantomData })
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "description": format!("An id declared under `[{}.…]`.", T::TABLE) })
    }
}

/// A data category (`contact`) or one field of it (`contact.email`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRef {
    /// Id of the category.
    pub category: String,
    /// Id of the field; without it, all fields of the category.
    pub field: Option<String>,
    /// Where it is used.
    pub span: Span,
}

impl FromNode for DataRef {
    fn from_node(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::from_node(node, reader)?;
        reader.references.push(Reference { table: "category", id: text.clone(), span: node.span });
        let (category, field) =
            text.split_once('.').map_or((text.as_str(), None), |(category, field)| (category, Some(field)));
        Some(Self { category: category.to_owned(), field: field.map(str::to_owned), span: node.span })
    }

    fn schema(_: &mut Schemas) -> serde_json::Value {
        json!({ "type": "string", "description": "An id declared under `[category.…]`, or `category.field` for one field." })
    }
}

impl fmt::Display for DataRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.category)?;
        self.field.iter().try_for_each(|field| write!(f, ".{field}"))
    }
}
