//! C6: requests that are made to cost much. Each is refused for little CPU and memory.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::client::Client;
use crate::server::{Server, slowness};
use crate::{Outcome, ensure, proved};

const CPU_MS_MAX: f64 = 100.0;
/// A few of the largest bodies, and what the allocator of each worker keeps for the next ones.
const GROWTH_MIB_MAX: f64 = 96.0;
/// The most that the server reads of a body.
const BODY_BYTES_MAX: usize = 8 << 20;

/// One of them: what it is, its bytes.
struct Bomb {
    name: &'static str,
    bytes: Vec<u8>,
}

/// See the module.
pub async fn run(long: bool) -> Outcome {
    let times = if long { 100 } else { 1 };
    let server = Server::start()?;
    let mut client = Client::open(server.address()).await?;
    client.create_queue("q").await?;
    let bombs = bombs()?;
    let (mut worst_cpu, mut worst_growth, mut broken) = ((0.0, ""), (0.0, ""), Vec::new());
    for _ in 0..times {
        for Bomb { name, bytes } in &bombs {
            let (cpu, before) = (server.cpu_ms()?, server.resident_mib()?);
            let status = throw(server.address(), bytes).await?;
            let spent = server.cpu_ms()? - cpu;
            let grown = server.peak_mib()? - before;
            if grown > worst_growth.0 {
                worst_growth = (grown, name);
            }
            if spent > worst_cpu.0 {
                worst_cpu = (spent, name);
            }
            if !status.is_some_and(|status| (400..500).contains(&status)) {
                broken.push(format!("{name}: answered {status:?}"));
            }
            if spent > CPU_MS_MAX * f64::from(slowness()) {
                broken.push(format!("{name}: {spent:.0} ms of CPU"));
            }
        }
    }
    client.call("ListQueues", &serde_json::json!({})).await?;
    if worst_growth.0 > GROWTH_MIB_MAX {
        broken.push(format!("{}: {:.0} MiB more", worst_growth.1, worst_growth.0));
    }
    proved(
        "C6",
        &format!(
            "bombs, each answered 4xx; at most {:.0} ms of CPU ({}) and {:.0} MiB more ({})",
            worst_cpu.0, worst_cpu.1, worst_growth.0, worst_growth.1
        ),
        format!("{} bombs", bombs.len() * times),
        format!("{} not refused cheaply", broken.len()),
    );
    ensure(broken.is_empty(), || broken.join("\n"))
}

/// Sends as much as the server takes, and gives the status of what it answers; none if it only hangs up.
async fn throw(address: SocketAddr, bytes: &[u8]) -> io::Result<Option<u16>> {
    let (mut read, mut write) = TcpStream::connect(address).await?.into_split();
    let writing = async {
        let _ = write.write_all(bytes).await;
        sleep(Duration::from_secs(60)).await;
    };
    let reading = async {
        let mut head = [0; 12];
        read.read_exact(&mut head).await.ok()?;
        std::str::from_utf8(&head[9..]).ok()?.parse().ok()
    };
    let answered = async {
        tokio::select! {
            status = reading => status,
            () = writing => None,
        }
    };
    Ok(timeout(Duration::from_secs(30), answered).await.unwrap_or(None))
}

fn bombs() -> io::Result<Vec<Bomb>> {
    let deep = |open: &str, close: &str| open.repeat(1_000_000) + &close.repeat(1_000_000);
    let mut keys = String::from("{");
    // Keys that collide under the multiply-and-add hashes that most languages had: "Aa" and "BB".
    for at in 0..(1 << 16) {
        let key: String = (0..16).map(|bit| if at >> bit & 1 == 0 { "Aa" } else { "BB" }).collect();
        let _ = write!(keys, "\"{key}\":0,");
    }
    keys.push_str("\"QueueName\":1}");
    let mut attributes = String::from("{\"QueueName\":\"n\",\"Attributes\":{");
    for at in 0..300_000 {
        let _ = write!(attributes, "\"a{at}\":\"\",");
    }
    attributes.push_str("\"b\":\"\"}}");
    let form = |pair: &dyn Fn(usize) -> String| {
        let mut form = String::from(
            "Action=SendMessageBatch&Version=2012-11-05&QueueUrl=http://localhost/000000000000/q",
        );
        (0..1_000_000)
            .take_while(|at| (form.write_str(&pair(*at)).is_ok(), form.len() < BODY_BYTES_MAX - 100).1)
            .count();
        form
    };
    let headers: String = (0..100_000).fold(String::new(), |mut all, at| {
        let _ = write!(all, "x-{at}: y\r\n");
        all
    });
    let json = |name, body: String| Bomb { name, bytes: http(JSON, body.as_bytes()) };
    let query = |name, body: String| Bomb { name, bytes: http(FORM, body.as_bytes()) };
    Ok(vec![
        Bomb {
            name: "a body of 1 GB announced",
            bytes: raw(&format!("{JSON}Content-Length: 1000000000\r\n"), b"{"),
        },
        Bomb {
            name: "a chunk of 1 GiB",
            bytes: raw(&format!("{JSON}Transfer-Encoding: chunked\r\n"), &chunk(1 << 30)),
        },
        Bomb {
            name: "a chunk of 2^64 bytes",
            bytes: raw(&format!("{JSON}Transfer-Encoding: chunked\r\n"), b"10000000000000000\r\n{"),
        },
        Bomb {
            name: "gzip of 1 GiB",
            bytes: http(&format!("{JSON}Content-Encoding: gzip\r\n"), &gzip(1 << 30, b"")?),
        },
        Bomb {
            name: "gzip of JSON a million deep",
            bytes: http(&format!("{JSON}Content-Encoding: gzip\r\n"), &gzip(0, deep("[", "]").as_bytes())?),
        },
        json("JSON arrays a million deep", format!("{{\"QueueName\":{}}}", deep("[", "]"))),
        json("JSON objects a million deep", deep("{\"a\":", "}")),
        json("JSON with keys that collide", keys),
        json("JSON with 300,000 attributes", attributes),
        json("JSON with 8 MB of digits", format!("{{\"QueueName\":{}}}", "9".repeat(7 << 20))),
        json(
            "JSON with 1.3 million escapes",
            format!("{{\"QueueName\":\"{}\"}}", "\\u0041".repeat(1_300_000)),
        ),
        query("a form of a million empty pairs", form(&|_| "&a=".to_owned())),
        query("a form of entries", form(&|at| format!("&SendMessageBatchRequestEntry.{at}.Id=a"))),
        query(
            "a form of entries far apart",
            form(&|at| format!("&SendMessageBatchRequestEntry.{}.Id=a", at * 2_000)),
        ),
        query(
            "a form a million deep",
            "Action=CreateQueue&Version=2012-11-05&".to_owned() + &"A.1.".repeat(1_000_000) + "=b",
        ),
        query("a form of percent signs", form(&|_| "&%41%41=%41%41".to_owned())),
        Bomb { name: "100,000 headers", bytes: raw(&headers, b"") },
        Bomb { name: "a header of 10 MB", bytes: raw(&format!("x: {}\r\n", "y".repeat(10_000_000)), b"") },
        Bomb {
            name: "a path of 10 MB",
            bytes: format!("GET /{} HTTP/1.1\r\n\r\n", "y".repeat(10_000_000)).into_bytes(),
        },
    ])
}

const JSON: &str = "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: AmazonSQS.CreateQueue\r\n";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

fn http(headers: &str, body: &[u8]) -> Vec<u8> {
    raw(&format!("{headers}Content-Length: {}\r\n", body.len()), body)
}

fn raw(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("POST / HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").as_bytes(), body].concat()
}

/// A chunk that says it is large, and as much of it as a server may take before it has had enough.
fn chunk(bytes: usize) -> Vec<u8> {
    [format!("{bytes:x}\r\n").as_bytes(), &vec![b' '; BODY_BYTES_MAX * 2]].concat()
}

fn gzip(zeros: usize, then: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zero = vec![0; 1 << 20];
    for _ in 0..zeros >> 20 {
        encoder.write_all(&zero)?;
    }
    encoder.write_all(then)?;
    encoder.finish()
}
