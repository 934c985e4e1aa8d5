//! One page of a list.

use serde::{Deserialize, Serialize};

/// `{"data":[…],"next_cursor":"…"|null}`: pass `next_cursor` as `?cursor=` for the next page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub data: Vec<T>,
    pub next_cursor: Option<String>,
}
