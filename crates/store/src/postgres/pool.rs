use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::Config;
use waarborg_base::Entropy;

use super::connect::{connect, inspect};
use super::migrate;
use super::session::{Committed, Session};
use crate::queue::Queue;
use crate::store::{Started, Status, Task, spawn};
use crate::tx::{Doom, Remedy, Tx};
use crate::use_case::{Mode, UseCase};
use crate::{Engine, Error, Migration, Settings};

/// Connects, brings the schema up to date, and starts a thread per connection.
pub(crate) fn start(config: &Config, settings: &Settings, migrations: &[Migration]) -> Result<Started, Error> {
    let mut client = connect(config)?;
    inspect(&mut client)?;
    let schema = migrate::apply(&mut client, migrations, settings.clock.now())?;
    drop(client);
    let mut first = Some(Session::open(config)?);

    let started = Started::new(Engine::Postgres, schema, settings);
    for number in 0..settings.connections.max(1) {
        let worker = Worker {
            config: config.clone(),
            session: first.take(),
            work: Arc::clone(&started.writes),
            status: Arc::clone(&started.status),
            tries: settings.tries.max(1),
            entropy: (settings.entropy)(),
        };
        spawn(&started, &format!("store-postgres-{number}"), move || worker.run())?;
    }
    Ok(started)
}

/// One thread with one connection, opened when first needed and again after it was lost.
struct Worker {
    config: Config,
    session: Option<Session>,
    work: Arc<Queue<Task>>,
    status: Arc<Status>,
    tries: u32,
    entropy: Box<dyn Entropy>,
}

/// How one try of a use case ended.
enum Ended {
    /// Answer what the body gave.
    Done,
    /// Answer the error that the body gave: nothing of this try is stored.
    Refused,
    /// Answer this error instead.
    Overruled(Error),
    /// Nothing is stored: run again. If no try is left, answer this.
    Again(Error),
    /// Nothing is stored, because an answer was taken for granted that came otherwise: run again and wait for each.
    Look,
    /// No answer to COMMIT, but the outcome is recorded under its key if it was stored: running again finds out.
    FindOut,
}

impl Worker {
    fn run(mut self) {
        while let Some(task) = self.work.take(1).pop() {
            match task {
                Task::Run(case) => self.serve(case),
                Task::Checkpoint(reply) => drop(reply.send(Ok(()))),
            }
        }
    }

    /// Runs a use case until it is stored, refused, or out of tries, and answers it.
    fn serve(&mut self, mut case: Box<dyn UseCase>) {
        let (mut unknown, mut number) = (false, 0);
        loop {
            number += 1;
            let mut ended = self.attempt(case.as_mut(), number > 1);
            if matches!(ended, Ended::Look) {
                ended = self.attempt(case.as_mut(), true);
            }
            let error = match ended {
                // The server may still have been at work on the COMMIT that was cut off when this try looked for its outcome, and what it
                // stored then stood in the way: the next look finds it.
                Ended::Refused if unknown && number < self.tries => None,
                Ended::Done | Ended::Refused => return case.answer(None),
                Ended::Again(_) if number < self.tries => None,
                Ended::FindOut if number < self.tries => {
                    unknown = true;
                    None
                }
                Ended::Overruled(error) | Ended::Again(error) => Some(error),
                Ended::Look => Some(Error::Contended),
                Ended::FindOut => Some(Error::OutcomeUnknown { key: case.key() }),
            };
            if let Some(error) = error {
                // An earlier COMMIT without an answer outweighs what went wrong since.
                let error = if unknown { Error::OutcomeUnknown { key: case.key() } } else { error };
                return case.answer(Some(error));
            }
            self.status.retried();
            std::thread::sleep(self.pause(number));
        }
    }

    /// `careful`: each answer is waited for.
    fn attempt(&mut self, case: &mut dyn UseCase, careful: bool) -> Ended {
        let mut session = match self.session.take().map_or_else(|| Session::open(&self.config), Ok) {
            Ok(session) => session,
            Err(Error::Open { source, .. }) => {
                return Ended::Overruled(Error::Unavailable { why: "PostgreSQL does not answer", source });
            }
            Err(error) => return Ended::Overruled(error),
        };
        session.begin(case.mode(), careful);
        let mut tx = Tx::postgres(&mut session);
        let keep = case.run(&mut tx);
        let (doom, enqueued, recorded, panicked) = (tx.doom().cloned(), tx.enqueued, tx.recorded, tx.panicked);
        if !keep {
            // It may have gone wrong only because of what it took for granted: that its key is new, or what was not answered yet.
            let for_good = doom.as_ref().is_some_and(|doom| doom.remedy != Remedy::Undo);
            let hasty = !careful && !panicked && (recorded || session.takes_for_granted());
            return match if hasty && !for_good { self.look(session) } else { self.undo(session, doom) } {
                Ended::Done if !panicked => Ended::Refused,
                ended => ended,
            };
        }
        match session.commit() {
            Committed::Yes => {
                self.session = Some(session);
                if case.mode() != Mode::Read {
                    self.status.committed(1);
                }
                if enqueued {
                    self.status.outbox.ring();
                }
                Ended::Done
            }
            Committed::No(doom) => self.overrule(session, doom),
            Committed::Unknown if recorded => Ended::FindOut,
            Committed::Unknown if case.mode() == Mode::Read => Ended::Done,
            Committed::Unknown => Ended::Overruled(Error::OutcomeUnknown { key: case.key() }),
        }
    }

    /// Rolls back to run again with open eyes.
    fn look(&mut self, session: Session) -> Ended {
        self.undo(session, Some(Doom { error: Error::Contended, remedy: Remedy::Look }))
    }

    /// Rolls back where the body did not fail, so that its answer, if any, must not stand.
    fn overrule(&mut self, session: Session, doom: Doom) -> Ended {
        let error = doom.error.clone();
        match self.undo(session, Some(doom)) {
            Ended::Done => Ended::Overruled(error),
            other => other,
        }
    }

    /// Rolls back, keeps the connection if it is sound, and decides whether to try again.
    fn undo(&mut self, mut session: Session, doom: Option<Doom>) -> Ended {
        let lost = doom.as_ref().is_some_and(|doom| doom.remedy == Remedy::Reconnect);
        if !lost && session.rollback() {
            self.session = Some(session);
        }
        match doom {
            Some(Doom { error, remedy: Remedy::Retry | Remedy::Reconnect }) => Ended::Again(error),
            Some(Doom { remedy: Remedy::Look, .. }) => Ended::Look,
            _ => Ended::Done,
        }
    }

    /// A random part of 1, 2, 4, … up to 64 milliseconds, so that two who collided do not collide again.
    fn pause(&mut self, number: u32) -> Duration {
        let mut random = [0; 4];
        self.entropy.fill(&mut random);
        let ceiling = 1_000_u64 << number.saturating_sub(1).min(6);
        Duration::from_micros(u64::from(u32::from_be_bytes(random)) * ceiling / u64::from(u32::MAX))
    }
}
