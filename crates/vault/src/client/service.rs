use waarborg_base::Ctx;
use waarborg_store::Tx;

use super::{Client, ClientId, ClientSecret, NewClient, store};
use crate::event::Event;
use crate::{Error, Vault};

/// Adds a client. Its secret is in the answer and nowhere else. The leaf tells what it may do.
///
/// # Errors
/// When the name is taken or no name, when it may do nothing, or when the protocol in force does not know a purpose.
pub fn add(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, new: &NewClient) -> Result<(ClientId, ClientSecret), Error> {
    new.check()?;
    let rules = vault.rules();
    if new.purposes.iter().any(|purpose| rules.purpose(purpose).is_none()) {
        return Err(Error::UnknownPurpose);
    }
    let id = ClientId::random(ctx);
    let secret = ClientSecret::random(ctx, id);
    let client = Client {
        id,
        name: new.name.as_str().into(),
        secret: secret.digest(),
        operations: new.operations,
        purposes: new.purposes.clone(),
        calls_per_minute: new.calls_per_minute,
        added_at: ctx.now,
        disabled_at: None,
    };
    if !store::insert_client(tx, &client)? {
        return Err(Error::ClientNameTaken { name: new.name.clone() });
    }
    let operations: Vec<&str> = client.operations.iter().map(super::Operation::as_str).collect();
    Event::now(ctx, vault, "vault.client_added")
        .with("name", new.name.as_str())
        .with("id", id.to_string())
        .with("operations", operations)
        .with("purposes", client.purposes.iter().map(String::as_str).collect::<Vec<_>>())
        .with("calls_per_minute", client.calls_per_minute)
        .open(ctx, tx, vault)?;
    Ok((id, secret))
}

/// Disables a client for good: within a second it may do nothing any more. Its name stays taken, because the ledger names it.
///
/// # Errors
/// When there is no such client, or it is disabled already.
pub fn disable(ctx: &mut Ctx, tx: &mut Tx<'_>, vault: &Vault, name: &str) -> Result<ClientId, Error> {
    let id = store::update_disabled(tx, name, ctx.now)?.ok_or_else(|| Error::NoSuchClient { name: name.to_owned() })?;
    Event::now(ctx, vault, "vault.client_disabled")
        .with("name", name)
        .with("id", id.to_string())
        .open(ctx, tx, vault)?;
    Ok(id)
}

/// Every client, by name, disabled ones included.
///
/// # Errors
/// When the store fails.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Client>, Error> {
    Ok(store::list_clients(tx)?)
}
