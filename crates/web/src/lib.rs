//! Not yet opened.
