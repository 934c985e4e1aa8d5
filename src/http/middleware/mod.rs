//! One concern a file: the request's id, who is calling, the headers every answer carries, the order of rendering.

mod headers;
mod identify;
mod one_page;
mod request_id;

pub use headers::security_headers;
pub use identify::{Caller, guest_for_pages, identify};
pub use one_page::one_page_at_a_time;
pub use request_id::request_id;
