//! Lines over a common axis, in one panel or several.

use super::svg::{Anchor, COLOURS, DASHED, GRID, INK, MARGIN, MARK, PALE_INK, Sample, Svg, WIDTH};
use super::{label, ticks};

const HEIGHT: f64 = 210.0;
const LEFT: f64 = MARGIN + 44.0;

/// A plot of lines.
pub struct Lines {
    pub title: String,
    /// Lines beneath the title.
    pub notes: Vec<String>,
    /// What the common axis counts, and in what.
    pub axis: String,
    pub panels: Vec<Panel>,
}

/// Lines that are counted in the same unit.
pub struct Panel {
    pub axis: String,
    pub lines: Vec<Line>,
}

/// One line. A bound is not measured: it has no dots.
pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
    pub is_bound: bool,
}

impl Lines {
    pub fn svg(&self) -> String {
        let mut svg = Svg::titled(&self.title, &self.notes);
        let points = self.panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| &line.points);
        let most = points.map(|(x, _)| *x).fold(0.0, f64::max);
        for panel in &self.panels {
            panel.draw(&mut svg, most);
        }
        svg.y += 22.0;
        svg.text((LEFT + WIDTH - MARGIN) / 2.0, svg.y, &self.axis, Anchor::Middle, INK);
        svg.end()
    }
}

impl Panel {
    fn draw(&self, svg: &mut Svg, x_most: f64) {
        let mut samples: Vec<(&str, Sample)> =
            self.lines.iter().enumerate().map(|(at, line)| (&line.name[..], line.sample(at))).collect();
        // Bounds of several lines may share a name.
        samples.dedup_by_key(|(name, _)| *name);
        svg.legend(&samples);
        svg.y += 26.0;
        svg.strong(MARGIN, svg.y, &self.axis, Anchor::Start);
        let top = svg.y + 14.0;
        let bottom = top + HEIGHT;
        let right = WIDTH - MARGIN - 8.0;
        let y_most = self.lines.iter().flat_map(|line| &line.points).map(|(_, y)| *y).fold(0.0, f64::max);
        let y_ticks = ticks(y_most, 4);
        let y_span = y_ticks[y_ticks.len() - 1];
        let place = |(x, y): (f64, f64)| {
            (LEFT + (right - LEFT) * x / x_most.max(f64::MIN_POSITIVE), bottom - HEIGHT * y / y_span)
        };
        for tick in y_ticks {
            let (_, y) = place((0.0, tick));
            svg.line((LEFT, y), (right, y), GRID, "");
            svg.text(LEFT - 8.0, y + 4.5, &label(tick), Anchor::End, PALE_INK);
        }
        for tick in ticks(x_most, 5).into_iter().filter(|tick| *tick <= x_most * 1.0001) {
            let (x, _) = place((tick, 0.0));
            svg.line((x, bottom), (x, bottom + 5.0), PALE_INK, "");
            svg.text(x, bottom + 20.0, &label(tick), Anchor::Middle, PALE_INK);
        }
        svg.line((LEFT, bottom), (right, bottom), PALE_INK, "");
        for (at, line) in self.lines.iter().enumerate() {
            let points: Vec<(f64, f64)> = line.points.iter().map(|point| place(*point)).collect();
            match line.sample(at) {
                Sample::Line(colour, more) => svg.path(&points, colour, more),
                Sample::Area(_) | Sample::Mark => {}
            }
            if !line.is_bound {
                points.iter().for_each(|point| svg.dot(*point, COLOURS[at % COLOURS.len()]));
            }
        }
        svg.y = bottom + 20.0;
    }
}

impl Line {
    fn sample(&self, at: usize) -> Sample {
        if self.is_bound { Sample::Line(MARK, DASHED) } else { Sample::Line(COLOURS[at % COLOURS.len()], "") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_has_dots_and_a_bound_has_none() {
        let line = |name: &str, is_bound| Line {
            name: name.into(),
            points: vec![(0.0, 10.0), (5e6, 30.0)],
            is_bound,
        };
        let lines = Lines {
            title: "memory".into(),
            notes: Vec::new(),
            axis: "messages".into(),
            panels: vec![Panel {
                axis: "MiB".into(),
                lines: vec![line("measured", false), line("line", true)],
            }],
        };
        let svg = lines.svg();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert!(svg.contains(">5 M<") && svg.contains(">MiB<") && !svg.contains("NaN"));
    }
}
