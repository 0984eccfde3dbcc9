//! Which tables a piece of SQL names. Not a parser: it knows the words a table name follows.

/// A table and the line it is named on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) table: String,
    pub(super) line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

/// Tables that the text reads, changes or makes; without those that its own `WITH` defines.
pub(super) fn tables(sql: &str) -> Vec<Named> {
    let tokens = tokens(sql);
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let own = own_names(&tokens);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let before = at.checked_sub(1).map_or("", &word);
        let starts = match word(at) {
            "from" => before != "distinct",
            "join" | "into" | "references" => true,
            "update" => !matches!(before, "for" | "do" | "on"),
            "table" => matches!(before, "create" | "alter" | "drop"),
            // CREATE INDEX name ON table: three or more words back stands `index`.
            "on" => (1..=5).any(|back| at.checked_sub(back).map_or("", &word) == "index"),
            _ => false,
        };
        if !starts {
            continue;
        }
        let mut next = at + 1;
        loop {
            while matches!(word(next), "if" | "not" | "exists" | "only" | "lateral") {
                next += 1;
            }
            let calls = word(at) == "from" && word(next + 1) == "(";
            if is_name(word(next)) && !calls && !own.iter().any(|name| name == word(next)) {
                found.push(Named { table: word(next).to_owned(), line: tokens[next].line });
            }
            if word(at) != "from" {
                break;
            }
            // FROM a, b AS c, d
            next += 1;
            next += usize::from(word(next) == "as");
            next += usize::from(is_name(word(next)) && word(next + 1) == ",");
            if word(next) != "," {
                break;
            }
            next += 1;
        }
    }
    found
}

/// Names that a `WITH` of this text defines: `name AS (` and `name (columns) AS (`.
fn own_names(tokens: &[Token]) -> Vec<String> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if !tokens.iter().any(|token| token.text == "with") {
        return Vec::new();
    }
    let mut names = Vec::new();
    for at in 0..tokens.len() {
        let introduced = at > 0 && matches!(word(at - 1), "with" | "recursive" | ",") && is_name(word(at));
        let defined = word(at + 1) == "as" && matches!(word(at + 2), "(" | "materialized" | "not");
        let with_columns = word(at + 1) == "(" && matches!(word(at.saturating_sub(1)), "with" | "recursive");
        if introduced && (defined || with_columns) {
            names.push(word(at).to_owned());
        }
    }
    names
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
}

/// Words in lower case and single marks; comments and strings are left out.
fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => 1 + rest[1..].find('\'').map_or(rest.len() - 1, |end| end + 1),
            _ if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ if is_part(first) => rest.find(|c: char| !is_part(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (text, after) = rest.split_at(length);
        if is_part(first) || "(),".contains(first) {
            tokens.push(Token { text: text.to_lowercase(), line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expected: &[&str]) {
        let named: Vec<_> = tables(sql).into_iter().map(|named| named.table).collect();
        assert_eq!(named, expected, "{sql}");
    }

    #[test]
    fn every_way_to_name_a_table_is_seen() {
        check("SELECT a FROM vault_key WHERE b = $1", &["vault_key"]);
        check("SELECT 1 FROM a_x JOIN b_y ON a_x.id = b_y.id", &["a_x", "b_y"]);
        check("SELECT 1 FROM a_x, b_y AS y, c_z WHERE 1 = 1", &["a_x", "b_y", "c_z"]);
        check("INSERT INTO a_x (id) SELECT id FROM b_y", &["a_x", "b_y"]);
        check("UPDATE \"a_x\" SET n = (SELECT max(n) FROM b_y)", &["a_x", "b_y"]);
        check("DELETE FROM a_x WHERE id IN (SELECT id FROM b_y)", &["a_x", "b_y"]);
        check("CREATE TABLE IF NOT EXISTS a_x (b TEXT REFERENCES b_y (id))", &["a_x", "b_y"]);
        check("CREATE UNIQUE INDEX a_x_n ON a_x (n)", &["a_x"]);
    }

    #[test]
    fn words_that_only_look_like_it_are_not_tables() {
        check("SELECT 'from a_x' -- from b_y\n/* from c_z */ FROM d_w", &["d_w"]);
        check("INSERT INTO a_x (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET n = 1", &["a_x"]);
        check("SELECT 1 FROM a_x WHERE b IS DISTINCT FROM $1 FOR UPDATE SKIP LOCKED", &["a_x"]);
        check("SELECT value FROM json_each($1)", &[]);
        check("WITH due AS (SELECT id FROM a_x), more AS (SELECT 1) SELECT * FROM due, more", &["a_x"]);
        check("WITH RECURSIVE t (n) AS (SELECT 1 UNION SELECT n + 1 FROM t) SELECT n FROM t", &[]);
        check("a TEXT REFERENCES a_x (id) ON UPDATE CASCADE ON DELETE CASCADE", &["a_x"]);
    }

    #[test]
    fn a_table_comes_with_its_line() {
        assert_eq!(tables("-- what for\nSELECT 1\nFROM a_x"), [Named { table: "a_x".to_owned(), line: 3 }]);
    }
}
