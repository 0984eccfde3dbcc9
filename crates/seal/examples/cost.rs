//! What sealing costs, on one core: `cargo run --release -p waarborg-seal --example cost`.
#![expect(clippy::print_stdout, reason = "prints a table for a person")]

use std::hint::black_box;
use std::time::Instant;

use waarborg_base::{Actor, Clock as _, Ctx, OsEntropy, SystemClock};
use waarborg_seal::{CHUNK_BYTES, FileSealer, PersonKey, Place, Ring, RootKey};

const FIELDS: [(&str, &[u8]); 6] = [
    ("contact.email", b"anna.de.vries@example.org"),
    ("contact.phone", b"+31612345678"),
    ("person.name", b"Anna de Vries"),
    ("person.birth", b"1984-02-29"),
    ("address.postal", b"3511 AB Utrecht, Oudegracht 1"),
    ("bank.iban", b"NL91ABNA0417164300"),
];

fn main() {
    let mut ctx = Ctx::new(SystemClock.now(), Actor::Operator, Box::new(OsEntropy::new()));
    let mut ring = Ring::create(&mut ctx);
    for _ in 0..2 {
        ring.next_epoch(&mut ctx);
    }
    let (subject, row) = (ctx.bytes::<16>(), 7_i64.to_be_bytes());
    let place = |field| Place { table: "vault_person", row: &row, field, subject: &subject, version: 1 };

    let key = PersonKey::generate(&mut ctx);
    let wrapped = ring.wrap(&mut ctx, &subject, &key);
    let sealed: Vec<_> = FIELDS.iter().map(|(field, value)| key.seal(&mut ctx, &place(*field), value)).collect();

    time("create: new key, seal six fields, wrap, two terms", || {
        let key = PersonKey::generate(&mut ctx);
        for (field, value) in FIELDS {
            black_box(key.seal(&mut ctx, &place(field), value));
        }
        black_box(ring.wrap(&mut ctx, &subject, &key));
        black_box(ring.index().term("contact.email", FIELDS[0].1));
        black_box(ring.index().term("contact.phone", FIELDS[1].1));
    });
    time("read: unwrap, open six fields, trace tag, seal the leaf", || {
        let key = ring.unwrap(&subject, wrapped.epoch, &wrapped.bytes).expect("wrapped above");
        for ((field, _), sealed) in FIELDS.iter().zip(&sealed) {
            black_box(key.open(&place(field), sealed).expect("sealed above"));
        }
        black_box(key.trace_tag(1));
        black_box(key.seal(&mut ctx, &place("event"), &[7; 300]));
    });
    time("rewrap one key", || {
        let key = ring.unwrap(&subject, wrapped.epoch, &wrapped.bytes).expect("wrapped above");
        black_box(ring.wrap(&mut ctx, &subject, &key));
    });
    time("seal a value of 25 bytes", || drop(black_box(key.seal(&mut ctx, &place("contact.email"), FIELDS[0].1))));
    time("open it", || drop(black_box(key.open(&place("contact.email"), &sealed[0]))));
    time("a term", || _ = black_box(ring.index().term("contact.email", FIELDS[0].1)));
    time("12 random bytes", || _ = black_box(ctx.bytes::<12>()));

    let root = RootKey::generate(&mut ctx);
    let files = ring.files(&mut ctx, &root).expect("a root key in memory wraps");
    time("open a ring of seven key files", || drop(black_box(Ring::open(&files, &root))));
    let (chunk, mut out) = (vec![7; CHUNK_BYTES], Vec::new());
    let mut sealer = FileSealer::new(&mut ctx, &key, &place("dossier.contract"));
    time("seal a chunk of 64 KiB", || {
        out.clear();
        sealer.push(&chunk, &mut out).expect("few chunks");
    });
}

/// Prints the median of nine rounds.
fn time(what: &str, mut run: impl FnMut()) {
    const RUNS: u32 = 5_000;
    let mut rounds: Vec<_> = (0..9)
        .map(|_| {
            let start = Instant::now();
            (0..RUNS).for_each(|_| run());
            start.elapsed() / RUNS
        })
        .collect();
    rounds.sort_unstable();
    println!("{what:<58} {:>9.2} µs", rounds[4].as_secs_f64() * 1e6);
}
