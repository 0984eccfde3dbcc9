use std::error::Error;

use crate::erasure::Erasure;

/// Where erasures are written down outside the database, so that a restored backup erases them again. Blocks until it is durable.
pub trait Journal: Send + Sync + 'static {
    /// Writes erasures down. When it errs, nobody is told that they are done.
    fn record(&self, erasures: &[Erasure]) -> Result<(), Box<dyn Error + Send + Sync>>;
}
