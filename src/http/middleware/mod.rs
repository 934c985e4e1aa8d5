//! One concern a file: the request's id, where it comes from and who is calling, what they have left, which
//! language they read, the headers every answer carries, what a page shows first.

mod client_address;
mod deprecated;
mod first_data;
mod headers;
mod identify;
mod language;
mod rate_limit;
mod request_id;

pub use client_address::{Proxies, client_address};
pub use deprecated::status_is_deprecated;
pub use first_data::first_data;
pub use headers::security_headers;
pub use identify::{Caller, Receiver, guest_for_pages, identify, session_error};
pub use language::{VARY, language};
pub use rate_limit::task_limits;
pub use request_id::request_id;
