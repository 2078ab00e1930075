//! How laptops on one network find a hub: it is called out by mDNS, with its address and which laptop it is. No name
//! of a person, a team or a programme goes out.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER_PERMISSIVE;
use mdns_sd::{IfKind, ResolvedService, ServiceDaemon, ServiceEvent, ServiceInfo};

/// The port of a hub, when nobody says another.
pub const PORT: u16 = 47_110;

const SERVICE: &str = "_sala-hub._tcp.local.";
const DEVICE: &str = "device";
/// What is called out by more hubs than this is not ours.
const FOUND_MAX: usize = 64;

/// The network cannot be asked.
#[derive(Debug, thiserror::Error)]
#[error("ask the network for hubs")]
pub struct FindError(#[from] mdns_sd::Error);

/// A hub that called itself out. Whether it is one, only its key shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The laptop that it says it is.
    pub device: [u8; 16],
    /// Where it says it answers, addresses of this network first.
    pub addresses: Vec<SocketAddr>,
}

/// A hub that is called out, until this is dropped.
pub struct Notice {
    daemon: ServiceDaemon,
}

impl Notice {
    /// Calls out that this laptop answers on these addresses. `on_this_machine` keeps it there, for tests.
    ///
    /// # Errors
    /// When the network cannot be told.
    pub fn put_up(
        device: [u8; 16],
        addresses: &[IpAddr],
        port: u16,
        on_this_machine: bool,
    ) -> Result<Notice, FindError> {
        let daemon = daemon(on_this_machine)?;
        let name = HEXLOWER_PERMISSIVE.encode(&device);
        let host = format!("{name}.local.");
        let told = [(DEVICE, name.as_str())];
        let info = ServiceInfo::new(SERVICE, &name, &host, addresses, port, &told[..])?;
        daemon.register(info)?;
        Ok(Notice { daemon })
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        // A laptop that still reads the old notice meets a closed port.
        let _unheard = self.daemon.shutdown();
    }
}

/// Listens for so long who calls out a hub.
///
/// # Errors
/// When the network cannot be listened to.
pub fn find(wait: Duration, on_this_machine: bool) -> Result<Vec<Found>, FindError> {
    let daemon = daemon(on_this_machine)?;
    let heard = daemon.browse(SERVICE)?;
    let end = Instant::now() + wait;
    let mut found: BTreeMap<[u8; 16], Found> = BTreeMap::new();
    while let Ok(event) = heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if let ServiceEvent::ServiceResolved(service) = event
            && let Some(hub) = read(&service)
            && found.len() < FOUND_MAX
        {
            found.insert(hub.device, hub);
        }
    }
    let _unheard = daemon.shutdown();
    Ok(found.into_values().collect())
}

fn daemon(on_this_machine: bool) -> Result<ServiceDaemon, FindError> {
    let daemon = ServiceDaemon::new()?;
    if on_this_machine {
        daemon.disable_interface(IfKind::All)?;
        daemon.enable_interface(IfKind::LoopbackV4)?;
    }
    Ok(daemon)
}

fn read(service: &ResolvedService) -> Option<Found> {
    let told = service.get_property_val_str(DEVICE)?;
    let bytes = HEXLOWER_PERMISSIVE.decode(told.as_bytes()).ok()?;
    let device = bytes.try_into().ok()?;
    let all = service.get_addresses().iter().map(|ip| ip.to_ip_addr());
    let mut addresses: Vec<SocketAddr> = all
        // An address of one link alone says nothing without the link.
        .filter(|ip| !matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local()))
        .map(|ip| SocketAddr::new(ip, service.get_port()))
        .collect();
    addresses.sort_by_key(|address| (address.is_ipv6(), *address));
    (!addresses.is_empty()).then_some(Found { device, addresses })
}
