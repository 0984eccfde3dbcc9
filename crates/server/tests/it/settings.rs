use std::path::{Path, PathBuf};
use std::time::Duration;

use waarborg_server::settings::{Database, Log, LogFormat, LogLevel, RootSource, Settings, SettingsError};

fn parse(text: &str) -> Result<Settings, SettingsError> {
    Settings::parse(Path::new("server.toml"), text, Path::new("/srv/waarborg"))
}

fn errors(text: &str) -> String {
    parse(text).expect_err("a mistake").to_string()
}

#[test]
fn the_example_that_ships_says_the_defaults_and_is_valid() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/server.toml");
    let settings = Settings::load(&file).expect("the example is valid");
    let base = std::path::absolute(file.parent().expect("a folder")).expect("absolute");
    let usual = Settings::usual(&base);
    let metrics = settings.metrics;
    assert_eq!(Settings { metrics: None, ..settings }, usual);
    assert_eq!(metrics, None);
    // Every line that is commented out is a setting that works, too.
    let text = std::fs::read_to_string(&file).expect("text");
    let open = |line: &str| line.strip_prefix("#= ").map_or_else(|| line.to_owned(), str::to_owned);
    let all: String = text.lines().map(open).collect::<Vec<_>>().join("\n");
    assert!(text.contains("#= ") && parse(&all).is_ok(), "{:?}", parse(&all));
}

#[test]
fn nothing_set_is_a_server_for_this_machine() {
    let settings = parse("").expect("nothing is required");
    assert_eq!(settings, Settings::usual(Path::new("/srv/waarborg")));
    assert_eq!(settings.public_url, "http://127.0.0.1:8420");
    assert_eq!(settings.data.folder, PathBuf::from("/srv/waarborg/data"));
}

#[test]
fn every_setting_is_read() {
    let settings = parse(
        "public_url = \"https://privacy.example.nl/\"\n[listen]\naddress = \"0.0.0.0:80\"\nconnections = 10\n[data]\nfolder = \"/var/lib/w\"\n\
         database = \"postgres://w:secret@db/w\"\n[protocol]\nfolder = \"p\"\n[metrics]\naddress = \"[::1]:9\"\n[log]\nformat = \"json\"\nlevel = \"debug\"\n",
    )
    .expect("valid");
    assert_eq!(settings.public_url, "https://privacy.example.nl");
    assert_eq!(settings.listen.address.to_string(), "0.0.0.0:80");
    assert_eq!(settings.listen.connections, 10);
    assert_eq!(settings.data.folder, PathBuf::from("/var/lib/w"));
    assert_eq!(settings.data.database, Database::Postgres("postgres://w:secret@db/w".into()));
    assert_eq!(settings.protocol_folder, PathBuf::from("/srv/waarborg/p"));
    assert_eq!(settings.metrics.map(|address| address.to_string()), Some("[::1]:9".into()));
    assert_eq!(settings.log, Log { format: LogFormat::Json, level: LogLevel::Debug });
    assert!(!format!("{settings:?}").contains("secret"));
}

#[test]
fn the_keys_and_what_is_kept_outside_are_where_the_settings_say() {
    let settings = parse(
        "[keys]\nfolder = \"/etc/waarborg/keys\"\nroot = \"credential:root\"\nrotate_every = \"90m\"\n\
         [outside]\nfolders = [\"o\", \"/mnt/other\"]\n[ledger]\norigin = \"privacy.example.nl/ledger\"\n",
    )
    .expect("valid");
    assert_eq!(settings.keys.folder, PathBuf::from("/etc/waarborg/keys"));
    assert_eq!(settings.keys.root, RootSource::Credential("root".into()));
    assert_eq!(settings.keys.rotate_every, Duration::from_mins(90));
    assert_eq!(settings.outside.folders, [PathBuf::from("/srv/waarborg/o"), PathBuf::from("/mnt/other")]);
    assert_eq!(settings.ledger.origin.as_deref(), Some("privacy.example.nl/ledger"));
    let root = |text: &str| parse(&format!("[keys]\nroot = \"{text}\"\n")).map(|settings| settings.keys.root).ok();
    assert_eq!(root("r.key"), Some(RootSource::File("/srv/waarborg/r.key".into())));
    for wrong in ["", "credential:", "credential:../passwd"] {
        assert_eq!(root(wrong), None, "{wrong}");
    }
    let passphrase = |text: &str| parse(&format!("[keys]\npassphrase = \"{text}\"\n")).map(|s| s.keys.passphrase).ok();
    assert_eq!(passphrase("credential:p"), Some(Some("p".into())));
    assert_eq!(passphrase("correct horse battery staple"), None);
    for wrong in ["0h", "24", "h", "31d", "-1h", "24 h", "1.5h", "99999999999999999999d"] {
        assert!(
            errors(&format!("[keys]\nrotate_every = \"{wrong}\"\n")).contains("from 1 minute to 30 days"),
            "{wrong}"
        );
    }
    // What lies in the data folder is put back together with it.
    for wrong in ["[]", "[\"data/outside\"]", "\"outside\"", "[\"\"]", "[1]"] {
        assert!(errors(&format!("[outside]\nfolders = {wrong}\n")).starts_with("server.toml:2:11"), "{wrong}");
    }
    assert!(errors("[ledger]\norigin = \"https://a.nl\"\n").contains("without a scheme"));
}

#[test]
fn key_archives_and_witnesses_are_where_the_settings_say() {
    let key = "partner.example/witness+60de42cb+BC1xFkK3JrBEAWJ8qfusMvXIUw+xkDzE2wIlhxeSGkiB";
    let witness = |url: &str, key: &str| format!("[[ledger.witness]]\nurl = \"{url}\"\nkey = \"{key}\"\n");
    let text = format!(
        "[backup]\nkeys = [\"/mnt/vault\", \"v\"]\n{}{}",
        witness("http://127.0.0.1:8430", key),
        witness("http://witness.example/log/", key)
    );
    let settings = parse(&text).expect("valid");
    assert_eq!(settings.backup.keys, [PathBuf::from("/mnt/vault"), PathBuf::from("/srv/waarborg/v")]);
    let [first, second] = &settings.ledger.witnesses[..] else { panic!("two witnesses") };
    assert_eq!((&first.key, first.url.clone()), (&second.key, "http://127.0.0.1:8430/".parse().expect("an address")));
    assert!(errors("[backup]\nkeys = [\"data/keys\"]\n").contains("outside the data folder"));
    for url in
        ["https://a.example", "a.example", "http://", "http://u:p@a.example", "http://a.example/?x", "ftp://a.example"]
    {
        assert!(errors(&witness(url, key)).contains("begins with http://"), "{url}");
    }
    let author = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    for wrong in ["", "partner.example/witness", author] {
        assert!(errors(&witness("http://a.example", wrong)).contains("that the witness prints"), "{wrong}");
    }
    assert!(
        errors("[[ledger.witness]]\nurl = \"http://a.example\"\n").contains("`key` is missing in [[ledger.witness]]")
    );
    assert!(errors("[ledger]\nwitness = 1\n").contains("is a list of sections"));
    assert!(errors(&(witness("http://a.example", key) + "kye = \"x\"\n")).contains("`kye` is not a setting"));
}

#[test]
fn a_mistake_is_shown_where_it_is_with_a_line_to_paste() {
    insta::assert_snapshot!(errors("[log]\nformat = \"jsn\"\n"), @r#"
    server.toml:2:10: `format` is "jsn", and wants one of "auto", "text", "json"
      |
    2 | format = "jsn"
      |          ^^^^^
      = write: format = "json"
    "#);
    insta::assert_snapshot!(errors("public_ulr = \"https://a.nl\"\n"), @r#"
    server.toml:1:1: `public_ulr` is not a setting; known are listen, data, keys, outside, backup, ledger, protocol, metrics, log, public_url
      |
    1 | public_ulr = "https://a.nl"
      | ^^^^^^^^^^
      = write: public_url = "https://a.nl"
    "#);
}

#[test]
fn every_mistake_is_reported_at_once_and_in_order() {
    let text = "[listen]\naddress = \"localhost\"\nconnections = 0\nport = 1\n[data]\nfolder = 3\ndatabase = \"mysql://root:geheim@db\"\n[lgo]\n";
    let message = errors(text);
    let places: Vec<&str> =
        message.lines().filter_map(|line| line.strip_prefix("server.toml:")?.split(": ").next()).collect();
    assert_eq!(places, ["2:11", "3:15", "4:1", "6:10", "7:12", "8:2"]);
    assert!(message.contains("write: [log]") && message.contains("write: connections = 1024"), "{message}");
    assert!(!message.contains("geheim"), "{message}");
}

#[test]
fn no_message_shows_a_password() {
    for text in [
        "[data]\ndatabas = \"postgres://w:geheim@db/w\"\n",
        "[data]\ndatabase = \"mysql://w:geheim@db/w\"\n",
        "[data]\ndatabase = \"host=db password=geheim\"\n",
        "[data]\ndatabase = \"host=db PASSWORD = 'geheim'\"\n",
        "[data]\ndatabase = \"postgres:///w?password=geheim&host=/run/postgresql\" x\n",
        "[data]\ndatabase = \"postgres://w@/w?host=/run/postgresql&password=geheim\" x\n",
        "[data]\npassword = \"geheim\"\n",
    ] {
        let message = errors(text);
        assert!(!message.contains("geheim"), "{message}");
    }
}

#[test]
fn what_is_not_toml_is_shown_and_never_panics() {
    for text in [
        "[listen",
        "a = ",
        "public_url = \"é",
        "= 1",
        "[listen]\n[listen]\n",
        "\u{feff}x",
        "listen = 3",
        "log = []",
        "[[log]]",
    ] {
        assert!(errors(text).starts_with("server.toml:"), "{text}");
    }
}

#[test]
fn an_address_for_visitors_is_https_or_this_machine() {
    let check = |url: &str, good: bool| assert_eq!(parse(&format!("public_url = \"{url}\"")).is_ok(), good, "{url}");
    check("https://privacy.example.nl", true);
    check("https://privacy.example.nl:8443/", true);
    check("http://localhost:8420", true);
    check("http://127.0.0.1", true);
    check("http://[::1]:8420", true);
    check("http://privacy.example.nl", false);
    check("http://localhost.example.nl", false);
    check("https://privacy.example.nl/sub", false);
    check("https://user@privacy.example.nl", false);
    check("https://", false);
    check("privacy.example.nl", false);
    check("https://a.nl/\\u000d\\u000ax: y", false);
    assert!(errors("[listen]\naddress = \"0.0.0.0:80\"").contains("`public_url` is missing"));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Settings::load(Path::new("/nowhere/server.toml")).expect_err("there is no such file");
    assert_eq!(error.to_string(), "/nowhere/server.toml cannot be read");
}
