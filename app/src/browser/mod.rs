//! What only a browser can do: files, uploads, the event socket, cookies. Called from event handlers and effects,
//! never while rendering.

pub mod canvas;
pub mod clipboard;
pub mod cookie;
pub mod days;
pub mod files;
pub mod near;
pub mod socket;
pub mod storage;
pub mod text_area;
pub mod theme;
pub mod upload;
