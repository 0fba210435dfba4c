//! Plots as SVG files that a browser and a README show alike: no script, no font of their own, a light ground.

mod bars;
mod lines;
mod svg;

use std::fs;
use std::io;
use std::path::Path;

pub use bars::{Bar, Bars, Group};
pub use lines::{Line, Lines, Panel};

/// Writes a plot into a directory, which is made if it is not there.
pub fn write(directory: &Path, name: &str, svg: &str) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let path = directory.join(name);
    fs::write(&path, svg)?;
    eprintln!("{} is written", path.display());
    Ok(())
}

/// Values for an axis from 0: a step of 1, 2 or 5 times a power of ten, and how many of them hold `most`.
fn ticks(most: f64, wanted: usize) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let rough = most / wanted as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    (0..=(most / step * 0.999).ceil() as usize).map(|at| at as f64 * step).collect()
}

/// A number as it stands at an axis.
fn label(value: f64) -> String {
    let (value, unit) = match value.abs() {
        1e6.. => (value / 1e6, " M"),
        1e4.. => (value / 1e3, " k"),
        _ => (value, ""),
    };
    let digits = [0, 1, 2].into_iter().find(|digits| {
        let power = 10f64.powi(*digits);
        ((value * power).round() / power - value).abs() < 1e-6
    });
    format!("{value:.*}{unit}", digits.unwrap_or(2) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_round_steps_and_holds_its_greatest_value() {
        assert_eq!(ticks(4.4, 5), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(ticks(63.0, 4), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ticks(100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(0.0, 5).last(), Some(&1.0));
        assert_eq!(ticks(f64::NAN, 5).last(), Some(&1.0));
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(label(0.0), "0");
        assert_eq!(label(2.5), "2.5");
        assert_eq!(label(80_000.0), "80 k");
        assert_eq!(label(2_500_000.0), "2.5 M");
        assert_eq!(label(1.0 / 3.0), "0.33");
    }
}
