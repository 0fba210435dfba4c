//! The few shapes that a plot is drawn with.

use std::fmt::Write as _;

/// Apart for most eyes, in this order.
pub const COLOURS: [&str; 5] = ["#2f6c9e", "#e18b2b", "#5a9e57", "#8e6ab0", "#9aa3ab"];
pub const INK: &str = "#23272b";
pub const PALE_INK: &str = "#5c656d";
pub const GRID: &str = "#dfe3e6";
pub const GROUND: &str = "#fcfcfa";
pub const MARK: &str = "#c0282d";
/// Width of every plot.
pub const WIDTH: f64 = 860.0;
/// From the edge to what is drawn.
pub const MARGIN: f64 = 24.0;

/// On which side of its place a text stands.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing under way.
pub struct Svg {
    shapes: String,
    /// The lowest line that something was drawn at.
    pub y: f64,
}

impl Svg {
    /// With its title, and beneath it what a reader must know.
    pub fn titled(title: &str, notes: &[String]) -> Svg {
        let mut svg = Svg { shapes: String::new(), y: 36.0 };
        let at = svg.y;
        svg.styled(MARGIN, at, title, Anchor::Start, r#"font-size="18" font-weight="600""#, INK);
        for note in notes {
            svg.y += 19.0;
            let at = svg.y;
            svg.text(MARGIN, at, note, Anchor::Start, PALE_INK);
        }
        svg
    }

    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str) {
        let _ = writeln!(
            self.shapes,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{fill}"/>"#
        );
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str, more: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.shapes,
            r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" stroke="{stroke}" {more}/>"#
        );
    }

    pub fn path(&mut self, points: &[(f64, f64)], stroke: &str, more: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let points = points.join(" ");
        let _ = writeln!(
            self.shapes,
            r#"<polyline points="{points}" fill="none" stroke="{stroke}" stroke-width="2" {more}/>"#
        );
    }

    pub fn dot(&mut self, (x, y): (f64, f64), fill: &str) {
        let _ = writeln!(self.shapes, r#"<circle cx="{x:.1}" cy="{y:.1}" r="3.5" fill="{fill}"/>"#);
    }

    pub fn text(&mut self, x: f64, y: f64, text: &str, anchor: Anchor, fill: &str) {
        self.styled(x, y, text, anchor, "", fill);
    }

    /// A text in bold letters.
    pub fn strong(&mut self, x: f64, y: f64, text: &str, anchor: Anchor) {
        self.styled(x, y, text, anchor, r#"font-weight="600""#, INK);
    }

    fn styled(&mut self, x: f64, y: f64, text: &str, anchor: Anchor, more: &str, fill: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            self.shapes,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" fill="{fill}" {more}>{text}</text>"#
        );
    }

    /// Names beside samples of their colours, in as many rows as they need.
    pub fn legend(&mut self, entries: &[(&str, Sample)]) {
        self.y += 24.0;
        let mut x = MARGIN;
        for (name, sample) in entries {
            let width = 22.0 + text_width(name) + 22.0;
            if x > MARGIN && x + width > WIDTH - MARGIN {
                (x, self.y) = (MARGIN, self.y + 20.0);
            }
            let y = self.y;
            match sample {
                Sample::Area(colour) => self.rect(x, y - 10.0, 14.0, 11.0, colour),
                Sample::Line(colour, more) => {
                    let more = format!(r#"stroke-width="2" {more}"#);
                    self.line((x, y - 4.5), (x + 16.0, y - 4.5), colour, &more);
                }
                Sample::Mark => self.line((x + 7.0, y - 11.0), (x + 7.0, y + 2.0), MARK, MARK_STYLE),
            }
            self.text(x + 22.0, y, name, Anchor::Start, INK);
            x += width;
        }
    }

    /// The whole file.
    pub fn end(self) -> String {
        let (shapes, height) = (self.shapes, (self.y + MARGIN).ceil());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
             viewBox=\"0 0 {WIDTH} {height}\" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, \
             'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif\" font-size=\"13\">\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{GROUND}\"/>\n{shapes}</svg>\n"
        )
    }
}

/// How a legend shows a colour.
#[derive(Clone, Copy)]
pub enum Sample {
    Area(&'static str),
    /// With what makes it dashed.
    Line(&'static str, &'static str),
    Mark,
}

pub const MARK_STYLE: &str = r#"stroke-width="2.5""#;
pub const DASHED: &str = r#"stroke-dasharray="6 4""#;

/// About what a text takes in any of the fonts, in pixels: rather more than less.
pub fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * 7.3
}
