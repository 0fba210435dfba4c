//! Which requests are let in while authentication is off: none that a foreign web page could have made.
//!
//! A page can make a browser send a form to 127.0.0.1 without asking, so a foreign `Origin` is refused; and a page's own
//! host name can be pointed at 127.0.0.1, so on a loopback listener a foreign `Host` is refused as well.

use std::net::IpAddr;

use crate::config::Config;

/// See the module.
pub struct Access {
    checks_host: bool,
    hosts: Vec<String>,
    origins: Vec<String>,
}

impl Access {
    /// As configured.
    pub fn new(config: &Config) -> Self {
        Access {
            checks_host: config.listen.ip().is_loopback(),
            hosts: config.allow_hosts.clone(),
            origins: config.allow_origins.clone(),
        }
    }

    /// Whether a request with these headers is let in; else why not.
    pub fn check(&self, host: Option<&str>, origin: Option<&str>) -> Result<(), &'static str> {
        if self.checks_host && !host.is_none_or(|host| self.is_allowed(host_of(host), &self.hosts)) {
            return Err(
                "This host name is not served here. If it should be, start the server with --allow-host.",
            );
        }
        let Some(origin) = origin else { return Ok(()) };
        let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
        if authority.is_empty() || !self.is_allowed(host_of(authority), &self.origins) {
            return Err(
                "Calls from this web page are refused. If it may call, start the server with --allow-origin.",
            );
        }
        Ok(())
    }

    fn is_allowed(&self, host: &str, also: &[String]) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        is_local(&host) || also.iter().any(|allowed| matches(allowed, &host))
    }
}

/// Names without a dot, localhost and below, and addresses are nobody's web site.
fn is_local(host: &str) -> bool {
    let is_address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    let is_name =
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    is_address || is_name || host.ends_with(".localhost")
}

fn matches(allowed: &str, host: &str) -> bool {
    match allowed.strip_prefix("*.") {
        Some(parent) => host.strip_suffix(parent).is_some_and(|left| left.len() > 1 && left.ends_with('.')),
        None => allowed == host,
    }
}

/// An authority without its port.
fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port))
            if port.bytes().all(|b| b.is_ascii_digit()) && (!host.contains(':') || host.ends_with(']')) =>
        {
            host
        }
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(hosts: &[&str]) -> Access {
        let names: Vec<String> = hosts.iter().map(|name| (*name).to_owned()).collect();
        Access { checks_host: true, hosts: names.clone(), origins: names }
    }

    #[test]
    fn local_names_and_addresses_are_let_in() {
        let access = access(&[]);
        for host in [
            "localhost:4566",
            "127.0.0.1:4566",
            "[::1]:4566",
            "10.0.0.7",
            "millpond",
            "a.localhost:80",
            "LOCALHOST",
        ] {
            assert_eq!(access.check(Some(host), Some(&format!("http://{host}"))), Ok(()), "{host}");
        }
        assert_eq!(access.check(None, None), Ok(()));
    }

    #[test]
    fn foreign_names_are_refused() {
        let access = access(&["api.example.org", "*.dev.example"]);
        for host in [
            "example.com",
            "evil.com:4566",
            "127.0.0.1.nip.io",
            "localhost.evil.com",
            "dev.example",
            "xdev.example",
            "",
            "user@localhost",
        ] {
            assert!(access.check(Some(host), None).is_err(), "{host}");
            assert!(access.check(Some("localhost"), Some(&format!("https://{host}"))).is_err(), "{host}");
        }
        assert!(access.check(Some("localhost"), Some("null")).is_err());
        for host in ["api.example.org:80", "a.dev.example", "b.a.dev.example."] {
            assert_eq!(access.check(Some(host), None), Ok(()), "{host}");
        }
    }
}
