use std::sync::Arc;

use waarborg_base::Clock;
use waarborg_web::{ClosedGate, Edge, Frame, Gate, Limits, NewEntropy, Router, Routes, Shell};

use crate::claim::Claim;
use crate::health::{self, Check};
use crate::metrics::Meter;
use crate::{Patience, console};

/// What a server serves: the routes of every room, the frame around its pages, and what it needs to be ready.
pub struct App {
    /// The frame around every page.
    pub shell: Shell,
    /// Tells the time of a request.
    pub clock: Arc<dyn Clock>,
    /// Gives the random bytes of a request.
    pub entropy: NewEntropy,
    /// What a request may cost.
    pub limits: Limits,
    /// How patient it is with a connection.
    pub patience: Patience,
    gate: Arc<dyn Gate>,
    rooms: Routes,
    allowed: Vec<String>,
    checks: Vec<Check>,
    claim: Option<Claim>,
    closing: Vec<Closing>,
}

/// Something to end after the last answer, such as the store.
pub(crate) type Closing = Box<dyn FnOnce() + Send>;

impl App {
    /// An app without rooms.
    pub fn new(frame: Frame, clock: Arc<dyn Clock>, entropy: NewEntropy) -> Self {
        Self::with_shell(Shell::new(frame), clock, entropy)
    }

    /// An app without rooms, around a shell that somebody else changes as well.
    pub fn with_shell(shell: Shell, clock: Arc<dyn Clock>, entropy: NewEntropy) -> Self {
        Self {
            shell,
            clock,
            entropy,
            limits: Limits::default(),
            patience: Patience::default(),
            gate: Arc::new(ClosedGate),
            rooms: Routes::new(),
            allowed: Vec::new(),
            checks: Vec::new(),
            claim: None,
            closing: Vec::new(),
        }
    }

    /// The same app with the routes of one more room. This is where `documents::routes(…)` and its neighbours are added.
    pub fn with_room(mut self, routes: Routes) -> Self {
        self.rooms = self.rooms.and(routes);
        self
    }

    /// The same app behind a gate that knows more callers than the one that is closed.
    pub fn with_gate(mut self, gate: impl Gate) -> Self {
        self.gate = Arc::new(gate);
        self
    }

    /// The same app with one more thing that `/readyz` asks after.
    pub fn with_check(mut self, check: Check) -> Self {
        self.checks.push(check);
        self
    }

    /// The same app, open to whoever holds the claim link.
    pub fn with_claim(mut self, claim: Claim) -> Self {
        self.claim = Some(claim);
        self
    }

    /// The same app, which ends `closing` after the last answer. What was added last is ended first, so the store is added first.
    pub fn with_closing(mut self, closing: impl FnOnce() + Send + 'static) -> Self {
        self.closing.push(Box::new(closing));
        self
    }

    /// The same app, whose language form may lead back to these paths (after the language).
    pub fn with_return_paths(mut self, paths: impl IntoIterator<Item = String>) -> Self {
        self.allowed.extend(paths);
        self
    }

    /// The whole table: who can reach what.
    pub fn routes(&mut self) -> Routes {
        let own = waarborg_web::routes(&self.shell, &self.entropy, std::mem::take(&mut self.allowed))
            .and(health::routes(self.checks.clone()))
            .and(console::routes(&self.shell, self.claim.as_ref(), &self.clock));
        own.and(std::mem::take(&mut self.rooms))
    }

    /// The routers of the public address and of the counters' address, and what to close at the end.
    pub(crate) fn into_routers(mut self, meter: Option<&Meter>) -> (Router, Option<Router>, Vec<Closing>) {
        let mut edge =
            Edge::new(self.shell.clone(), self.gate.clone(), &mut *(self.entropy)()).with_limits(self.limits);
        let counters = meter.map(|meter| {
            let operator = Edge::new(self.shell.clone(), ClosedGate, &mut *(self.entropy)());
            meter.routes().and(health::routes(self.checks.clone())).into_router(&operator)
        });
        if let Some(meter) = meter {
            edge = edge.with_recorder(meter.recorder());
        }
        (self.routes().into_router(&edge), counters, self.closing)
    }
}
