//! What only a browser can do: files, uploads, the event socket, cookies. Called from event handlers and effects,
//! never while rendering.

pub mod canvas;
pub mod cookie;
pub mod files;
pub mod socket;
pub mod storage;
pub mod text_area;
pub mod theme;
pub mod upload;
