//! Whether the network may have come back: which addresses this laptop has.

use std::net::IpAddr;

/// The addresses of this laptop that lead beyond it, in order. The list changes when a cable, a Wi-Fi or a
/// telephone's hotspot comes or goes; asking for it sends nothing. Empty when the system does not tell.
pub fn addresses() -> Vec<IpAddr> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let mut beyond: Vec<IpAddr> = all
        .iter()
        .filter(|one| !one.is_loopback() && !one.is_link_local())
        .map(if_addrs::Interface::ip)
        .collect();
    beyond.sort_unstable();
    beyond.dedup();
    beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_network_gives_the_same_list_and_no_address_of_this_machine_alone() {
        let found = addresses();
        assert_eq!(found, addresses());
        assert!(
            found.iter().all(|address| !address.is_loopback()),
            "{found:?}"
        );
    }
}
