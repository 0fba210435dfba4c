//! Which requests are let in while authentication is off: none that a foreign web page could have made.
//!
//! A page can make a browser send a form to 127.0.0.1 without asking, so a foreign `Origin` is refused. With a GET that asks
//! for no answer (an image, a link) a browser sends no `Origin`; it then says in `Sec-Fetch-Site` that the page is a foreign
//! one. And a page's own host name can be pointed at 127.0.0.1, so on a loopback listener a foreign `Host` is refused as well.

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
    pub fn check(
        &self,
        host: Option<&str>,
        origin: Option<&str>,
        site: Option<&str>,
    ) -> Result<(), &'static str> {
        if self.checks_host && !host.is_none_or(|host| is_allowed(host_of(host), &self.hosts, is_local)) {
            return Err(
                "This host name is not served here. If it should be, start the server with --allow-host.",
            );
        }
        let may_call = match origin {
            Some(origin) => {
                let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
                is_allowed(host_of(authority), &self.origins, is_local_page)
            }
            None => site != Some("cross-site"),
        };
        if !may_call {
            return Err(
                "Calls from this web page are refused. If it may call, start the server with --allow-origin.",
            );
        }
        Ok(())
    }
}

fn is_allowed(host: &str, also: &[String], is_local: fn(&str) -> bool) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    is_local(&host) || also.iter().any(|allowed| matches(allowed, &host))
}

/// Names without a dot, localhost and below, and addresses: none of them can be somebody else's name for this server.
fn is_local(host: &str) -> bool {
    address(host).is_some() || is_local_name(host)
}

/// The same, but for addresses out in the world: a page needs no name to be a foreign one.
fn is_local_page(host: &str) -> bool {
    address(host).is_some_and(is_near) || is_local_name(host)
}

fn is_local_name(host: &str) -> bool {
    let has_no_dot =
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    has_no_dot || host.ends_with(".localhost")
}

fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// This machine's own, or one of a private network.
fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified(),
        IpAddr::V6(v6) => {
            v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_unspecified()
        }
    }
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
            assert_eq!(access.check(Some(host), Some(&format!("http://{host}")), None), Ok(()), "{host}");
        }
        assert_eq!(access.check(None, None, None), Ok(()));
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
            assert!(access.check(Some(host), None, None).is_err(), "{host}");
            let page = format!("https://{host}");
            assert!(access.check(Some("localhost"), Some(&page), None).is_err(), "{host}");
        }
        assert!(access.check(Some("localhost"), Some("null"), None).is_err());
        for host in ["api.example.org:80", "a.dev.example", "b.a.dev.example."] {
            assert_eq!(access.check(Some(host), None, None), Ok(()), "{host}");
        }
    }

    #[test]
    fn a_page_on_an_address_out_in_the_world_is_foreign() {
        let access = access(&["203.0.113.9"]);
        for host in ["203.0.113.7", "203.0.113.7:8080", "[2001:db8::7]", "[::ffff:203.0.113.7]:80"] {
            assert!(
                access.check(Some("localhost"), Some(&format!("http://{host}")), None).is_err(),
                "{host}"
            );
            assert_eq!(access.check(Some(host), None, None), Ok(()), "{host}");
        }
        for host in ["192.168.1.7:3000", "172.17.0.2", "[fd00::7]", "0.0.0.0:5173", "203.0.113.9"] {
            let page = format!("http://{host}");
            assert_eq!(access.check(Some("localhost"), Some(&page), None), Ok(()), "{host}");
        }
    }

    #[test]
    fn a_browser_that_sends_no_origin_says_that_a_page_is_foreign() {
        let access = access(&["app.test"]);
        assert!(access.check(Some("localhost"), None, Some("cross-site")).is_err());
        for site in ["same-origin", "same-site", "none"] {
            assert_eq!(access.check(Some("localhost"), None, Some(site)), Ok(()), "{site}");
        }
        assert_eq!(access.check(Some("localhost"), Some("https://app.test"), Some("cross-site")), Ok(()));
    }
}
