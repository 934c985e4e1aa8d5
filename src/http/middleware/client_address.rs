//! Where a request comes from: the other end of the connection or, behind proxies, what the outermost of them says.

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::net::{IpAddr, SocketAddr};
use studio_services::ClientAddress;

/// How many proxies of the operator's own a request passes on its way here.
#[derive(Clone, Copy, Debug)]
pub struct Proxies(pub usize);

/// Middleware: puts the [`ClientAddress`] into the request's extensions, where both doors find it.
pub async fn client_address(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = match proxies.0 {
        0 => peer,
        hops => forwarded(request.headers(), hops).or(peer),
    };
    if let Some(address) = address {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// Every proxy adds at the right whom it heard from. What is further left was said by the client, who may lie.
fn forwarded(headers: &HeaderMap, hops: usize) -> Option<IpAddr> {
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let addresses: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    let address = addresses.get(addresses.len().checked_sub(hops)?)?;
    // Some write a port behind it.
    address.parse().ok().or_else(|| address.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_what_our_own_proxies_say_counts() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers, 1), None);
        headers.append("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 198.51.100.7"));
        headers.append("x-forwarded-for", HeaderValue::from_static("[2001:db8::1]:443"));
        let told = |hops| forwarded(&headers, hops).map(|address| address.to_string());
        assert_eq!(told(1).as_deref(), Some("2001:db8::1"));
        assert_eq!(told(2).as_deref(), Some("198.51.100.7"));
        assert_eq!(told(3).as_deref(), Some("1.1.1.1"));
        assert_eq!(told(4), None);
    }
}
