//! Settings: from the command line, else the environment, else a TOML file, else a default.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use millpond_auth::{AccountId, Region};
use millpond_sqs::FifoQuotas;

/// What acknowledges a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurabilityMode {
    /// `fdatasync` before each answer.
    Fsync,
    /// The page cache: survives a kill of the process, not a power cut.
    Os,
    /// Nothing: everything is gone with the process.
    Memory,
}

/// Segments are not made smaller than this.
const SEGMENT_BYTES_LEAST: u64 = 64 << 10;

/// All settings of `millpond serve`.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the data is.
    pub data_dir: PathBuf,
    /// What acknowledges a write.
    pub durability: DurabilityMode,
    /// The account of callers whose credential names none.
    pub account: AccountId,
    /// The region of callers without a credential.
    pub region: Region,
    /// The scheme and authority of URLs in answers, if not the caller's own.
    pub public_url: Option<String>,
    /// Whether the clock can be moved and the server emptied.
    pub test_clock: bool,
    /// Whether to listen on an address that is not loopback.
    pub insecure: bool,
    /// Host names that requests may be for, beside local ones.
    pub allow_hosts: Vec<String>,
    /// Host names of origins that requests may come from, beside local ones.
    pub allow_origins: Vec<String>,
    /// The file of queues that are there from the start.
    pub queues: Option<PathBuf>,
    /// Throughput quotas of FIFO queues.
    pub fifo_quotas: FifoQuotas,
    /// Threads.
    pub threads: usize,
    /// P of a new directory.
    pub partitions: u32,
    /// Bytes that a segment of the log grows to.
    pub segment_bytes_max: u64,
    /// Lines of the log: text or JSON.
    pub log_json: bool,
    /// What is logged, as `RUST_LOG` has it.
    pub log: String,
}

/// A setting: name (`--name`, `MILLPOND_NAME`, `name` in the file), what it takes, what it is. One whose name begins with
/// that of a table stands there in the file: `--limits-sqs-fifo` is `sqs_fifo` in `[limits]`.
struct Setting {
    name: &'static str,
    value: Kind,
    help: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Flag,
    One(&'static str),
    List(&'static str),
}

/// Tables of the file.
const TABLES: &[&str] = &["limits"];

const SETTINGS: &[Setting] = &[
    Setting {
        name: "listen",
        value: Kind::One("ADDRESS"),
        help: "Address and port to listen on [default: 127.0.0.1:4566]",
    },
    Setting {
        name: "data-dir",
        value: Kind::One("DIR"),
        help: "Data directory [default: millpond in the XDG data home]",
    },
    Setting {
        name: "durability",
        value: Kind::One("MODE"),
        help: "fsync: a 200 means the data is on disk; os: in the page cache; memory: no directory at all [default: fsync]",
    },
    Setting {
        name: "account",
        value: Kind::One("ID"),
        help: "Account of callers whose access key id is not twelve digits [default: 000000000000]",
    },
    Setting {
        name: "region",
        value: Kind::One("REGION"),
        help: "Region of callers without a signature [default: us-east-1]",
    },
    Setting {
        name: "public-url",
        value: Kind::One("URL"),
        help: "Scheme and authority of queue URLs [default: the caller's own]",
    },
    Setting {
        name: "test-clock",
        value: Kind::Flag,
        help: "Let POST /_millpond/clock move time, and POST /_millpond/reset empty the server",
    },
    Setting {
        name: "insecure",
        value: Kind::Flag,
        help: "Listen on an address that is not loopback, without TLS or authentication",
    },
    Setting {
        name: "allow-host",
        value: Kind::List("NAMES"),
        help: "Host names that requests may be for, comma-separated; *.name for subdomains",
    },
    Setting {
        name: "allow-origin",
        value: Kind::List("NAMES"),
        help: "Host names of web pages that may call, comma-separated; *.name for subdomains",
    },
    Setting {
        name: "queues",
        value: Kind::One("FILE"),
        help: "TOML file of queues that are there from the start: names, attributes, tags",
    },
    Setting {
        name: "limits-sqs-fifo",
        value: Kind::One("QUOTAS"),
        help: "aws: FIFO queues take no more calls a second than AWS's; off: as many as come [default: off]",
    },
    Setting { name: "threads", value: Kind::One("N"), help: "Threads [default: one a core]" },
    Setting {
        name: "partitions",
        value: Kind::One("P"),
        help: "Partitions of a new data directory [default: 256]",
    },
    Setting {
        name: "segment-bytes-max",
        value: Kind::One("BYTES"),
        help: "What a segment of the log grows to [default: 67108864]",
    },
    Setting { name: "log-format", value: Kind::One("FORMAT"), help: "text or json [default: text]" },
    Setting {
        name: "log",
        value: Kind::One("FILTER"),
        help: "What to log, e.g. debug or millpond=debug [default: info]",
    },
];

impl Setting {
    /// The table that it stands in, and its key there.
    fn in_table(&self) -> Option<(&'static str, String)> {
        TABLES.iter().find_map(|table| {
            let key = self.name.strip_prefix(table)?.strip_prefix('-')?;
            Some((*table, key.replace('-', "_")))
        })
    }

    /// Its key from the top of the file.
    fn key_in_file(&self) -> String {
        self.in_table().map_or_else(|| self.name.to_owned(), |(table, key)| format!("{table}.{key}"))
    }
}

/// A key of the file that is no setting's.
fn unknown_key(file: &toml::Table) -> Option<String> {
    let keys = file.iter().flat_map(|(name, value)| match value {
        toml::Value::Table(table) if TABLES.contains(&name.as_str()) => {
            table.keys().map(|key| format!("{name}.{key}")).collect()
        }
        _ => vec![name.clone()],
    });
    keys.into_iter().find(|key| !SETTINGS.iter().any(|setting| setting.key_in_file() == *key))
}

/// The command line.
pub fn command() -> Command {
    let with_settings = |mut command: Command| {
        for setting in SETTINGS {
            let arg = Arg::new(setting.name).long(setting.name).help(setting.help);
            command = command.arg(match setting.value {
                Kind::Flag => arg.action(ArgAction::SetTrue),
                Kind::One(value) => arg.value_name(value),
                Kind::List(value) => arg.value_name(value).action(ArgAction::Append).value_delimiter(','),
            });
        }
        command.arg(
            Arg::new("config").long("config").value_name("FILE").help("TOML file with the same settings"),
        )
    };
    let data_dir = Arg::new("data-dir").long("data-dir").value_name("DIR").help("Data directory");
    Command::new("millpond")
        .about("AWS's integration and messaging services on your own machines")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(
            "Each setting can also be given in the environment: --data-dir as MILLPOND_DATA_DIR, and so on.",
        )
        .subcommand(with_settings(Command::new("serve").about("Run the server")))
        .subcommand(with_settings(
            Command::new("config").about("Print the settings that serve would use, and whence"),
        ))
        .subcommand(
            Command::new("fsck")
                .about("Read a whole data directory and say what a start would do")
                .after_help(
                    "Exit codes: 0 nothing is damaged, 3 something is damaged and a start works without it, 4 a start \
                     would refuse, 1 the directory could not be examined.",
                )
                .arg(data_dir.clone()),
        )
        .subcommand(
            Command::new("snapshot")
                .about("Copy a data directory, also one that a server is using")
                .arg(data_dir)
                .arg(Arg::new("to").value_name("DIR").required(true).help("The copy; must not exist")),
        )
        .subcommand(Command::new("coverage").about("Print which operations there are"))
}

/// A setting's text, and where it comes from.
struct Found {
    values: Vec<String>,
    source: String,
}

/// Reads the settings, with the table that `millpond config` prints.
pub fn read(matches: &ArgMatches) -> Result<(Config, String), String> {
    let file = read_file(matches)?;
    if let Some((table, path)) = &file
        && let Some(unknown) = unknown_key(table)
    {
        return Err(format!("{path}: there is no setting {unknown}"));
    }
    let mut shown = String::new();
    let mut find = |name: &str, default: String| -> Result<Found, String> {
        let setting =
            SETTINGS.iter().find(|setting| setting.name == name).expect("settings are asked for by name");
        let found = find(matches, file.as_ref(), setting)?;
        let found = found.unwrap_or_else(|| Found { values: vec![default], source: "default".to_owned() });
        shown.push_str(&format!(
            "{} = {:<32} # {}\n",
            setting.key_in_file(),
            toml_value(&found.values, setting.value),
            found.source
        ));
        Ok(found)
    };
    let mut one = |name: &str, default: &str| find(name, default.to_owned()).map(|f| f.values.join(","));

    let listen = one("listen", "127.0.0.1:4566")?;
    let data_dir = one("data-dir", &default_data_dir())?;
    let durability = one("durability", "fsync")?;
    let account = one("account", AccountId::DEFAULT.as_str())?;
    let region = one("region", "us-east-1")?;
    let public_url = one("public-url", "")?;
    let test_clock = one("test-clock", "false")?;
    let insecure = one("insecure", "false")?;
    let allow_hosts = one("allow-host", "")?;
    let allow_origins = one("allow-origin", "")?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    let queues = one("queues", "")?;
    let limits_sqs_fifo = one("limits-sqs-fifo", "off")?;
    let threads = one("threads", &cores)?;
    let partitions = one("partitions", "256")?;
    let segment_bytes_max = one("segment-bytes-max", "67108864")?;
    let log_format = one("log-format", "text")?;
    let log = one("log", "info")?;

    let wrong = |name: &str, value: &str, want: &str| format!("{name} is {value:?}: {want}");
    let flag = |name: &str, value: &str| match value {
        "true" | "1" => Ok(true),
        "false" | "0" | "" => Ok(false),
        _ => Err(wrong(name, value, "true or false is wanted")),
    };
    let names = |list: String| {
        list.split(',').map(|n| n.trim().to_ascii_lowercase()).filter(|n| !n.is_empty()).collect()
    };
    let config = Config {
        listen: parse_listen(&listen)
            .ok_or_else(|| wrong("listen", &listen, "an address and a port are wanted"))?,
        data_dir: data_dir.into(),
        durability: match durability.as_str() {
            "fsync" => DurabilityMode::Fsync,
            "os" => DurabilityMode::Os,
            "memory" => DurabilityMode::Memory,
            _ => return Err(wrong("durability", &durability, "fsync, os or memory is wanted")),
        },
        account: AccountId::parse(&account).map_err(|e| wrong("account", &account, &e.to_string()))?,
        region: Region::parse(&region).map_err(|e| wrong("region", &region, &e.to_string()))?,
        public_url: match public_url.as_str() {
            "" => None,
            url => Some(origin_of(url).ok_or_else(|| {
                wrong("public-url", &public_url, "an http:// or https:// URL without a path is wanted")
            })?),
        },
        test_clock: flag("test-clock", &test_clock)?,
        insecure: flag("insecure", &insecure)?,
        allow_hosts: names(allow_hosts),
        allow_origins: names(allow_origins),
        queues: Some(queues).filter(|path| !path.is_empty()).map(PathBuf::from),
        fifo_quotas: match limits_sqs_fifo.as_str() {
            "off" => FifoQuotas::Off,
            "aws" => FifoQuotas::Aws,
            _ => return Err(wrong("limits-sqs-fifo", &limits_sqs_fifo, "off or aws is wanted")),
        },
        threads: threads
            .parse()
            .ok()
            .filter(|n| (1..=256).contains(n))
            .ok_or_else(|| wrong("threads", &threads, "a number from 1 to 256 is wanted"))?,
        partitions: partitions
            .parse()
            .ok()
            .filter(|n| (1..=4096).contains(n))
            .ok_or_else(|| wrong("partitions", &partitions, "a number from 1 to 4096 is wanted"))?,
        segment_bytes_max: segment_bytes_max
            .parse()
            .ok()
            .filter(|n| (SEGMENT_BYTES_LEAST..=1 << 30).contains(n) && n % 4096 == 0)
            .ok_or_else(|| {
                wrong(
                    "segment-bytes-max",
                    &segment_bytes_max,
                    "a multiple of 4096 from 65536 to 1073741824 is wanted",
                )
            })?,
        log_json: match log_format.as_str() {
            "text" => false,
            "json" => true,
            _ => return Err(wrong("log-format", &log_format, "text or json is wanted")),
        },
        log,
    };
    Ok((config, shown))
}

fn find(
    matches: &ArgMatches,
    file: Option<&(toml::Table, String)>,
    setting: &Setting,
) -> Result<Option<Found>, String> {
    let given = matches.value_source(setting.name) == Some(clap::parser::ValueSource::CommandLine);
    if given {
        let values = match setting.value {
            Kind::Flag => vec!["true".to_owned()],
            _ => matches.get_many::<String>(setting.name).into_iter().flatten().cloned().collect(),
        };
        return Ok(Some(Found { values, source: format!("--{}", setting.name) }));
    }
    let variable = format!("MILLPOND_{}", setting.name.replace('-', "_").to_ascii_uppercase());
    match std::env::var(&variable) {
        Ok(value) => return Ok(Some(Found { values: vec![value], source: variable })),
        Err(std::env::VarError::NotUnicode(_)) => return Err(format!("{variable} is not UTF-8")),
        Err(std::env::VarError::NotPresent) => {}
    }
    let Some((table, path)) = file else { return Ok(None) };
    let in_table = setting.in_table();
    let value = match &in_table {
        Some((name, key)) => table.get(*name).and_then(|table| table.get(key)),
        None => table.get(setting.name),
    };
    let Some(value) = value else { return Ok(None) };
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Boolean(flag) => Ok(flag.to_string()),
        _ => Err(format!("{path}: {} has a value of the wrong kind", setting.name)),
    };
    let values = match value {
        toml::Value::Array(values) => values.iter().map(text).collect::<Result<_, _>>()?,
        value => vec![text(value)?],
    };
    Ok(Some(Found { values, source: path.clone() }))
}

fn read_file(matches: &ArgMatches) -> Result<Option<(toml::Table, String)>, String> {
    let given = matches.get_one::<String>("config").map(OsString::from);
    let Some(path) = given.or_else(|| std::env::var_os("MILLPOND_CONFIG")) else { return Ok(None) };
    let shown = path.to_string_lossy().into_owned();
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{shown}: {e}"))?;
    let table = text.parse().map_err(|e| format!("{shown}: {e}"))?;
    Ok(Some((table, shown)))
}

fn parse_listen(text: &str) -> Option<SocketAddr> {
    let text =
        text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    text.parse().ok()
}

/// The user's own data home, as XDG has it.
pub fn default_data_dir() -> String {
    let home = std::env::var_os("XDG_DATA_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")));
    home.unwrap_or_else(|| PathBuf::from(".")).join("millpond").to_string_lossy().into_owned()
}

fn toml_value(values: &[String], kind: Kind) -> String {
    let quoted = |text: &String| toml::Value::String(text.clone()).to_string();
    match kind {
        Kind::Flag => values.concat(),
        Kind::One(_) => quoted(&values.join(",")),
        Kind::List(_) => {
            let listed: Vec<_> = values.iter().filter(|value| !value.is_empty()).map(quoted).collect();
            format!("[{}]", listed.join(", "))
        }
    }
}

/// Scheme and authority. Not of a URL with a path: no queue URL that began so would be understood when it comes back.
fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let authority = rest.trim_end_matches('/');
    (!authority.is_empty() && !authority.contains(['/', '?', '#'])).then(|| format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(args: &[&str]) -> Result<(Config, String), String> {
        let args = ["millpond", "serve"].iter().chain(args);
        let matches = command().try_get_matches_from(args).map_err(|e| e.to_string())?;
        read(matches.subcommand().expect("serve is a subcommand").1)
    }

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn a_wrong_value_is_refused_by_name() {
        for (args, name) in [
            (["--listen", "nowhere"], "listen"),
            (["--durability", "maybe"], "durability"),
            (["--account", "12"], "account"),
            (["--region", "EU WEST"], "region"),
            (["--threads", "0"], "threads"),
            (["--segment-bytes-max", "5000"], "segment-bytes-max"),
            (["--public-url", "example.org"], "public-url"),
            (["--public-url", "https://"], "public-url"),
            (["--public-url", "https://example.org/sqs"], "public-url"),
            (["--limits-sqs-fifo", "300"], "limits-sqs-fifo"),
        ] {
            let error = settings(&args).unwrap_err();
            assert!(error.starts_with(name), "{error}");
        }
    }

    #[test]
    fn lists_take_commas_and_repeats() {
        let (config, shown) =
            settings(&["--allow-host", "a.example,*.b.example", "--allow-host", "C.example"]).unwrap();
        assert_eq!(config.allow_hosts, ["a.example", "*.b.example", "c.example"]);
        assert!(shown.contains("allow-host = [\"a.example\", \"*.b.example\", \"C.example\"]"), "{shown}");
    }
}
