use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::Response;

use crate::problem::Complete;
use crate::{Cached, Frame, Page};

/// The frame around every page. A handle: clones share it, and [`Shell::replace`] changes it for all of them.
#[derive(Clone, Debug)]
pub struct Shell(Arc<ArcSwap<Frame>>);

impl Shell {
    /// A shell with this frame.
    pub fn new(frame: Frame) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(frame)))
    }

    /// The frame as it is now.
    pub fn frame(&self) -> Arc<Frame> {
        self.0.load_full()
    }

    /// Puts another frame in its place, for every page from now on.
    pub fn replace(&self, frame: Frame) {
        self.0.store(Arc::new(frame));
    }

    /// The whole document.
    pub fn html(&self, page: &Page) -> String {
        self.0.load().render(page)
    }

    /// A page that is made for one request.
    pub fn answer(&self, page: &Page) -> Response {
        let mut response = Response::new(Body::from(self.html(page)));
        response.headers_mut().insert(CONTENT_TYPE, const { HeaderValue::from_static("text/html; charset=utf-8") });
        response
    }

    /// A form to mend: 422, and the page itself is the explanation.
    pub fn answer_with_errors(&self, page: Page) -> Response {
        let mut response = self.answer(&page.with_errors());
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        response.extensions_mut().insert(Complete);
        response
    }

    /// A page that is the same for everybody, prepared once.
    pub fn cached(&self, page: &Page) -> Cached {
        Cached::html(self.html(page))
    }
}
