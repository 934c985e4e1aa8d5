//! The design system: small components over the classes and tokens of `style/`. They know nothing of the product.

mod button;
mod copy;
mod empty_state;
mod field;
mod icon;
mod local_time;
mod menu;
mod notice;
mod progress;
mod segmented;
mod skeleton;
mod toast;

pub use button::{Button, ButtonSize, ButtonVariant, IconButton};
pub use copy::CopyButton;
pub use empty_state::EmptyState;
pub use field::{Field, FieldError};
pub use icon::Icon;
pub use local_time::LocalTime;
pub use menu::Menu;
pub use notice::Notice;
pub use progress::Progress;
pub use segmented::{Segmented, SegmentedOption};
pub use skeleton::Skeleton;
pub use toast::{Toaster, Toasts};
