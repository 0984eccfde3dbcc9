use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::Person;
use super::person::{Change, What};
use crate::draw::Draw;
use crate::house::PURPOSE;
use crate::http::{Client, Heard};

/// How a caller deals with what it does not know. All but the first are planted bugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manners {
    /// Sends it again under the same key.
    Good,
    /// Takes it for done: as if the server had answered before it committed.
    TakesForDone,
    /// Sends it again under another key: as if keys were forgotten.
    OtherKey,
    /// Takes some changes for done that were never sent: as if what was acknowledged were lost.
    Loses,
}

/// One caller, with people of its own.
pub(crate) struct Caller {
    name: String,
    draw: Draw,
    pub(crate) people: Vec<Person>,
    calls: u64,
    first: u64,
    manners: Manners,
    /// What must not be, as it was found.
    pub(crate) bad: Vec<String>,
    /// How many calls of each sort, and how each ended.
    pub(crate) told: BTreeMap<String, u64>,
}

/// So many people one caller keeps.
const MOST: usize = 24;

impl Caller {
    /// The caller of this number in this life; their people have numbers of their own.
    pub(crate) fn new(seed: u64, number: u64, manners: Manners) -> Self {
        Self {
            name: format!("campaign-{seed:x}-{number}"),
            draw: Draw::new(seed.wrapping_mul(1_000).wrapping_add(number)),
            people: Vec::new(),
            calls: 0,
            first: number * 1_000_000,
            manners,
            bad: Vec::new(),
            told: BTreeMap::new(),
        }
    }

    /// One call. False when the server is gone.
    pub(crate) fn call(&mut self, client: &mut Client) -> bool {
        let free: Vec<usize> = (0..self.people.len())
            .filter(|at| self.people[*at].pending.is_none() && self.people[*at].lives())
            .collect();
        if free.len() < 4 || (free.len() < MOST && self.draw.chance(20)) {
            return self.enter(client);
        }
        let at = *self.draw.pick(&free);
        let person = &self.people[at];
        let what = match self.draw.below(100) {
            0..40 => return self.read(client, at),
            40..65 => {
                let value = self.draw.below(1 << 40);
                match self.draw.below(2) {
                    0 => What::Correct { field: "company.position", value: format!("\"Planner {value}\"") },
                    _ => What::Correct { field: "contact.email", value: format!("\"p{value}@voorbeeld.example\"") },
                }
            }
            65..75 if person.newsletters => What::RemovePurpose,
            65..75 => What::AddPurpose,
            75..85 if person.restriction.is_some() => What::Lift,
            75..85 => What::Restrict,
            _ => What::Erase,
        };
        self.make(client, at, what)
    }

    /// Enters one more person. False when the server is gone.
    pub(crate) fn enter(&mut self, client: &mut Client) -> bool {
        let number = self.first + self.people.len() as u64;
        self.people.push(Person::new(number));
        self.make(client, self.people.len() - 1, What::Create)
    }

    /// Erases so many of those who are in the vault; how many were.
    pub(crate) fn erase(&mut self, client: &mut Client, most: usize) -> u64 {
        let living: Vec<usize> = (0..self.people.len()).filter(|at| self.people[*at].lives()).take(most).collect();
        for at in &living {
            self.make(client, *at, What::Erase);
        }
        living.into_iter().filter(|at| self.people[*at].erasure.is_some()).count() as u64
    }

    fn make(&mut self, client: &mut Client, at: usize, what: What) -> bool {
        let key = self.key();
        let change = self.people[at].change(what, key);
        if self.manners == Manners::Loses && matches!(change.what, What::Correct { .. }) && self.draw.chance(10) {
            self.people[at].apply(&change.what, &Value::Null);
            return true;
        }
        let heard = client.post(change.path, Some(&change.key), &change.body);
        self.hear(at, change, &heard)
    }

    fn key(&mut self) -> String {
        self.calls += 1;
        format!("{}-{:08}", self.name, self.calls)
    }

    fn tell(&mut self, what: &What, heard: &Heard) {
        let end = match heard {
            Heard::Nothing => "nobody knows".to_owned(),
            Heard::Answer { status: 200..=299, .. } => "done".to_owned(),
            Heard::Answer { status, .. } => format!("{status} {}", heard.code()),
        };
        let what = format!("{what:?}");
        let name = what.split(' ').next().unwrap_or_default();
        *self.told.entry(format!("{name}: {end}")).or_default() += 1;
    }

    fn hear(&mut self, at: usize, change: Change, heard: &Heard) -> bool {
        self.tell(&change.what, heard);
        let person = &mut self.people[at];
        person.touched = true;
        if let Some(answer) = heard.done() {
            person.apply(&change.what, answer);
            return true;
        }
        if heard.is_unknown() {
            match (self.manners, &change.what) {
                (Manners::TakesForDone, What::Correct { .. } | What::AddPurpose | What::RemovePurpose) => {
                    person.apply(&change.what, &Value::Null);
                }
                _ => person.pending = Some(change),
            }
            return matches!(heard, Heard::Answer { .. });
        }
        match heard.status() {
            // Nothing was stored: that is what these say.
            429 | 503 | 507 if self.manners == Manners::TakesForDone && change.what != What::Create => {
                person.apply(&change.what, &Value::Null);
            }
            429 | 503 | 507 => std::thread::sleep(Duration::from_millis(5)),
            status => self.bad.push(format!("{:?} was refused: {status} {}", change.what, heard.code())),
        }
        true
    }

    fn read(&mut self, client: &mut Client, at: usize) -> bool {
        let person = &mut self.people[at];
        let body = json!({ "who": { "token": person.token }, "purpose": PURPOSE });
        person.touched = true;
        match client.post("/subjects/read", None, &body) {
            Heard::Answer { status: 200, body } => {
                person.reads[0] += 1;
                let wrong = wrong_values(person, &body);
                *self.told.entry("Read: done".to_owned()).or_default() += 1;
                self.bad.extend(wrong);
                true
            }
            heard if heard.is_unknown() => {
                person.reads[1] += 1;
                *self.told.entry("Read: nobody knows".to_owned()).or_default() += 1;
                matches!(heard, Heard::Answer { .. })
            }
            heard if matches!(heard.status(), 429 | 503 | 507) => {
                *self.told.entry(format!("Read: {} {}", heard.status(), heard.code())).or_default() += 1;
                true
            }
            heard => {
                self.bad.push(format!("a read of {} gave {} {}", self.people[at].number, heard.status(), heard.code()));
                true
            }
        }
    }

    /// Sends again whatever nobody knows of. False when the server is gone again.
    pub(crate) fn settle(&mut self, client: &mut Client) -> bool {
        for at in 0..self.people.len() {
            let Some(mut change) = self.people[at].pending.take() else { continue };
            if self.manners == Manners::OtherKey {
                change.key = self.key();
            }
            let heard = client.post(change.path, Some(&change.key), &change.body);
            self.tell(&change.what, &heard);
            let person = &mut self.people[at];
            person.touched = true;
            if let Some(answer) = heard.done() {
                person.apply(&change.what, answer);
                continue;
            }
            if !heard.is_unknown() && !matches!(heard.status(), 429 | 503 | 507) {
                let (what, status) = (&change.what, heard.status());
                self.bad.push(format!("{what:?}, sent again, was refused: {status} {}", heard.code()));
                continue;
            }
            person.pending = Some(change);
            if matches!(heard, Heard::Nothing) {
                return false;
            }
        }
        true
    }

    /// Holds the server to what it told about everybody who was touched since. `settling` is how long leaves may wait for their place.
    /// False when the server is gone.
    pub(crate) fn check(&mut self, client: &mut Client, settling: Duration) -> bool {
        let touched = |person: &&mut Person| person.touched && person.pending.is_none() && person.token.is_some();
        let mut found = Vec::new();
        for person in self.people.iter_mut().filter(touched) {
            if !values(client, person, &mut found) {
                return false;
            }
        }
        std::thread::sleep(settling);
        for person in self.people.iter_mut().filter(touched) {
            match history(client, person, &mut found) {
                Some(looked) => person.touched = !looked,
                None => return false,
            }
        }
        self.bad.append(&mut found);
        true
    }

    /// People who ought to be in the vault, and people who were erased.
    pub(crate) fn census(&self) -> (Vec<&Person>, Vec<&Person>) {
        let known = self.people.iter().filter(|person| person.token.is_some());
        known.partition(|person| person.erasure.is_none())
    }
}

/// Looks whether a person reads as they should. False when the server is gone.
fn values(client: &mut Client, person: &mut Person, found: &mut Vec<String>) -> bool {
    let number = person.number;
    let body = json!({ "who": { "token": person.token }, "purpose": PURPOSE });
    let heard = client.post("/subjects/read", None, &body);
    let erased = person.erasure.is_some();
    match heard {
        Heard::Nothing => {
            person.reads[1] += u64::from(!erased);
            return false;
        }
        Heard::Answer { status: 404, .. } if erased => {}
        // Refused, not answered: they are looked at another time.
        Heard::Answer { status: 429 | 503 | 507, .. } => person.reads[1] += u64::from(!erased),
        Heard::Answer { status, .. } if erased => found.push(format!("{number} is erased, and a read gave {status}")),
        Heard::Answer { status: 200, body } => {
            person.reads[0] += 1;
            found.extend(wrong_values(person, &body));
        }
        heard @ Heard::Answer { .. } => {
            person.reads[1] += 1;
            found.push(format!("{number} cannot be read: {} {}", heard.status(), heard.code()));
        }
    }
    true
}

/// Looks whether the ledger tells of a person what happened; whether it could be looked at. `None` when the server is gone.
fn history(client: &mut Client, person: &Person, found: &mut Vec<String>) -> Option<bool> {
    let number = person.number;
    match client.post("/subjects/history", None, &json!({ "token": person.token })) {
        Heard::Nothing => return None,
        Heard::Answer { status: 429 | 503 | 507, .. } => return Some(false),
        Heard::Answer { status: 404, .. } if person.erasure.is_some() => {}
        Heard::Answer { status: 200, body } if person.erasure.is_none() => found.extend(wrong_history(person, &body)),
        heard @ Heard::Answer { .. } => {
            found.push(format!("the history of {number} gave {} {}", heard.status(), heard.code()));
        }
    }
    Some(true)
}

fn wrong_values(person: &Person, answer: &Value) -> Vec<String> {
    let number = person.number;
    if person.restriction.is_some() {
        let given = answer["given"].as_object().is_none_or(|given| !given.is_empty());
        return given.then(|| format!("{number} is restricted, and was given")).into_iter().collect();
    }
    let wrong = person.values.iter().filter(|(field, value)| answer["given"][**field]["value"] != json_of(value));
    wrong
        .map(|(field, value)| format!("{field} of {number} is {}, not {value}", answer["given"][*field]["value"]))
        .collect()
}

fn json_of(value: &str) -> Value {
    serde_json::from_str(value).expect("values are JSON")
}

/// The changes are those that were acknowledged, once each and in their order; every read that was answered is there.
fn wrong_history(person: &Person, answer: &Value) -> Option<String> {
    let events = answer["events"].as_array()?.iter().filter_map(|event| event["record"]["event"].as_str());
    let events: Vec<&str> = events.collect();
    let reads = events.iter().filter(|event| **event == "vault.read").count() as u64;
    let changes: Vec<&str> =
        events.iter().copied().filter(|event| !matches!(*event, "vault.read" | "vault.history")).collect();
    let [told, unknown] = person.reads;
    if changes != person.events {
        return Some(format!("the history of {} is {changes:?}, not {:?}", person.number, person.events));
    }
    let right = (told..=told + unknown).contains(&reads);
    (!right).then(|| format!("the history of {} has {reads} reads, and {told} were answered", person.number))
}
