//! Calls made up from the description of the interface (S-23): none is answered with an error of the server, none with anything that the
//! description does not say. The calls are made by Schemathesis, which is installed into `target/` for this.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::run::{Plan, Planted};
use crate::site::{Server, Site, Wanted};
use crate::tally::Tally;

/// The release that this was written for.
const RELEASE: &str = "schemathesis==4.32.5";

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
                      response_headers_conformance,missing_required_header,ignored_auth";

/// So many calls of each operation with one seed.
const EXAMPLES: u64 = 400;

pub(crate) fn points(plan: &Plan) -> Result<Tally> {
    let mut tally = Tally::default();
    let site = Site::make(Wanted::default())?;
    let mut seed = plan.seed;
    while tally.tried < plan.n {
        let server = site.serve()?;
        let description = description(&server)?;
        let each = ((plan.n - tally.tried) / operations(&description)).clamp(2, EXAMPLES);
        calls(&mut tally, &site, &server, seed, each, &description)?;
        server.stop()?;
        seed += 1;
    }
    Ok(tally)
}

/// A description that does not tell of an answer.
pub(crate) fn canaries(seed: u64) -> Result<Planted> {
    let mut tally = Tally::default();
    let site = Site::make(Wanted::default())?;
    let server = site.serve()?;
    let mut description = description(&server)?;
    let answers = description["paths"]["/api/v1/subjects/read"]["post"]["responses"].as_object_mut();
    answers.context("a read has answers")?.remove("400").context("one of them is 400")?;
    calls(&mut tally, &site, &server, seed, 5, &description)?;
    server.stop()?;
    Ok(vec![("an answer that the description does not tell of", tally)])
}

fn description(server: &Server) -> Result<Value> {
    let (status, text) = server.client().get("/api/v1/openapi.json").context("the description")?;
    ensure!(status == 200, "the description gave {status}");
    Ok(serde_json::from_slice(&text)?)
}

fn operations(description: &Value) -> u64 {
    description["paths"].as_object().map_or(1, |paths| paths.len() as u64).max(1)
}

fn calls(tally: &mut Tally, site: &Site, server: &Server, seed: u64, each: u64, description: &Value) -> Result<()> {
    let file = site.path("openapi.json");
    fs::write(&file, description.to_string())?;
    // The phase of examples is left out: the description has none.
    let output = Command::new(program()?)
        .current_dir(site.path(""))
        .arg("run")
        .arg(&file)
        .args(["--url", &format!("http://{}", server.address)])
        .args(["--header", &format!("Authorization: Bearer {}", site.secret)])
        .args(["--checks", CHECKS, "--phases", "coverage,fuzzing", "--continue-on-failure", "--warnings", "off"])
        .args(["--seed", &seed.to_string(), "--max-examples", &each.to_string()])
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let made =
        told.lines().find_map(|line| line.trim().split_once(" generated")?.0.replace(',', "").parse::<u64>().ok());
    let made = made.with_context(|| format!("Schemathesis made no calls: {told}"))?;
    tally.tried += made;
    tally.add("calls", made);
    if output.status.success() {
        return Ok(());
    }
    let summary = told.split("= SUMMARY =").nth(1).unwrap_or(&told);
    let found: Vec<&str> =
        summary.lines().filter(|line| line.contains('❌') || line.contains('🚫')).map(str::trim).collect();
    tally.bad(seed, found.join("; "));
    let kept = site.path("").with_file_name(format!("waarborg-schemathesis-{seed}.txt"));
    fs::write(&kept, told.as_bytes())?;
    tally.bad(seed, format!("in full: {}", kept.display()));
    Ok(())
}

/// Schemathesis, installed on first use.
fn program() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/schemathesis");
    let program = folder.join("bin/schemathesis");
    if program.is_file() {
        return Ok(program);
    }
    let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).status()?;
    ensure!(made.success(), "no virtual environment could be made: apt-get install python3-venv");
    let installed = Command::new(folder.join("bin/pip")).args(["install", "--quiet", RELEASE]).status()?;
    ensure!(installed.success(), "{RELEASE} could not be installed");
    Ok(program)
}
