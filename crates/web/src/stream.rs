use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::mpsc;

/// The writing end of an answer that is made while it is sent. Dropped before [`Streaming::end`], the connection breaks off, so that half
/// an answer is never taken for a whole one.
pub struct Streaming(mpsc::Sender<Piece>);

enum Piece {
    Bytes(Bytes),
    End,
}

/// The answer broke off.
#[derive(Debug, thiserror::Error)]
#[error("the answer broke off")]
struct BrokenOff;

struct Reading {
    pieces: mpsc::Receiver<Piece>,
    length: Option<u64>,
}

impl Streaming {
    /// A body and what writes it. `length` is how long it will be, if that is known. Two pieces wait at most: whoever writes waits for
    /// whoever reads.
    pub fn new(length: Option<u64>) -> (Self, Body) {
        let (sender, pieces) = mpsc::channel(2);
        (Self(sender), Body::new(Reading { pieces, length }))
    }

    /// Sends the next bytes; whether somebody is still there to read them.
    pub async fn send(&self, bytes: impl Into<Bytes>) -> bool {
        self.0.send(Piece::Bytes(bytes.into())).await.is_ok()
    }

    /// Says that this was all.
    pub async fn end(self) {
        // Whoever went away need not hear it.
        let _gone = self.0.send(Piece::End).await;
    }
}

impl HttpBody for Reading {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        self.pieces.poll_recv(context).map(|piece| match piece {
            Some(Piece::Bytes(bytes)) => {
                self.length = self.length.map(|left| left.saturating_sub(bytes.len() as u64));
                Some(Ok(Frame::data(bytes)))
            }
            Some(Piece::End) => None,
            None => Some(Err(BrokenOff.into())),
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
