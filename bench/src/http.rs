//! A client's side of HTTP/1.1, as small as a loader needs it: whole requests out, replies with a length in.

use std::io;
use std::net::SocketAddr;

use memchr::{memchr_iter, memmem};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Room for most replies, so that one read takes them.
const BUFFER_BYTES: usize = 32 << 10;

/// One kept connection, one request at a time.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A reply in the connection's buffer.
pub struct Reply<'a> {
    pub status: u16,
    /// The status line, the headers and the empty line.
    pub head: &'a [u8],
    pub body: &'a [u8],
}

impl Reply<'_> {
    /// The body, if the call succeeded.
    pub fn success(&self) -> io::Result<&[u8]> {
        if self.status == 200 {
            return Ok(self.body);
        }
        let body = String::from_utf8_lossy(&self.body[..self.body.len().min(500)]);
        Err(io::Error::other(format!("answered {}: {body}", self.status)))
    }
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, buffer: Vec::with_capacity(BUFFER_BYTES) })
    }

    /// Sends the bytes of a whole request and waits for the whole reply.
    pub async fn call(&mut self, request: &[u8]) -> io::Result<Reply<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_bytes = loop {
            let seen = self.buffer.len();
            self.read_more().await?;
            // The empty line may straddle two reads.
            let from = seen.saturating_sub(3);
            if let Some(at) = memmem::find(&self.buffer[from..], b"\r\n\r\n") {
                break from + at + 4;
            }
        };
        let head = Head::parse(&self.buffer[..head_bytes])?;
        while self.buffer.len() < head_bytes + head.content_length {
            self.read_more().await?;
        }
        let (head_part, rest) = self.buffer.split_at(head_bytes);
        Ok(Reply { status: head.status, head: head_part, body: &rest[..head.content_length] })
    }

    async fn read_more(&mut self) -> io::Result<()> {
        if self.buffer.capacity() == self.buffer.len() {
            self.buffer.reserve(BUFFER_BYTES);
        }
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection")),
            _ => Ok(()),
        }
    }
}

struct Head {
    status: u16,
    content_length: usize,
}

impl Head {
    fn parse(head: &[u8]) -> io::Result<Head> {
        let malformed = || io::Error::new(io::ErrorKind::InvalidData, "not a reply with a length");
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| malformed());
        let status = head.get(9..12).ok_or_else(malformed)?;
        let status = text(status)?.parse().map_err(|_| malformed())?;
        const NAME: &[u8] = b"content-length:";
        for at in memchr_iter(b'\n', head) {
            let line = &head[at + 1..];
            if line.len() > NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME) {
                let end = memchr::memchr(b'\r', line).ok_or_else(malformed)?;
                let value = text(&line[NAME.len()..end])?.trim();
                return Ok(Head { status, content_length: value.parse().map_err(|_| malformed())? });
            }
        }
        Err(malformed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_gives_status_and_length_in_any_case() {
        let head = Head::parse(b"HTTP/1.1 404 Not Found\r\nx: y\r\nConTent-LENGTH:  17 \r\n\r\n").unwrap();
        assert_eq!((head.status, head.content_length), (404, 17));
        assert!(Head::parse(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        assert!(Head::parse(b"nonsense\r\n\r\n").is_err());
    }
}
