//! One concern a file: the request's id, who is calling, the headers every answer carries, what a page shows first.

mod first_data;
mod headers;
mod identify;
mod request_id;

pub use first_data::first_data;
pub use headers::security_headers;
pub use identify::{Caller, guest_for_pages, identify};
pub use request_id::request_id;
