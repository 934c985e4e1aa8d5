//! One request for the rest of a file.

use super::{
    FetchOptions,
    failure::{Failure, classify},
    part::Part,
};
use crate::{Address, HubError};
use reqwest::{
    Client, Response, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderName, IF_RANGE, RANGE},
};
use tokio::time::timeout;

/// Why a request did not complete the file.
pub(super) enum Stop {
    /// The address is to blame.
    Address(Failure),
    /// This machine is, and no other address would help.
    Here(HubError),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Address(failure)
    }
}

impl From<HubError> for Stop {
    fn from(error: HubError) -> Self {
        Self::Here(error)
    }
}

/// Appends to `part` what is missing, and tells `progress` of every piece.
///
/// May be dropped at any await: what has been written stays, and is good.
pub(super) async fn transfer(
    client: &Client,
    options: &FetchOptions,
    address: &Address,
    part: &mut Part,
    progress: &mut (dyn FnMut(&Part) + Send),
) -> Result<(), Stop> {
    if part.length() == part.size() {
        return Ok(());
    }
    let mut response = ask(client, options, address, part).await?;
    loop {
        let bytes = timeout(options.stall, response.chunk()).await.map_err(|_| Failure::Stalled(options.stall))?;
        let bytes = match bytes {
            Ok(Some(bytes)) => bytes,
            Ok(None) => break,
            Err(error) => {
                return Err(match classify(error) {
                    Failure::Interrupted(why) if why.contains("end of file") => truncated(part).into(),
                    failure => failure.into(),
                });
            }
        };
        if bytes.len() as u64 > part.size() - part.length() {
            let size = part.size();
            part.restart()?;
            return Err(Failure::TooLarge(size).into());
        }
        // A write to the page cache: shorter than handing it to another thread.
        part.append(&bytes)?;
        progress(part);
    }
    if part.length() < part.size() { Err(truncated(part).into()) } else { Ok(()) }
}

fn truncated(part: &Part) -> Failure {
    Failure::Truncated { got: part.length(), size: part.size() }
}

/// Sends the request, and makes sure that the body that follows continues `part`.
async fn ask(client: &Client, options: &FetchOptions, address: &Address, part: &mut Part) -> Result<Response, Stop> {
    let offset = part.length();
    let tag = part.tag(address);
    let mut request = client.get(address.url().clone()).header(ACCEPT_ENCODING, "identity");
    if offset > 0 {
        request = request.header(RANGE, format!("bytes={offset}-"));
        // Only a strong tag promises the same bytes (RFC 9110, 13.1.5).
        if let Some(tag) = tag.as_deref().filter(|tag| !tag.starts_with("W/")) {
            request = request.header(IF_RANGE, tag);
        }
    }
    let response =
        timeout(options.stall, request.send()).await.map_err(|_| Failure::Stalled(options.stall))?.map_err(classify)?;
    match response.status() {
        StatusCode::PARTIAL_CONTENT if offset > 0 => {
            if header(&response, ETAG).zip(tag).is_some_and(|(now, then)| *now != *then) {
                part.restart()?;
                return Err(Failure::Changed.into());
            }
            let range = header(&response, CONTENT_RANGE).and_then(content_range);
            let continues = range.is_some_and(|(first, last, total)| {
                first == offset && last < part.size() && total.is_none_or(|total| total == part.size())
            });
            if !continues {
                part.restart()?;
                return Err(Failure::WrongPart.into());
            }
            part.mark_resumed();
        }
        StatusCode::OK => {
            let size = part.size();
            if let Some(found) = response.content_length().filter(|found| *found != size) {
                return Err(Failure::WrongSize { found, size }.into());
            }
            // The server has no parts, or the file has changed.
            part.restart()?;
        }
        StatusCode::RANGE_NOT_SATISFIABLE | StatusCode::PARTIAL_CONTENT => {
            part.restart()?;
            return Err(Failure::WrongPart.into());
        }
        status => return Err(Failure::Status(status.as_u16()).into()),
    }
    if let Some(tag) = header(&response, ETAG) {
        part.set_tag(address, tag)?;
    }
    Ok(response)
}

fn header(response: &Response, name: HeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}

/// `bytes 5-9/10`: first, last, and total unless that is unknown.
fn content_range(text: &str) -> Option<(u64, u64, Option<u64>)> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let total = if total == "*" { None } else { Some(total.parse().ok()?) };
    Some((first.parse().ok()?, last.parse().ok()?, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        assert_eq!(content_range("bytes 5-9/10"), Some((5, 9, Some(10))));
        assert_eq!(content_range("bytes 5-9/*"), Some((5, 9, None)));
        for bad in ["", "bytes */10", "bytes 5-9", "bytes -5/10", "5-9/10", "bytes 5-9/x"] {
            assert_eq!(content_range(bad), None, "{bad}");
        }
    }
}
