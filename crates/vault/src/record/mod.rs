//! The one row of a person: each field sealed for its place.
