//! Where engine time starts: behind everything that the log has seen, and not further.

use millpond_runtime::{Millis, Moment, WallTime};

/// When the last frame of a log was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastWritten {
    /// On both clocks.
    pub moment: Moment,
    /// In which boot.
    pub boot_id: [u8; 16],
}

/// Engine time at a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineStart {
    /// What engine time starts at.
    pub time: Millis,
    /// How far that is ahead of the wall, if it is so far (10 minutes) that the operator should be told:
    /// engine time never goes back, and catches up by a hundredth only.
    pub ahead_of_wall: Option<Millis>,
}

const WARN_AHEAD: Millis = 10 * 60 * 1000;

/// Works out where engine time starts, from the wall, the boot clock, and the last frames of the
/// directory's logs.
pub fn engine_start(
    wall: WallTime,
    boot: Millis,
    boot_id: [u8; 16],
    last_written: impl IntoIterator<Item = LastWritten>,
) -> EngineStart {
    let last = last_written.into_iter().max_by_key(|last| last.moment.engine);
    let time = match last {
        None => wall,
        // The boot clock went on without a break, so it knows better than the wall how long the server was
        // away. A boot id of zeros is that of a machine that does not tell.
        Some(last) if last.boot_id == boot_id && boot_id != [0; 16] => {
            last.moment.engine + boot.saturating_sub(last.moment.boot)
        }
        Some(last) => wall.max(last.moment.engine),
    };
    let ahead = time.saturating_sub(wall);
    EngineStart { time, ahead_of_wall: (ahead > WARN_AHEAD).then_some(ahead) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = 3_600_000;
    const BOOT: [u8; 16] = [1; 16];

    fn last(engine: Millis, boot: Millis, boot_id: [u8; 16]) -> LastWritten {
        LastWritten { moment: Moment { engine, boot }, boot_id }
    }

    #[test]
    fn a_new_directory_starts_at_the_wall() {
        let start = engine_start(500, 7, BOOT, []);
        assert_eq!(start, EngineStart { time: 500, ahead_of_wall: None });
    }

    #[test]
    fn within_a_boot_the_wall_may_jump_and_nothing_shows() {
        for wall in [1, 10 * HOUR, 99 * HOUR] {
            let start = engine_start(wall, 8_000, BOOT, [last(10 * HOUR, 5_000, BOOT)]);
            assert_eq!(start.time, 10 * HOUR + 3_000);
        }
    }

    #[test]
    fn after_another_boot_time_goes_on_at_the_later_of_wall_and_log() {
        let logs = [last(2 * HOUR, 9, [2; 16]), last(3 * HOUR, 9, [2; 16])];
        assert_eq!(engine_start(10 * HOUR, 1, BOOT, logs).time, 10 * HOUR);
        let behind = engine_start(HOUR, 1, BOOT, logs);
        assert_eq!(behind, EngineStart { time: 3 * HOUR, ahead_of_wall: Some(2 * HOUR) });
        assert_eq!(engine_start(3 * HOUR - 1000, 1, BOOT, logs).ahead_of_wall, None, "a second is nothing");
    }

    #[test]
    fn a_machine_that_does_not_tell_its_boot_id_is_taken_as_booted_anew() {
        assert_eq!(engine_start(HOUR, 50, [0; 16], [last(10, 20, [0; 16])]).time, HOUR);
    }
}
