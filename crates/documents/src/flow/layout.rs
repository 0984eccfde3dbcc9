//! Where boxes and lines go. All measures are in CSS pixels at the size the picture is shown; it is never shrunk.

use super::model::{Graph, Node};

/// Width of a box, and the room between two columns.
pub(super) const BOX: usize = 248;
pub(super) const BETWEEN: usize = 104;
pub(super) const WIDTH: usize = 3 * BOX + 2 * BETWEEN + 2 * EDGE;
/// Room around everything.
pub(super) const EDGE: usize = 4;
/// Room inside a box, at the sides.
pub(super) const INSET: usize = 14;
const PADDING: usize = 12;
pub(super) const LINE: usize = 19;
pub(super) const NOTE_LINE: usize = 17;
const GAP: usize = 14;
/// The most lines of one text in a box.
const MOST_ROWS: usize = 5;
/// Room for the headings of the columns.
pub(super) const HEAD: usize = 34;
/// The least room between two lines that meet at a box.
const PORT: usize = 16;

/// A box with its place and its text in lines.
pub(super) struct Placed {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    pub(super) title: Vec<String>,
    pub(super) note: Vec<String>,
}

/// A line with its ends.
pub(super) struct Curve {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
    pub(super) special: bool,
    pub(super) outside: bool,
}

/// A whole picture.
pub(super) struct Layout {
    pub(super) boxes: [Vec<Placed>; 3],
    pub(super) curves: Vec<Curve>,
    pub(super) height: usize,
}

/// Places a picture: columns as high as their boxes, each centred against the highest.
pub(super) fn layout(graph: &Graph) -> Layout {
    let sized: [Vec<Placed>; 3] = std::array::from_fn(|column| {
        let nodes = graph.columns[column].iter().enumerate();
        nodes.map(|(at, node)| sized(node, column, lines_at(graph, column, at))).collect()
    });
    let heights = sized.each_ref().map(|column| column_height(column));
    let highest = heights.into_iter().max().unwrap_or(0);
    let mut boxes = sized;
    for (column, height) in boxes.iter_mut().zip(heights) {
        let mut y = HEAD + (highest - height) / 2;
        for placed in column {
            placed.y = y;
            y += placed.height + GAP;
        }
    }
    let curves = curves(graph, &boxes);
    Layout { boxes, curves, height: HEAD + highest + EDGE }
}

fn sized(node: &Node, column: usize, lines: usize) -> Placed {
    let title = wrap(&node.title, 14.5);
    let note = if node.note.is_empty() { Vec::new() } else { wrap(&node.note, 13.0) };
    let text = title.len() * LINE + note.len() * NOTE_LINE;
    let height = (text + 2 * PADDING).max(lines * PORT + PADDING);
    Placed { x: EDGE + column * (BOX + BETWEEN), y: 0, height, title, note }
}

fn column_height(column: &[Placed]) -> usize {
    column.iter().map(|placed| placed.height + GAP).sum::<usize>().saturating_sub(GAP)
}

/// How many lines meet at one side of a box, on the side where most do.
fn lines_at(graph: &Graph, column: usize, at: usize) -> usize {
    let right = graph.lines.iter().filter(|line| line.column == column && line.from == at).count();
    let left = graph.lines.iter().filter(|line| line.column + 1 == column && line.to == at).count();
    right.max(left)
}

/// Each line gets a place of its own along the side of each box, in the order of where it comes from or goes to.
fn curves(graph: &Graph, boxes: &[Vec<Placed>; 3]) -> Vec<Curve> {
    let port = |column: usize, at: usize, mine: usize, meeting: &[usize]| {
        let placed = &boxes[column][at];
        let place = meeting.iter().filter(|other| **other < mine).count();
        placed.y + placed.height * (2 * place + 1) / (2 * meeting.len().max(1))
    };
    let curve = |line: &super::model::Line| {
        let going: Vec<usize> = graph
            .lines
            .iter()
            .filter(|other| other.column == line.column && other.from == line.from)
            .map(|other| other.to)
            .collect();
        let coming: Vec<usize> = graph
            .lines
            .iter()
            .filter(|other| other.column == line.column && other.to == line.to)
            .map(|other| other.from)
            .collect();
        let from = &boxes[line.column][line.from];
        let to = &boxes[line.column + 1][line.to];
        Curve {
            from: (from.x + BOX, port(line.column, line.from, line.to, &going)),
            to: (to.x, port(line.column + 1, line.to, line.from, &coming)),
            special: line.special,
            outside: line.outside,
        }
    };
    graph.lines.iter().map(curve).collect()
}

/// Breaks a text into lines that fit a box at this size. A word that fits no line is broken.
fn wrap(text: &str, size: f32) -> Vec<String> {
    #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
    let room = (BOX - 2 * INSET) as f32 / size;
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for word in text.split_whitespace() {
        let wide = width(word);
        let empty = lines.last().is_none_or(String::is_empty);
        if !empty && used + 0.3 + wide > room {
            lines.push(String::new());
            used = 0.0;
        } else if !empty {
            used += 0.3;
            push(&mut lines, ' ');
        }
        for sign in word.chars() {
            let wide = sign_width(sign);
            if used + wide > room {
                lines.push(String::new());
                used = 0.0;
            }
            push(&mut lines, sign);
            used += wide;
        }
    }
    if lines.len() > MOST_ROWS {
        // The table beside the picture has every word.
        lines.truncate(MOST_ROWS);
        push(&mut lines, '…');
    }
    lines
}

fn push(lines: &mut [String], sign: char) {
    if let Some(line) = lines.last_mut() {
        line.push(sign);
    }
}

fn width(word: &str) -> f32 {
    word.chars().map(sign_width).sum()
}

/// Widths in em, on the wide side for a system font in semibold: a line that is too short looks better than one too long.
fn sign_width(sign: char) -> f32 {
    match sign {
        'i' | 'j' | 'l' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' | '’' => 0.34,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '-' | '/' => 0.45,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 0.98,
        '<' | '>' | '=' | '+' | '#' => 0.88,
        _ if sign.is_uppercase() => 0.75,
        _ if sign.is_ascii() || sign.is_alphabetic() && (sign as u32) < 0x2E80 => 0.64,
        _ => 1.05,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_words_and_breaks_only_what_fits_no_line() {
        let check = |text: &str, lines: &[&str]| assert_eq!(wrap(text, 14.5), lines, "{text}");
        check("", &[""]);
        check("Nieuwsbrief", &["Nieuwsbrief"]);
        check("Onze diensten veilig en bereikbaar houden", &["Onze diensten veilig en", "bereikbaar houden"]);
        check(
            &"x ".repeat(200),
            &[
                &["x"; 16].join(" "),
                &["x"; 16].join(" "),
                &["x"; 16].join(" "),
                &["x"; 16].join(" "),
                &format!("{}…", ["x"; 16].join(" ")),
            ],
        );
        check(&"x".repeat(50), &[&"x".repeat(23), &"x".repeat(23), &"x".repeat(4)]);
    }
}
