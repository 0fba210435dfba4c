//! The tables: what was proved, and how long it took.

use std::fmt::Write as _;
use std::time::Duration;

use super::run::Run;
use super::suites::{SHORT_SECONDS_MAX, Tier};

/// Rows of cells, the first row being the heads.
pub type Table = Vec<[String; 4]>;

/// All proofs, in the order of the catalogue. What was tried in several places is one row.
pub fn proofs(runs: &[Run]) -> Table {
    let mut rows: Table = Vec::new();
    for proof in runs.iter().flat_map(|run| &run.proofs) {
        let row = [&proof.id, &proof.tried, &proof.times, &proof.lost].map(String::clone);
        match rows.iter_mut().find_map(|known| Some((sum(known, &row)?, known))) {
            Some((sum, known)) => *known = sum,
            None => rows.push(row),
        }
    }
    rows.sort_by_key(|[id, ..]| place(id));
    let heads = ["test", "what was tried", "how often", "what was lost"].map(str::to_owned);
    std::iter::once(heads).chain(rows).collect()
}

/// Two rows of one kind, if what they count can be added: "20 cycles" and "5 cycles".
fn sum(one: &[String; 4], other: &[String; 4]) -> Option<[String; 4]> {
    let counted = |cell: &str| {
        let (number, unit) = cell.split_once(' ').unwrap_or((cell, ""));
        Some((number.replace(',', "").parse::<u64>().ok()?, unit.to_owned()))
    };
    let added = |one: &str, other: &str| {
        let ((one, unit), (other, same)) = (counted(one)?, counted(other)?);
        (unit == same).then(|| format!("{} {unit}", one + other).trim_end().to_owned())
    };
    let [id, tried, times, lost] = one;
    (id == &other[0] && tried == &other[1])
        .then(|| Some([id.clone(), tried.clone(), added(times, &other[2])?, added(lost, &other[3])?]))?
}

/// A1 before A2 before A10.
pub fn place(id: &str) -> (String, u64, String) {
    let letters: String = id.chars().take_while(char::is_ascii_alphabetic).collect();
    let digits: String = id[letters.len()..].chars().take_while(char::is_ascii_digit).collect();
    (letters, digits.parse().unwrap_or(0), id.to_owned())
}

/// For a terminal.
pub fn aligned(table: &Table) -> String {
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..4).map(width).collect();
    let mut text = String::new();
    for row in table {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}

/// For a page.
pub fn markdown<const N: usize>(heads: &[&str; N], rows: &[[String; N]]) -> String {
    let mut text = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(N));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

/// How long each suite took. In the short tier, which have passed their share: of those that have run alone, for others are slower
/// than they are.
pub fn seconds(runs: &[Run], tier: Tier) -> String {
    let mut text = "seconds a suite:\n".to_owned();
    let width = runs.iter().map(|run| run.suite.name.len()).max().unwrap_or(0).max("shares of 480".len());
    for run in runs {
        let (name, share) = (&run.suite.name, Duration::from_secs(run.suite.share_seconds));
        let _ = write!(text, "  {name:<width$} {:>7.1}", run.took.as_secs_f64());
        if run.beside {
            text.push_str("  beside others");
        } else if tier == Tier::Short && run.took > share {
            let _ = write!(text, "  more than its {} s: it moves to the long tier", share.as_secs());
        }
        text.push('\n');
    }
    if tier == Tier::Short {
        let shares: u64 = runs.iter().map(|run| run.suite.share_seconds).sum();
        let _ = writeln!(text, "  {:<width$} {shares:>5}", format!("shares of {SHORT_SECONDS_MAX}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_the_catalogue() {
        let mut ids = ["B1", "A10", "A2", "C5", "A2b"];
        ids.sort_by_key(|id| place(id));
        assert_eq!(ids, ["A2", "A2b", "A10", "B1", "C5"]);
    }

    #[test]
    fn counts_of_one_kind_are_added() {
        let row = |tried: &str, times: &str, lost: &str| ["A1", tried, times, lost].map(str::to_owned);
        let one = row("kills", "1,020 cycles", "0");
        assert_eq!(sum(&one, &row("kills", "5 cycles", "1")), Some(row("kills", "1025 cycles", "1")));
        assert_eq!(sum(&one, &row("cuts", "5 cycles", "0")), None);
        assert_eq!(sum(&one, &row("kills", "5 seeds", "0")), None);
        assert_eq!(sum(&one, &row("kills", "often", "0")), None);
    }

    #[test]
    fn a_bar_in_a_cell_does_not_end_it() {
        let rows = [["a", "b|c"].map(str::to_owned)];
        assert_eq!(markdown(&["x", "y"], &rows), "| x | y |\n|---|---|\n| a | b\\|c |\n");
    }
}
