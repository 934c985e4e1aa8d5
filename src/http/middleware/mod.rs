//! One concern a file: the request's id, who is calling, and the headers every answer carries.

mod headers;
mod identify;
mod request_id;

pub use headers::security_headers;
pub use identify::{Caller, guest_for_pages, identify};
pub use request_id::request_id;
