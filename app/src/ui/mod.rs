//! The design system: small components over the classes and tokens of `style/`. They know nothing of the product.

mod badge;
mod button;
mod copy;
mod dialog;
mod empty_state;
mod field;
mod field_head;
mod icon;
mod local_time;
mod menu;
mod notice;
mod progress;
mod range;
mod segmented;
mod skeleton;
mod toast;

pub use badge::Badge;
pub use button::{Button, ButtonSize, ButtonVariant, IconButton};
pub use copy::CopyButton;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use field::{Field, FieldError};
pub use field_head::FieldHead;
pub use icon::Icon;
pub use local_time::LocalTime;
pub use menu::Menu;
pub use notice::Notice;
pub use progress::Progress;
pub use range::Range;
pub use segmented::{Segmented, SegmentedOption};
pub use skeleton::Skeleton;
pub use toast::{Toaster, Toasts};
