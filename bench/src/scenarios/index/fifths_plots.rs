//! The parts of a long fill and drain as plots: what they cost, and what memory they left.

use super::fifths::{Fifth, GROWTH_MAX};
use crate::plot::{Line, Lines, Panel};

/// Messages and CPU by how many had gone before.
pub fn throughput(title: &str, notes: &[String], sends: &[Fifth], takes: &[Fifth]) -> String {
    let passes = [("sends in batches of ten", sends), ("receives and deletes of ten", takes)];
    let measured = |value: fn(&Fifth) -> f64| {
        passes.map(|(name, fifths)| Line {
            name: name.to_owned(),
            points: middles(fifths).zip(fifths).map(|(x, fifth)| (x, value(fifth))).collect(),
            is_bound: false,
        })
    };
    let bounds = passes.iter().filter_map(|(_, fifths)| {
        let (first, all) = (fifths.first()?, fifths.iter().map(|fifth| fifth.messages).sum::<u64>() as f64);
        let most = first.in_echoes() * GROWTH_MAX;
        let name = format!("{GROWTH_MAX} × the first fifth");
        Some(Line { name, points: vec![(0.0, most), (all, most)], is_bound: true })
    });
    let lines = Lines {
        title: title.to_owned(),
        notes: notes.to_vec(),
        axis: "messages that went before (each dot stands in the middle of its fifth)".to_owned(),
        panels: vec![
            Panel { axis: "messages a second".to_owned(), lines: measured(Fifth::a_second).into() },
            Panel {
                axis: "server CPU, in echoes of the same bytes".to_owned(),
                lines: measured(Fifth::in_echoes).into_iter().chain(bounds).collect(),
            },
        ],
    };
    lines.svg()
}

/// Memory by how many messages wait.
pub fn memory(title: &str, notes: &[String], sends: &[Fifth], takes: &[Fifth]) -> String {
    let line = |name: &str, is_bound, fifths: &[&Fifth], value: fn(&Fifth) -> f64| Line {
        name: name.to_owned(),
        points: fifths.iter().map(|fifth| (fifth.waiting as f64, value(fifth))).collect(),
        is_bound,
    };
    // The drain begins where the fill has ended.
    let draining: Vec<&Fifth> = sends.last().into_iter().chain(takes).collect();
    let filling: Vec<&Fifth> = sends.iter().collect();
    let lines = Lines {
        title: title.to_owned(),
        notes: notes.to_vec(),
        axis: "messages that wait".to_owned(),
        panels: vec![Panel {
            axis: "memory of the server (RSS), MiB".to_owned(),
            lines: vec![
                line("while it fills", false, &filling, Fifth::resident_mib),
                line("while it drains", false, &draining, Fifth::resident_mib),
                line("most it may be", true, &draining, |fifth| fifth.line_mib),
            ],
        }],
    };
    lines.svg()
}

fn middles(fifths: &[Fifth]) -> impl Iterator<Item = f64> {
    fifths.iter().scan(0.0, |before, fifth| {
        let middle = *before + fifth.messages as f64 / 2.0;
        *before += fifth.messages as f64;
        Some(middle)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_stands_in_the_middle_of_its_fifth() {
        let fifth = |messages| Fifth {
            messages,
            seconds: 1.0,
            cpu_s: 1.0,
            echo_us: 1.0,
            waiting: messages,
            ..Fifth::default()
        };
        let fifths = [fifth(10), fifth(10), fifth(20)];
        assert_eq!(middles(&fifths).collect::<Vec<_>>(), [5.0, 15.0, 30.0]);
        assert_eq!(throughput("t", &[], &fifths, &fifths).matches("<circle").count(), 12);
        assert_eq!(memory("t", &[], &fifths, &fifths).matches("<circle").count(), 7);
    }
}
