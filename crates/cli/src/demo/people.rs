//! The invented people of the demo. Any likeness is chance; their addresses end in `.example` and their numbers ring nowhere.

use anyhow::{Context, Result};
use waarborg_base::{Ctx, Personal};
use waarborg_server::outside::{Entry, Erasures};
use waarborg_store::{Store, Tx};
use waarborg_vault::client::{self, NewClient, Operation};
use waarborg_vault::condition::{self, Object, Restrict};
use waarborg_vault::erasure::{self, Erase, Erased};
use waarborg_vault::person::{self, Create, Created, IfKnown};
use waarborg_vault::rules::{Objection, Restriction};
use waarborg_vault::{Error, Token, Vault};

use crate::installation;

/// Name, e-mail address, telephone, organisation, position, purposes.
type Person = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const PEOPLE: [Person; 12] = [
    ("Annelies Bakker", "annelies@havenkwartier.example", "+31 20 808 5001", "Havenkwartier Logistiek B.V.", "Planner", &["agreement", "accounts"]),
    ("Bram de Groot", "bram@havenkwartier.example", "+31 20 808 5002", "Havenkwartier Logistiek B.V.", "Beheerder", &["accounts", "notifications"]),
    ("Chantal Öztürk", "chantal@polderdata.example", "+31 20 808 5003", "Polderdata Coöperatie U.A.", "Jurist", &["relations", "newsletters"]),
    ("Daan van Rijswijk", "daan@polderdata.example", "+31 20 808 5004", "Polderdata Coöperatie U.A.", "Ontwikkelaar", &["accounts", "newsletters"]),
    ("Eline Visser", "eline@kasteel-energie.example", "+31 20 808 5005", "Kasteel Energie N.V.", "Inkoper", &["agreement", "relations"]),
    ("Fatima el Amrani", "fatima@kasteel-energie.example", "+31 20 808 5006", "Kasteel Energie N.V.", "Security officer", &["accounts", "notifications"]),
    ("Gijs Hoekstra", "gijs@fietsfabriek.example", "+31 20 808 5007", "De Fietsfabriek", "Eigenaar", &["notifications"]),
    ("Hanna Smit", "hanna@fietsfabriek.example", "+31 20 808 5008", "De Fietsfabriek", "Administratie", &["agreement"]),
    ("Ivo Jansen", "ivo@waterlab.example", "+31 20 808 5009", "Stichting Waterlab", "Onderzoeker", &["accounts", "relations", "newsletters"]),
    ("Joke Mulder-Kaya", "joke@waterlab.example", "+31 20 808 5010", "Stichting Waterlab", "Voorzitter", &["relations"]),
    ("Kees Postma", "kees@veldzicht.example", "+31 20 808 5011", "Veldzicht Akkerbouw", "Teler", &["suppliers"]),
    ("Lotte Willems", "lotte@veldzicht.example", "+31 20 808 5012", "Veldzicht Akkerbouw", "Stagiair", &["newsletters", "notifications"]),
];

/// Whose data is restricted, who objects, and who is forgotten: places in the list.
const RESTRICTED: usize = 4;
const OBJECTS: usize = 8;
const FORGOTTEN: usize = 11;

/// Takes the people up, and adds a program that may call. What to try, with `{url}` where the address belongs.
pub(super) fn take_up(store: &Store, vault: &Vault, erasures: &Erasures) -> Result<String> {
    let tokens: Vec<Token> = PEOPLE.iter().map(|one| take_up_one(store, vault, one)).collect::<Result<_>>()?;
    let restrict = Restrict { token: tokens[RESTRICTED], purpose: None, ground: Restriction::AccuracyContested };
    change(store, vault, move |ctx, tx, vault| condition::restrict(ctx, tx, vault, &restrict).map(drop))?;
    let object =
        Object { token: tokens[OBJECTS], purpose: Some("newsletters".into()), ground: Objection::DirectMarketing };
    change(store, vault, move |ctx, tx, vault| condition::object(ctx, tx, vault, &object).map(drop))?;
    let forgotten = forget(store, vault, erasures, tokens[FORGOTTEN])?;
    let program = NewClient {
        name: "demo".into(),
        operations: Operation::ALL.iter().copied().collect(),
        purposes: PEOPLE.iter().flat_map(|one| one.5).map(|purpose| (*purpose).to_owned()).collect(),
        calls_per_minute: 600,
    };
    let secret = change(store, vault, move |ctx, tx, vault| client::add(ctx, tx, vault, &program))?.1;
    let (reveal, who, when) = (secret.reveal(), PEOPLE[1].1, forgotten.copies_gone_by);
    Ok(format!(
        "{people} people are in the vault. {restricted} contests what is kept, {objects} wants no newsletter, and one is forgotten (erasure \
         {erasure}; no copy opens after {when}).\nRead one for a purpose:\n  curl {{url}}/api/v1/subjects/read -H 'authorization: Bearer {reveal}' -H \
         'content-type: application/json' \\\n    -d '{{\"who\":{{\"identifier\":{{\"field\":\"contact.email\",\"value\":\"{who}\"}}}},\"purpose\":\"notifications\"}}'\n",
        people = PEOPLE.len() - 1,
        restricted = PEOPLE[RESTRICTED].0,
        objects = PEOPLE[OBJECTS].0,
        erasure = forgotten.erasure,
    ))
}

fn take_up_one(store: &Store, vault: &Vault, one: &Person) -> Result<Token> {
    let (name, email, telephone, organisation, position, purposes) = *one;
    let mut fields = vec![("contact.name", name), ("contact.email", email)];
    // Whoever only reads a newsletter is asked for no more (GDPR Art. 5(1)(c)).
    if purposes != ["newsletters"] {
        fields.extend([
            ("contact.telephone", telephone),
            ("company.organisation", organisation),
            ("company.position", position),
        ]);
    }
    let fields = fields.into_iter().map(|(field, value)| {
        let json = serde_json::to_string(value).expect("text is JSON");
        (field.to_owned(), Personal::new(json))
    });
    let create = Create {
        fields: fields.collect(),
        purposes: purposes.iter().map(|purpose| (*purpose).to_owned()).collect(),
        source: "data-subject".into(),
        if_known: IfKnown::Create,
    };
    match change(store, vault, move |ctx, tx, vault| person::create(ctx, tx, vault, &create))? {
        Created::Created { token, .. } => Ok(token),
        Created::Known { .. } => anyhow::bail!("{email} is invented twice"),
    }
}

/// Erases one, as the interface does: stored, then written down outside.
fn forget(store: &Store, vault: &Vault, erasures: &Erasures, token: Token) -> Result<Erased> {
    let erase = Erase { token, keep: Vec::new(), suppress: true };
    let erased = change(store, vault, move |ctx, tx, vault| erasure::erase(ctx, tx, vault, &erase))?;
    let open = store.read_blocking(erasure::list_unjournaled)?;
    erasures.record(open.iter().map(Entry::from).collect()).context("the erasure is not in the journal")?;
    let ids: Vec<_> = open.iter().map(|erasure| erasure.id).collect();
    change(store, vault, move |ctx, tx, _| erasure::mark_journaled(ctx, tx, &ids))?;
    Ok(erased)
}

fn change<T: Send + 'static>(
    store: &Store,
    vault: &Vault,
    mut change: impl FnMut(&mut Ctx, &mut Tx<'_>, &Vault) -> Result<T, Error> + Send + 'static,
) -> Result<T> {
    let vault = vault.clone();
    Ok(store.write_blocking(installation::ctx(), move |ctx: &mut Ctx, tx: &mut Tx<'_>| change(ctx, tx, &vault))?)
}
