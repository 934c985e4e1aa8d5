//! Texts that are read into memory.

use super::{
    Fetcher,
    failure::{Failure, FetchError, classify},
};
use crate::{Address, HubError};
use tokio::time::timeout;

impl Fetcher {
    /// A text of at most `limit` bytes.
    ///
    /// # Errors
    /// [`HubError::Fetch`]; [`HubError::Refused`] when it is no UTF-8.
    pub async fn text(&self, address: &Address, limit: usize) -> Result<String, HubError> {
        let name = address.url().path().rsplit('/').next().unwrap_or_default().to_owned();
        let bytes = self
            .bytes(address, limit)
            .await
            .map_err(|failure| FetchError { file: name, failures: vec![(address.clone(), failure)] })?;
        String::from_utf8(bytes).map_err(|_| HubError::Refused(format!("{address} is no text")))
    }

    async fn bytes(&self, address: &Address, limit: usize) -> Result<Vec<u8>, Failure> {
        let stall = self.options.stall;
        let stalled = |_| Failure::Stalled(stall);
        let request = self.client.get(address.url().clone()).send();
        let mut response = timeout(stall, request).await.map_err(stalled)?.map_err(classify)?;
        if !response.status().is_success() {
            return Err(Failure::Status(response.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = timeout(stall, response.chunk()).await.map_err(stalled)?.map_err(classify)? {
            if bytes.len() + chunk.len() > limit {
                return Err(Failure::TooLarge(limit as u64));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}
