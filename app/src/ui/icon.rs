//! The icon set: strokes on a 24 × 24 grid, drawn inline so that they take the text's colour.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Alert,
    Back,
    Board,
    Bookmark,
    Beside,
    Brush,
    Camera,
    Check,
    Close,
    Compare,
    Copy,
    Down,
    Download,
    Edit,
    Filter,
    Eraser,
    Eye,
    Fit,
    Frame,
    Gallery,
    Link,
    History,
    Lock,
    Invert,
    Minus,
    Monitor,
    Moon,
    Offline,
    Palette,
    Picture,
    Plus,
    Pointer,
    Queue,
    Redo,
    Retry,
    Reuse,
    Scissors,
    Search,
    Star,
    Sun,
    Swap,
    ThumbDown,
    ThumbUp,
    Tool,
    Trash,
    Unlock,
    Undo,
    Upload,
    Upscale,
    User,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.5 20h19zM12 10v4M12 17v.01",
            Self::Back => "M19 12H5m6-6-6 6 6 6",
            Self::Board => "M3.500 7V5h6l2 2.500h9V19h-17z",
            Self::Bookmark => "M6 4h12v16.500L12 16l-6 4.500z",
            Self::Beside => "M4 5h16v14H4zM12 5v14",
            Self::Brush => {
                "M20 4 10 14M10 14a3.500 3.500 0 0 0-3.500 3.500c0 1.500-1 2.500-2.500 2.500h5.500a3.500 3.500 0 0 0 .500-6zM20 4l-7.500 12"
            }
            Self::Camera => {
                "M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
            }
            Self::Check => "m5 12.500 4.500 4.500L19 7",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Compare => "m8 8-4 4 4 4M16 8l4 4-4 4",
            Self::Copy => "M8 8h12v12H8zM16 8V4H4v12h4",
            Self::Down => "m6 9.500 6 6 6-6",
            Self::Download => "M12 4v11m-4.500-4.500L12 15l4.500-4.500M4.500 19.500h15",
            Self::Edit => "M4 20h4L19.500 8.500l-4-4L4 16zM13 7l4 4",
            Self::Filter => "M4 7h16M7 12h10M10 17h4",
            Self::Eraser => "M13 4.500 4.500 13l6 6h3l7-7zM9 8.500l7 7M10.500 19H20",
            Self::Eye => "M2.500 12c4-8 15-8 19 0-4 8-15 8-19 0zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
            Self::Fit => "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
            Self::Frame => "M4 8V4h4M12 4h1M17 4h3v4M20 12v1M20 17v3h-4M12 20h-1M8 20H4v-4M4 12v-1",
            Self::Gallery => "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
            Self::Link => {
                "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1"
            }
            Self::History => "M4 12a8 8 0 1 1 2.500 5.800M4 18v-4.500h4.500M12 8v4.500l3 2",
            Self::Lock => "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
            Self::Invert => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 8h6M12 12h9M12 16h7",
            Self::Minus => "M5 12h14",
            Self::Monitor => "M3 5h18v11H3zM9 20h6M12 16v4",
            Self::Moon => "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
            Self::Offline => {
                "M3 3l18 18M5 12a10 10 0 0 1 4-2.500M2 8.500a15 15 0 0 1 4-2.500M10.500 5a15 15 0 0 1 11.500 3.500M14.500 10a10 10 0 0 1 4.500 2M8.500 15.500a5 5 0 0 1 6 0M12 19v.01"
            }
            Self::Palette => {
                "M12 3a9 9 0 1 0 0 18c1.500 0 2-1 1.500-2-.700-1.500.200-3 2-3H18a3 3 0 0 0 3-3c0-5.500-4-10-9-10zM7.500 12v.01M10 8v.01M14.500 8v.01"
            }
            Self::Picture => "M4 4h16v16H4zM4 16l4.500-4.500 4 4 2.500-2.500 5 5M15.500 9a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Pointer => "M5 4l14 7-6 2-2 6z",
            Self::Queue => "M4 6h16M4 12h16M4 18h9M17 15.500v5l3.500-2.500z",
            Self::Redo => "M15 4.500 19.500 9 15 13.500M19.500 9H10a5.500 5.500 0 0 0 0 11h3",
            Self::Retry => "M20 11a8 8 0 1 0-2.300 6.300M20 4.500V11h-6.500",
            Self::Reuse => "M4 12h10M10 7.500 14.500 12 10 16.500M15 4h5v16h-5",
            Self::Scissors => {
                "M6.500 9a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM6.500 20a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8.500 8 20 17M8.500 16 20 7"
            }
            Self::Search => "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20",
            Self::Star => {
                "m12 3.500 2.600 5.400 5.900.8-4.300 4.100 1 5.900-5.200-2.800-5.200 2.800 1-5.900L3.500 9.700l5.900-.8z"
            }
            Self::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400"
            }
            Self::Swap => "M7 4 3.500 7.500 7 11M3.500 7.500H17M17 13l3.500 3.500L17 20M20.500 16.500H7",
            Self::ThumbDown => {
                "M7 13V4H4v9zM7 13l4 8a2.500 2.500 0 0 0 2.500-2.500V15h5a2 2 0 0 0 2-2.300l-1-7A2 2 0 0 0 17.500 4H7"
            }
            Self::ThumbUp => {
                "M7 11v9H4v-9zM7 11l4-8a2.500 2.500 0 0 1 2.500 2.500V9h5a2 2 0 0 1 2 2.300l-1 7a2 2 0 0 1-2 1.700H7"
            }
            Self::Unlock => "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 6.800-1.200",
            Self::Tool => "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4",
            Self::Trash => "M4 6.500h16M9 6V4h6v2M6 6.500 7 20h10l1-13.500M10 10.500v6M14 10.500v6",
            Self::Undo => "M9 4.500 4.500 9 9 13.500M4.500 9H14a5.500 5.500 0 0 1 0 11h-3",
            Self::Upload => "M12 16V5m-4.500 4.500L12 5l4.500 4.500M4.500 19.500h15",
            Self::Upscale => "M4 13v7h7v-7zM4 9V4h16v16h-5M12 12l4.500-4.500M12.500 7.500h4v4",
            Self::User => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.500a8 8 0 0 1 16 0",
        }
    }

    /// The drawing, hidden from assistive technology: a name belongs to what holds it.
    pub fn view(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d=self.path()></path>
            </svg>
        }
    }
}
