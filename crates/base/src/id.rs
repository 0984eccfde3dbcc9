/// Reads exactly `2 * N` hexadecimal digits of either case.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(bytes)
}

/// Declares a newtype for the id of one entity: 128 random bits, written as 32 hexadecimal digits.
///
/// Ids are random rather than time-ordered: an id that leaves for a third party must not tell when someone joined.
///
/// ```
/// waarborg_base::id!(
///     /// One consent.
///     pub struct ConsentId;
/// );
/// let mut ctx = waarborg_base::Ctx::for_test(1);
/// let id = ConsentId::random(&mut ctx);
/// assert_eq!(id.to_string().parse::<ConsentId>().unwrap(), id);
/// ```
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis struct $name([u8; 16]);

        impl $name {
            /// A new id from the context's entropy.
            $vis fn random(ctx: &mut $crate::Ctx) -> Self {
                Self(ctx.bytes())
            }

            /// From its 16 bytes, as stored.
            #[allow(dead_code, reason = "not every id is stored as bytes")]
            $vis const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Its 16 bytes, as stored.
            #[allow(dead_code, reason = "not every id is stored as bytes")]
            $vis const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::NotAnId;

            fn from_str(text: &str) -> Result<Self, $crate::NotAnId> {
                $crate::from_hex(text).map(Self).ok_or($crate::NotAnId)
            }
        }
    };
}

/// The text is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl std::fmt::Display for NotAnId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an id is 32 hexadecimal digits")
    }
}

impl std::error::Error for NotAnId {}
