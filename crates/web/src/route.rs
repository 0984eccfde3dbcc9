use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter};
use tower::{Layer, Service};
use tower_http::csrf::CsrfLayer;

use crate::edge::{Edge, Edged, Place};

/// Whom a route is for. The [`crate::Gate`] decides, before the handler runs, whether a caller is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Anyone.
    Public,
    /// Whoever holds a link that was made for one act. The handler checks the link; without a good one the page is not there.
    LinkHolder,
    /// A data subject who has shown who they are.
    DataSubject,
    /// Staff of the controller.
    Staff,
    /// A partner organisation's system.
    Party,
    /// A program of the controller that shows the secret of an API client.
    Client,
    /// The operator's probes: health and metrics. They tell nothing about a person.
    Operator,
}

impl Audience {
    /// The word in the table of routes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::LinkHolder => "link holder",
            Self::DataSubject => "data subject",
            Self::Staff => "staff",
            Self::Party => "party",
            Self::Client => "API client",
            Self::Operator => "operator",
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

type Mount = Box<dyn FnOnce(MethodRouter, Arc<Place>) -> MethodRouter + Send>;

/// One method of one path: who it is for, and what answers.
pub struct Route {
    method: Method,
    path: String,
    audience: Audience,
    body_limit: Option<usize>,
    answer_within: Option<Duration>,
    mount: Mount,
}

impl Route {
    /// A route that reads. `HEAD` is answered too.
    pub fn get<H, T>(path: impl Into<String>, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, ()>,
        T: 'static,
    {
        Self::new(Method::GET, path, audience, handler)
    }

    /// A route that changes something. A browser may call it from our own pages only.
    pub fn post<H, T>(path: impl Into<String>, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, ()>,
        T: 'static,
    {
        Self::new(Method::POST, path, audience, handler)
    }

    /// A route of any method. Everything but `GET` passes the cross-origin check first.
    pub fn new<H, T>(method: Method, path: impl Into<String>, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, ()>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).expect("a route has one of the nine standard methods");
        let safe = method.is_safe();
        let mount: Mount = Box::new(move |paths, place| {
            let service = handler.with_state(());
            if safe {
                paths.on_service(filter, Edged::new(service, place))
            } else {
                paths.on_service(filter, Edged::new(CsrfLayer::new().layer(service), place))
            }
        });
        Self { method, path: path.into(), audience, body_limit: None, answer_within: None, mount }
    }

    /// Lets requests of this route be larger, or not even as large, as the house rule ([`crate::Limits::body_bytes`]).
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// Lets a handler of this route take longer than the house rule ([`crate::Limits::answer_within`]): for large bodies.
    pub fn with_time(mut self, longest: Duration) -> Self {
        self.answer_within = Some(longest);
        self
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, with its parameters as `{name}`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whom it is for.
    pub fn audience(&self) -> Audience {
        self.audience
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.audience)
    }
}

/// The routes of a room, or of the whole server. Prints as the table of who can reach what.
#[derive(Debug, Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// These routes and one more.
    pub fn with(mut self, route: Route) -> Self {
        self.0.push(route);
        self
    }

    /// These routes and those of another room.
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Each route, in the order of adding.
    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.0.iter()
    }

    /// The one place where routes become a server: every handler behind `edge`, and an answer for what is not there.
    pub fn into_router(self, edge: &Edge) -> Router {
        let mut sorted = self.0;
        sorted.sort_by(|one, other| one.path.cmp(&other.path));
        let mut rest = sorted.into_iter().peekable();
        let mut router = Router::new();
        while let Some(first) = rest.next() {
            let path = first.path.clone();
            let mut same_path = vec![first];
            while let Some(next) = rest.next_if(|route| route.path == path) {
                same_path.push(next);
            }
            router = router.route(&path, methods(same_path, edge));
        }
        router.fallback_service(Edged::new(tower::service_fn(not_there), Arc::new(edge.nowhere())))
    }
}

impl FromIterator<Route> for Routes {
    fn from_iter<I: IntoIterator<Item = Route>>(routes: I) -> Self {
        Self(routes.into_iter().collect())
    }
}

impl fmt::Display for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut routes: Vec<&Route> = self.iter().collect();
        routes.sort_by_key(|route| (&route.path, route.method.as_str()));
        let width = routes.iter().map(|route| route.path.len()).max().unwrap_or_default();
        for Route { method, path, audience, .. } in routes {
            writeln!(f, "{:6} {path:width$}  {audience}", method.as_str())?;
        }
        Ok(())
    }
}

fn methods(routes: Vec<Route>, edge: &Edge) -> MethodRouter {
    let path = routes[0].path.clone();
    let allow = allow(&routes);
    let mut paths = MethodRouter::new();
    for route in routes {
        let mut place = edge.place(route.method.as_str(), &route.path, route.audience);
        place.body_limit = route.body_limit.unwrap_or(place.body_limit);
        place.answer_within = route.answer_within.unwrap_or(place.answer_within);
        paths = (route.mount)(paths, Arc::new(place));
    }
    let other =
        tower::service_fn(move |request: Request| other_method(request.method() == Method::OPTIONS, allow.clone()));
    paths.fallback_service(Edged::new(other, Arc::new(edge.place("other", &path, Audience::Public))))
}

/// What `Allow` names: the methods of the path, `HEAD` wherever there is `GET`, and `OPTIONS`.
fn allow(routes: &[Route]) -> HeaderValue {
    let mut methods: Vec<&str> = routes.iter().map(|route| route.method.as_str()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    methods.dedup();
    HeaderValue::from_str(&methods.join(", ")).expect("method names are tokens")
}

fn other_method(asked: bool, allow: HeaderValue) -> impl Future<Output = Result<Response, Infallible>> + Send {
    let status = if asked { axum::http::StatusCode::NO_CONTENT } else { axum::http::StatusCode::METHOD_NOT_ALLOWED };
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(axum::http::header::ALLOW, allow);
    std::future::ready(Ok(response))
}

async fn not_there(_: Request) -> Result<Response, Infallible> {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
    Ok(response)
}

/// What [`Edged`] asks of the service inside it; written once, so that the bounds are not repeated everywhere.
pub(crate) trait Inside:
    Service<Request, Response = Response, Error = Infallible> + Clone + Send + Sync + 'static
{
}

impl<S> Inside for S where S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + Sync + 'static {}
