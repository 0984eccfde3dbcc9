//! The declarations that say once what a table of the language holds: `table!`, `choice!` and `tagged!`.

/// Declares a table: the Rust type, how it is read, and its JSON Schema. The doc comments are the reference text.
///
/// A key is as its field is called. Whether it may be left out follows from its type: `Option`, `Vec` and `Map` may.
#[macro_export]
#[doc(hidden)]
macro_rules! table {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident: $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
            /// Where this table stands.
            pub span: $crate::source::Span,
        }

        impl $crate::read::FromNode for $name {
            fn from_node(
                node: &$crate::read::node::Node,
                reader: &mut $crate::read::Reader,
            ) -> Option<Self> {
                let name = $crate::schema::spoken(stringify!($name));
                let table = reader.table(node, &name)?;
                reader.refuse_unknown(table, &[$(stringify!($field)),*], &name);
                $( let $field = reader.field::<$type>(table, stringify!($field), node.span, &name); )*
                Some(Self { $( $field: $field?, )* span: node.span })
            }

            fn schema(schemas: &mut $crate::schema::Schemas) -> serde_json::Value {
                schemas.table::<Self>(stringify!($name), concat!($($doc, "\n"),*), &[
                    $( $crate::schema::Key::of::<$type>(stringify!($field), concat!($($field_doc, "\n"),*)), )*
                ])
            }
        }

        impl $crate::difference::Say for $name {
            fn said(&self) -> $crate::difference::Said {
                $crate::difference::Said::Table {
                    kind: None,
                    keys: vec![$( (stringify!($field), $crate::difference::Say::said(&self.$field)), )*],
                }
            }
        }
    };
}

/// Declares a closed set of words.
#[macro_export]
#[doc(hidden)]
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derive:ident),*)])?
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash $(, $($derive),*)?)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )*
        }

        impl $name {
            /// Every value, in the order of the language reference.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Every word, in the same order.
            pub const WORDS: &[&str] = &[$($word),*];

            /// The word in the protocol.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// The value for a word of the protocol.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::read::FromNode for $name {
            fn from_node(
                node: &$crate::read::node::Node,
                reader: &mut $crate::read::Reader,
            ) -> Option<Self> {
                let word = <String as $crate::read::FromNode>::from_node(node, reader)?;
                let found = Self::from_word(&word);
                if found.is_none() {
                    let name = $crate::schema::spoken(stringify!($name));
                    let help = $crate::read::suggest(&word, Self::WORDS, "value");
                    reader.bad_value(node.span, format!("`{word}` is not a known {name}"), help);
                }
                found
            }

            fn schema(schemas: &mut $crate::schema::Schemas) -> serde_json::Value {
                schemas.choice(stringify!($name), concat!($($doc, "\n"),*), &[
                    $( ($word, concat!($($variant_doc, "\n"),*)), )*
                ])
            }
        }

        impl $crate::difference::Say for $name {
            fn said(&self) -> $crate::difference::Said {
                $crate::difference::Said::Word(self.as_str())
            }
        }
    };
}

/// Declares a table whose `kind` decides which other keys it holds.
#[macro_export]
#[doc(hidden)]
macro_rules! tagged {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident($type:ty) = $word:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant($type), )*
        }

        impl $name {
            /// The word in `kind`.
            pub fn kind(&self) -> &'static str {
                match self { $( Self::$variant(_) => $word, )* }
            }

            /// Where the table stands.
            pub fn span(&self) -> $crate::source::Span {
                match self { $( Self::$variant(table) => table.span, )* }
            }
        }

        impl $crate::read::FromNode for $name {
            fn from_node(
                node: &$crate::read::node::Node,
                reader: &mut $crate::read::Reader,
            ) -> Option<Self> {
                let name = $crate::schema::spoken(stringify!($name));
                let mut table = reader.table(node, &name)?.clone();
                let Some(kind) = table.take("kind") else {
                    let help = $crate::read::suggest("", &[$($word),*], "kind");
                    reader.invalid("E04", node.span, format!("`kind` is missing in this {name}"), help);
                    return None;
                };
                let word = <String as $crate::read::FromNode>::from_node(&kind.node, reader)?;
                let rest = $crate::read::node::Node {
                    span: node.span,
                    value: $crate::read::node::Value::Table(table),
                };
                match word.as_str() {
                    $( $word => <$type as $crate::read::FromNode>::from_node(&rest, reader).map(Self::$variant), )*
                    _ => {
                        let help = $crate::read::suggest(&word, &[$($word),*], "kind");
                        reader.bad_value(kind.node.span, format!("`{word}` is not a known {name}"), help);
                        None
                    }
                }
            }

            fn schema(schemas: &mut $crate::schema::Schemas) -> serde_json::Value {
                schemas.tagged::<Self>(stringify!($name), concat!($($doc, "\n"),*), &[
                    $( $crate::schema::Variant::of::<$type>($word, concat!($($variant_doc, "\n"),*)), )*
                ])
            }
        }

        impl $crate::difference::Say for $name {
            fn said(&self) -> $crate::difference::Said {
                match self { $( Self::$variant(table) => $crate::difference::Say::said(table).of_kind($word), )* }
            }
        }
    };
}
