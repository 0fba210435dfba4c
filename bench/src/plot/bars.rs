//! Bars that lie: groups of them, each bar in parts, with a mark for what it may be.

use super::svg::{
    Anchor, COLOURS, GRID, GROUND, INK, MARGIN, MARK, MARK_STYLE, PALE_INK, Sample, Svg, WIDTH, text_width,
};
use super::{label, ticks};

const BAR: f64 = 20.0;
const BETWEEN_BARS: f64 = 8.0;
const BETWEEN_GROUPS: f64 = 18.0;

/// A plot of bars.
pub struct Bars {
    pub title: String,
    /// Lines beneath the title.
    pub notes: Vec<String>,
    /// What the axis counts, and in what.
    pub axis: String,
    /// What the parts of each bar are.
    pub parts: Vec<&'static str>,
    /// What the mark is; empty if no bar has one.
    pub mark: &'static str,
    pub groups: Vec<Group>,
}

/// Bars that belong together. Without a name they stand alone.
pub struct Group {
    pub name: String,
    pub bars: Vec<Bar>,
}

/// One bar.
pub struct Bar {
    pub name: String,
    pub parts: Vec<f64>,
    pub mark: Option<f64>,
    /// What stands at its end.
    pub value: String,
}

impl Bar {
    fn length(&self) -> f64 {
        self.parts.iter().sum()
    }
}

impl Bars {
    pub fn svg(&self) -> String {
        let mut svg = Svg::titled(&self.title, &self.notes);
        let mut samples: Vec<(&str, Sample)> =
            self.parts.iter().zip(COLOURS).map(|(name, colour)| (*name, Sample::Area(colour))).collect();
        if !self.mark.is_empty() {
            samples.push((self.mark, Sample::Mark));
        }
        svg.legend(&samples);

        let bars = || self.groups.iter().flat_map(|group| &group.bars);
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(text_width).fold(0.0, f64::max);
        let left = MARGIN + widest(&mut bars().map(|bar| &bar.name[..])) + 10.0;
        let right = WIDTH - MARGIN - widest(&mut bars().map(|bar| &bar.value[..])) - 12.0;
        let most = bars().map(|bar| bar.length().max(bar.mark.unwrap_or(0.0))).fold(0.0, f64::max);
        let ticks = ticks(most, 6);
        // The longest bar may end at the last tick or beyond the one before it: no more room is needed.
        let span = most.max(ticks[ticks.len() - 2]);
        let x_of = |value: f64| left + (right - left) * value / span;

        let top = svg.y + 18.0;
        let bottom = top + self.height();
        for tick in ticks.iter().copied().filter(|tick| *tick <= span * 1.0001) {
            let x = x_of(tick);
            svg.line((x, top), (x, bottom), GRID, "");
            svg.text(x, bottom + 18.0, &label(tick), Anchor::Middle, PALE_INK);
        }
        svg.line((left, top), (left, bottom), PALE_INK, "");
        let mut y = top;
        for group in &self.groups {
            y += BETWEEN_GROUPS / 2.0;
            if !group.name.is_empty() {
                // The axis and its grid must not cross a long name.
                svg.rect(MARGIN, y, text_width(&group.name) * 1.12, BAR - 3.0, GROUND);
                svg.strong(MARGIN, y + 12.0, &group.name, Anchor::Start);
                y += BAR;
            }
            for bar in &group.bars {
                bar.draw(&mut svg, y, left, x_of);
                y += BAR + BETWEEN_BARS;
            }
            y += BETWEEN_GROUPS / 2.0 - BETWEEN_BARS;
        }
        svg.text((left + right) / 2.0, bottom + 40.0, &self.axis, Anchor::Middle, INK);
        svg.y = bottom + 40.0;
        svg.end()
    }

    /// Of all bars with the space between them.
    fn height(&self) -> f64 {
        let of_group = |group: &Group| {
            let name = if group.name.is_empty() { 0.0 } else { BAR };
            BETWEEN_GROUPS - BETWEEN_BARS + name + group.bars.len() as f64 * (BAR + BETWEEN_BARS)
        };
        self.groups.iter().map(of_group).sum()
    }
}

impl Bar {
    fn draw(&self, svg: &mut Svg, y: f64, left: f64, x_of: impl Fn(f64) -> f64) {
        let base = y + BAR / 2.0 + 4.5;
        svg.text(left - 10.0, base, &self.name, Anchor::End, INK);
        let mut from = 0.0;
        for (part, colour) in self.parts.iter().zip(COLOURS) {
            svg.rect(x_of(from), y, x_of(from + part) - x_of(from), BAR, colour);
            from += part;
        }
        let mut end = x_of(from);
        if let Some(mark) = self.mark {
            let x = x_of(mark);
            svg.line((x, y - 4.0), (x, y + BAR + 4.0), MARK, MARK_STYLE);
            // A mark just behind the bar would strike its text through.
            let text_end = end + 8.0 + text_width(&self.value);
            if x > end && x < text_end {
                end = x;
            }
        }
        svg.text(end + 8.0, base, &self.value, Anchor::Start, INK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_and_name_is_drawn() {
        let bar =
            |name: &str, mark| Bar { name: name.into(), parts: vec![1.0, 1.5], mark, value: "2.5".into() };
        let bars = Bars {
            title: "a < b".into(),
            notes: vec!["note".into()],
            axis: "µs".into(),
            parts: vec!["floor", "rest"],
            mark: "target",
            groups: vec![Group { name: String::new(), bars: vec![bar("one", Some(2.6)), bar("two", None)] }],
        };
        let svg = bars.svg();
        for text in ["a &lt; b", "note", ">one<", ">two<", ">target<", ">rest<", ">2.5<"] {
            assert!(svg.contains(text), "{text}");
        }
        assert_eq!(svg.matches("height=\"20.0\"").count(), 4);
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }
}
