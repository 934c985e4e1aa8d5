//! Which addresses are public, and which others the operator allows.

use anyhow::{Context, bail};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::Host;

/// An exception that the operator made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    Name(String),
    Network { ip: IpAddr, prefix: u8 },
}

impl Allowed {
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        let (ip, prefix) = text.split_once('/').map_or((text, None), |(ip, prefix)| (ip, Some(prefix)));
        match (ip.trim_matches(['[', ']']).parse::<IpAddr>(), prefix) {
            (Ok(ip), prefix) => {
                let longest = if ip.is_ipv4() { 32 } else { 128 };
                let prefix = prefix.map_or(Ok(longest), str::parse).context("not a network such as 10.0.0.0/8")?;
                if prefix > longest {
                    bail!("{text} is not a network such as 10.0.0.0/8");
                }
                Ok(Self::Network { ip, prefix })
            }
            (Err(_), None) if !text.is_empty() && !text.contains([':', '@', ' ']) => {
                Ok(Self::Name(text.to_lowercase()))
            }
            _ => bail!("{text:?} is neither a host's name nor an address nor a network such as 10.0.0.0/8"),
        }
    }

    pub fn is_network(&self) -> bool {
        matches!(self, Self::Network { .. })
    }

    /// Whether it is this host by its name.
    pub fn names(&self, host: &Host<String>) -> bool {
        match (self, host) {
            (Self::Name(name), Host::Domain(host)) => host.trim_end_matches('.').eq_ignore_ascii_case(name),
            _ => false,
        }
    }

    pub fn holds(&self, address: IpAddr) -> bool {
        let Self::Network { ip, prefix } = self else { return false };
        let bits = |ip: IpAddr| match ip {
            IpAddr::V4(ip) => u128::from(u32::from(ip)) << 96,
            IpAddr::V6(ip) => u128::from(ip),
        };
        let mask = u128::MAX.checked_shl(128 - u32::from(*prefix)).unwrap_or(0);
        ip.is_ipv4() == address.is_ipv4() && (bits(*ip) ^ bits(address)) & mask == 0
    }
}

/// Whether an address belongs to the whole internet: everything that the registries of special addresses do not list
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>, and the one for IPv6).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = a == 0
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        // Carriers' own; protocol assignments; relays of 6to4; benchmarks; the future, and broadcast.
        || (a == 100 && b & 0xC0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xFE == 18)
        || a >= 240;
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, _, _, g, h] = ip.segments();
    let embedded = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    if let Some(ip) = ip.to_ipv4_mapped() {
        return is_public_v4(ip);
    }
    match (a, b, c, d) {
        // Translated addresses are as public as what is inside.
        (0x64, 0xff9b, 0, 0) => is_public_v4(embedded(g, h)),
        (0x2002, ..) => is_public_v4(embedded(b, c)),
        // Teredo and other protocols, documentation.
        (0x2001, 0..=0x1ff, ..) | (0x2001, 0xdb8, ..) | (0x3fff, 0..=0xfff, ..) => false,
        // Only this eighth has been given out.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_not_public() {
        for ip in [
            "0.0.0.0",
            "10.0.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "93.184.216.34",
            "100.63.0.1",
            "172.32.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn exceptions_are_names_addresses_and_networks() {
        let allowed = |text: &str| Allowed::parse(text).expect("an exception");
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert!(allowed("10.0.0.0/8").holds(ip("10.255.0.1")) && !allowed("10.0.0.0/8").holds(ip("11.0.0.1")));
        assert!(allowed("10.0.0.7").holds(ip("10.0.0.7")) && !allowed("10.0.0.7").holds(ip("10.0.0.8")));
        assert!(allowed("fd00::/8").holds(ip("fd12::1")) && !allowed("fd00::/8").holds(ip("10.0.0.1")));
        assert!(allowed("0.0.0.0/0").holds(ip("1.2.3.4")) && !allowed("0.0.0.0/0").holds(ip("::1")));
        let host = |name: &str| Host::parse(name).expect("a host");
        assert!(
            allowed("Hooks.intranet").names(&host("hooks.INTRANET"))
                && !allowed("intranet").names(&host("hooks.intranet"))
        );
        for bad in ["", "10.0.0.0/33", "10.0.0.0/x", "a b", "host:80", "/8"] {
            assert!(Allowed::parse(bad).is_err(), "{bad:?}");
        }
    }
}
