//! Pictures that are dragged from the gallery onto a board.

use studio_domain::ImageId;
use web_sys::DragEvent;

/// Ids with spaces between them.
const KIND: &str = "application/x-studio-pictures";

pub fn carry(event: &DragEvent, ids: &[ImageId]) {
    if let Some(transfer) = event.data_transfer() {
        let ids: Vec<_> = ids.iter().map(ImageId::to_string).collect();
        // Fails only for kinds that a browser keeps to itself.
        let _ = transfer.set_data(KIND, &ids.join(" "));
        transfer.set_effect_allowed("move");
    }
}

/// Whether pictures of the gallery are being dragged.
pub fn carries(event: &DragEvent) -> bool {
    let kinds = event.data_transfer().map(|transfer| transfer.types());
    kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind.as_string().as_deref() == Some(KIND)))
}

pub fn dropped(event: &DragEvent) -> Vec<ImageId> {
    let ids = event.data_transfer().and_then(|transfer| transfer.get_data(KIND).ok()).unwrap_or_default();
    ids.split(' ').filter_map(|id| id.parse().ok()).collect()
}
