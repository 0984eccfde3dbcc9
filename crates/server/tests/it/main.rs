//! Everything that answers over HTTP, tested through real sockets. One binary for all rooms, so the server links once.

mod api;
mod backup;
mod claim;
mod connections;
mod counters;
mod documents;
mod files;
mod forms;
mod harness;
mod headers;
mod health;
mod language;
mod log;
mod problems;
mod rotation;
mod routes;
mod settings;
mod stop;
mod witness;
