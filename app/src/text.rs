//! Every word the page says that does not come from the server, in one place, so that a translation has one file to
//! replace.

pub const PRODUCT: &str = "CreativeAI Studio";

pub mod error {
    pub const UNREACHABLE: &str = "The server cannot be reached. Check the connection and try again.";
    pub const OUTDATED: &str = "This page is older than the server. Please reload it.";
    pub const INTERNAL: &str = "Something went wrong on the server. Please try again.";
    #[cfg(feature = "ssr")]
    pub const NO_SESSION: &str = "Your session has ended. Please reload the page.";
    #[cfg(feature = "ssr")]
    pub const NO_SESSIONS: &str = "Your session cannot be read right now. Please try again in a moment.";
    pub const LOAD_TITLE: &str = "The studio could not be loaded";
}

pub mod shell {
    pub const DESCRIPTION: &str = "Paint pictures from words, change them, make them larger and sharper.";
    pub const NO_SCRIPT: &str = "The studio needs JavaScript to show your pictures. Signing in works without it.";
}

pub mod header {
    pub const CONNECTION_LOST: &str = "Connection lost.";
    pub const RETRY_NOW: &str = "Retry now";
    pub const RETRYING: &str = "Connecting…";
    pub const THEME: &str = "Theme";
    pub const ACCOUNT: &str = "Account";
    pub const GUEST: &str = "Guest";
    pub const GUEST_HINT: &str =
        "You are working as a guest. Sign up to keep your pictures; what you made so far comes along.";
    pub const SIGNED_IN_AS: &str = "Signed in as";
    pub const SETTINGS: &str = "Account, usage and API keys";
    pub const SIGN_IN: &str = "Sign in";
    pub const SIGN_UP: &str = "Sign up";
    pub const SIGN_OUT: &str = "Sign out";
}

pub mod tabs {
    pub const LABEL: &str = "Sections";
    pub const TOOL: &str = "Tool";
    pub const RESULT: &str = "Result";
    pub const GALLERY: &str = "Gallery";
}

pub mod tool {
    pub const TOOL: &str = "Tool";
    pub const GENERATE: &str = "Generate";
    pub const EDIT: &str = "Edit";
    pub const UPSCALE: &str = "Upscale";
    pub const STYLE: &str = "Style";
    pub const CUTOUT: &str = "Cut out";
    pub const SEPARATE: &str = "Separate";
    pub const PICTURE: &str = "Picture";
    pub const DROP: &str = "Drop a picture here, or click to choose";
    pub const DROP_HINT: &str = "You can also paste one. JPEG, PNG or WebP, up to 10 MB and 40 megapixels";
    pub const DROP_ANYWHERE: &str = "Drop the picture to use it";
    pub const CAMERA: &str = "Take a photo";
    pub const RETRY_UPLOAD: &str = "Try the upload again";
    pub const REPLACE: &str = "Choose another picture";
    pub const REMOVE: &str = "Remove this picture";
    pub const UPLOADING: &str = "Uploading";
    pub const ONLY_ONE: &str = "One picture at a time: the first one was taken.";
    pub const NOT_A_FILE: &str = "There is no picture in what you dropped.";
    pub const FORMAT: &str = "File format";
    pub const QUALITY: &str = "Quality";
    pub const FORMAT_HINT_PNG: &str = "Lossless, largest file.";
    pub const FORMAT_HINT_JPEG: &str = "Small file, no transparency.";
    pub const FORMAT_HINT_WEBP: &str = "Lossless, smaller than PNG.";
    pub const RUN_AFTER_UPLOAD: &str = "Starting after the upload…";
    pub const STARTING: &str = "Starting…";
    pub const SUBMITTED: &str = "Task added to the queue.";
    pub const EMPTY_FILE: &str = "This file is empty. Choose another picture.";
    pub const UNSUPPORTED: &str = "This kind of file is not supported. Choose a JPEG, PNG or WebP picture.";
    pub const PASTED_NAME: &str = "Pasted picture";
    pub const STORED_NAME: &str = "From the gallery";
}

pub mod upscale {
    pub const SCALE: &str = "Scale";
    pub const RESULT_SIZE: &str = "Result";
}

pub mod paint {
    pub const PROMPT: &str = "Prompt";
    pub const PROMPT_EXAMPLE: &str = "A red boat on the sea at sunset";
    pub const PROMPT_HINT: &str = "(word:1.3) weighs a word more, [word] less.";
    pub const TOKENS: &str = "Tokens of the prompt, and how many the model reads at once";
    pub const UNKNOWN: &str = "The model does not know:";
    pub const SHAPE: &str = "Shape";
    pub const SQUARE: &str = "Square";
    pub const WIDE: &str = "Wide";
    pub const TALL: &str = "Tall";
    pub const COUNT: &str = "Pictures";
    pub const MORE: &str = "More settings";
    pub const NEGATIVE: &str = "Negative prompt";
    pub const NEGATIVE_HINT: &str = "What the picture should not show.";
    pub const STRENGTH: &str = "Strength";
    pub const STRENGTH_HINT: &str = "How much is painted anew: little keeps the picture, all of it only its place.";
    pub const STYLE_STRENGTH_HINT: &str = "From the picture as it is to the whole style.";
    pub const STEPS: &str = "Steps";
    pub const STEPS_HINT: &str = "More take longer and add detail, up to a point.";
    pub const GUIDANCE: &str = "Guidance";
    pub const GUIDANCE_HINT: &str = "How closely the prompt is followed; too much looks harsh.";
    pub const SAMPLER: &str = "Sampler";
    pub const SAMPLER_OWN: &str = "The model's own";
    pub const SEED: &str = "Seed";
    pub const SEED_RANDOM: &str = "Random";
    pub const SEED_KEEP: &str = "Keep it for the next run";
    pub const MODEL: &str = "Model";
}

pub mod mask {
    pub const AREA: &str = "Paint anew";
    pub const EVERYTHING: &str = "Everything";
    pub const A_PART: &str = "A part";
    pub const CHOOSE_FIRST: &str = "Choose a picture, then mark what is to be painted anew.";
    pub const MARK: &str = "Mark on the picture";
    pub const FEATHER: &str = "Soft edge";
    pub const FEATHER_HINT: &str = "How gently what is new goes over into what was there.";
    pub const MARGINS: &str = "Paint beyond the edges";
    pub const MARGINS_HINT: &str = "Pixels to add on each side; the handles on the picture do the same.";
    pub const LEFT: &str = "Left";
    pub const TOP: &str = "Top";
    pub const RIGHT: &str = "Right";
    pub const BOTTOM: &str = "Bottom";
    pub const DRAW_WITH: &str = "Draw with";
    pub const BRUSH: &str = "Brush";
    pub const ERASER: &str = "Eraser";
    pub const SIZE: &str = "Size";
    pub const UNDO: &str = "Undo";
    pub const CLEAR: &str = "Clear";
}

pub mod style {
    pub const STYLE: &str = "Style";
}

pub mod cutout {
    pub const BACKGROUND: &str = "Background";
    pub const NOTHING: &str = "None";
    pub const BLUR: &str = "Blur";
    pub const COLOUR: &str = "Colour";
    pub const REFINE: &str = "Refine the edges";
}

pub mod separate {
    pub const MARK: &str = "Click on the picture";
    pub fn marked(clicks: usize, boxed: bool) -> String {
        let clicks = match clicks {
            0 => "No clicks yet".to_owned(),
            1 => "1 click".to_owned(),
            clicks => format!("{clicks} clicks"),
        };
        if boxed { format!("{clicks}, and a box") } else { clicks }
    }
    pub const CHOOSE_FIRST: &str = "Choose a picture, then click on what is to be separated.";
    pub const OUTPUT: &str = "Result";
    pub const CUTOUT: &str = "Layer";
    pub const MASK: &str = "Mask";
}

pub mod stage {
    use studio_domain::TaskKind;

    pub const TITLE: &str = "Result";
    pub const EMPTY_GENERATE: &str = "Paint a picture from words";
    pub const EMPTY_EDIT: &str = "Paint a picture anew";
    pub const EMPTY_UPSCALE: &str = "Make a picture larger and sharper";
    pub const EMPTY_STYLE: &str = "Give a picture another look";
    pub const EMPTY_CUTOUT: &str = "Take the background away";
    pub const EMPTY_SEPARATE: &str = "Take a thing out of a picture";
    pub const STEP_SAY: &str = "Say what you want to see";
    pub const STEP_SHAPE: &str = "Pick a shape, and how many pictures";
    pub const STEP_GENERATE: &str = "Press Generate, and watch it come";
    pub const STEP_CHOOSE: &str = "Drop, paste or choose a picture";
    pub const STEP_CHANGE: &str = "Say what it should become, and how strongly";
    pub const STEP_EDIT: &str = "Press Edit, then compare before and after";
    pub const STEP_STYLE: &str = "Pick a style, and how strong";
    pub const STEP_RESTYLE: &str = "Press Style, then compare before and after";
    pub const STEP_BACKGROUND: &str = "Pick what is put behind it, if anything";
    pub const STEP_CUT: &str = "Press Cut out, and download it";
    pub const STEP_CLICK: &str = "Click on the thing";
    pub const STEP_SEPARATE: &str = "Press Separate, and download it";
    pub const STEP_SCALE: &str = "Pick ×2 or ×4";
    pub const STEP_RUN: &str = "Press Upscale, then compare before and after";
    pub const CHOOSE: &str = "Choose a picture";
    pub const SAMPLE: &str = "Try a sample";
    pub const PROMPTS_TITLE: &str = "Try one of these";
    pub const PROMPTS: [&str; 4] = [
        "A red boat on the sea at sunset, watercolour",
        "A snowy village at night with a full moon",
        "A yellow house on a spring meadow, poster",
        "Two green trees in the desert, flat style",
    ];
    pub const MISSING_TITLE: &str = "This picture is not here";
    pub const MISSING_TEXT: &str = "It may have been deleted, or it belongs to another account.";
    pub const BACK: &str = "Back to the studio";
    pub const LOADING: &str = "Loading the picture";
    pub const QUEUED: &str = "Waiting in the queue";
    pub const NEXT: &str = "Next in the queue";
    /// What is being done.
    pub fn running(task: TaskKind) -> &'static str {
        match task {
            TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint => "Painting",
            TaskKind::Upscale => "Upscaling",
            TaskKind::StyleTransfer => "Restyling",
            TaskKind::RemoveBackground => "Cutting out",
            TaskKind::Segment => "Separating",
        }
    }
    pub const FINISHING: &str = "Finishing";
    pub const CANCELING: &str = "Canceling";
    pub const CANCEL: &str = "Cancel";
    pub const CANCELED_TITLE: &str = "Canceled";
    pub const CANCELED_TEXT: &str = "This task was stopped before it finished.";
    pub const RETRY: &str = "Try again";
    pub const DISMISS: &str = "Dismiss";
    pub const SOURCE_ALT: &str = "The picture being worked on";
    pub const PREVIEW_ALT: &str = "What it looks like so far";
    pub const BEFORE: &str = "Before";
    pub const AFTER: &str = "After";
    pub const VIEWER: &str = "Picture viewer";
    pub const VIEWER_HELP: &str = "Plus and minus zoom, 0 fits, 1 shows full size, arrow keys move; while comparing by holding, Space shows the other.";
    pub const SLIDER: &str = "Comparison of before and after";
    pub const ZOOM_IN: &str = "Zoom in";
    pub const ZOOM_OUT: &str = "Zoom out";
    pub const FIT: &str = "Fit";
    pub const FIT_LABEL: &str = "Fit to the window";
    pub const FULL: &str = "100 %";
    pub const FULL_LABEL: &str = "100 %, full size";
    pub const FAVORITE: &str = "Favorite";
    pub const DELETE: &str = "Delete";
    pub const SIBLINGS: &str = "Made together";
    pub const SIZE: &str = "Size";
    pub const FILE: &str = "File";
    pub const TIME: &str = "Time taken";
    pub const FROM_CACHE: &str = "none: it had been made before";
    pub const MODEL: &str = "Model";
    pub const DEVICE: &str = "Device";
    pub const CREATED: &str = "Created";
}

/// The picture, large, to be marked.
pub mod easel {
    pub const TOOLS: &str = "What to mark with";
    pub const PAINT_LABEL: &str = "Picture: mark what is to be painted anew";
    pub const PAINT_HINT: &str =
        "Draw over what is to be painted anew. Two fingers, or Space and the mouse, move; [ and ] size the brush.";
    pub const CLICK_LABEL: &str = "Picture: click on what is to be separated";
    pub const CLICK_HINT: &str =
        "Click on what is to be separated, Alt and a click on what does not belong to it; or drag a box around it.";
    pub const MARKED: &str = "What is marked on the picture";
    pub const CANNOT_SHOW: &str = "The browser cannot show this picture, so that nothing can be marked on it.";
    pub const SIZE_KEYS: &str = "Size of the brush ([ and ])";
    pub const REDO: &str = "Redo";
    pub const INVERT: &str = "Invert what is marked";
    pub const DONE: &str = "Done";
    pub const A_CLICK: &str = "A click means";
    pub const ADD: &str = "Add";
    pub const REMOVE: &str = "Remove";
    pub const BOX: &str = "Box";
    pub const UNDO_CLICK: &str = "Undo the last click";
}

/// Two pictures together.
pub mod compare {
    pub const MODES: &str = "How to compare";
    pub const BY_SLIDER: &str = "Compare by a slider";
    pub const BESIDE: &str = "Compare side by side";
    pub const BY_HOLDING: &str = "Compare by holding";
    pub const HOLD: &str = "Hold the picture to see the other";
    pub const SHOWING: &str = "Back to this picture";
    pub const STOP: &str = "Stop comparing";
    pub const COMPARE_WITH: &str = "Compare with…";
    pub const CHOOSE_NOW: &str = "Choose the picture to compare with in the gallery.";
    pub const CANCEL: &str = "Cancel";
    pub const THE_SAME: &str = "That is the same picture. Choose another one.";
    pub const COMPARING: &str = "Two pictures are compared.";
    pub const THIS: &str = "This";
    pub const OTHER: &str = "Other";
}

/// What a file says of how it was made.
pub mod found {
    use studio_domain::InfotextSource;

    pub const CHOOSE: &str = "Read the settings of a picture";
    pub const READING: &str = "Reading how it was made…";
    pub const SILENT: &str = "This file does not say how it was made.";
    pub const USE: &str = "Use its settings";
    pub const NOT_USED: &str = "Cannot be used here:";
    pub const USED: &str = "The settings of the file are in the tool.";
    pub const NOTHING_PAINTS: &str = "No model that is installed here can paint.";
    pub const FORGET: &str = "Close";

    pub fn made_by(source: InfotextSource) -> &'static str {
        match source {
            InfotextSource::Studio => "This file says how it was made here.",
            InfotextSource::A1111 => "This file says how it was made, as AUTOMATIC1111 writes it.",
            InfotextSource::InvokeAi => "This file says how it was made in InvokeAI.",
            InfotextSource::ComfyUi => "This file says how it was made in ComfyUI.",
        }
    }

    pub fn model(name: &str) -> String {
        format!("model {name}")
    }

    pub fn sampler(name: &str) -> String {
        format!("sampler {name}")
    }

    pub fn size(size: &str) -> String {
        format!("size {size}")
    }

    pub fn style(name: &str) -> String {
        format!("style {name}")
    }
}

/// What one does with a picture.
pub mod result {
    pub const DOWNLOAD: &str = "Download";
    pub const DOWNLOAD_AS: &str = "Choose a format to download";
    pub const DOWNLOAD_NOTE: &str = "Each file says how it was made.";
    pub const ABOUT_PNG: &str = "Lossless, largest file";
    pub const ABOUT_JPEG: &str = "Small file, white behind what shows through";
    pub const ABOUT_WEBP: &str = "Lossless, smaller than PNG";
    pub const SEND_TO: &str = "Send to";
    pub const USE_AGAIN: &str = "Use again";
    pub const ALL_SETTINGS: &str = "All settings";
    pub const THE_PROMPT: &str = "Prompt";
    pub const THE_SEED: &str = "Seed";
    pub const THE_SIZE: &str = "Size";
    pub const ALL_TAKEN: &str = "All settings of this picture are in the tool.";
    pub const PROMPT_TAKEN: &str = "The prompt is in the tool.";
    pub const SEED_TAKEN: &str = "The seed is in the tool, and kept.";
    pub const SIZE_TAKEN: &str = "The size is in the tool.";
    pub const PROMPT: &str = "Prompt";
    pub const COPY_PROMPT: &str = "Copy the prompt";
    pub const NEGATIVE: &str = "Negative prompt";
    pub const COPY_NEGATIVE: &str = "Copy the negative prompt";
    pub const SEED: &str = "Seed";
    pub const COPY_SEED: &str = "Copy the seed";
    pub const STYLE: &str = "Style";
    pub const SCALE: &str = "Scale";
    pub const STEPS: &str = "Steps";
    pub const GUIDANCE: &str = "Guidance";
    pub const SAMPLER: &str = "Sampler";
    pub const STRENGTH: &str = "Strength";
    pub const FEATHER: &str = "Soft edge";
    pub const MARGINS: &str = "Painted beyond";
    pub const BACKGROUND: &str = "Background";
    pub const TRANSPARENT: &str = "none";
    pub const BLURRED: &str = "blurred";
    pub const ANOTHER_PICTURE: &str = "another picture";

    /// What a button does with the picture.
    pub fn with_this(tool: &str) -> String {
        format!("{tool} this picture")
    }

    pub fn sent_to(tool: &str) -> String {
        format!("The picture is in {tool}.")
    }
}

pub mod feedback {
    pub const LIKE: &str = "Like";
    pub const DISLIKE: &str = "Dislike";
    pub const GROUP: &str = "Rate this result";
    pub const LIKE_TITLE: &str = "What do you like?";
    pub const DISLIKE_TITLE: &str = "What is wrong?";
    pub const COMMENT: &str = "Comment";
    pub const COMMENT_HINT: &str = "Optional";
    pub const CONSENT: &str = "Model makers may train on this picture and its original";
    pub const SAVE: &str = "Save rating";
    pub const SAVED: &str = "Thank you. Your rating is saved.";
    pub const WITHDRAW: &str = "Withdraw";
    pub const WITHDRAWN: &str = "Your rating is withdrawn.";
    pub const CLOSE: &str = "Close";
}

pub mod queue {
    pub const TITLE: &str = "Queue";
    pub const CANCEL: &str = "Cancel task";
    pub const RETRY: &str = "Retry";
    pub const DISMISS: &str = "Dismiss";
    pub const FAILED: &str = "Failed";
    pub const QUEUED: &str = "Queued";
    pub const RUNNING: &str = "Running";
    pub const DONE_TOAST: &str = "A picture is finished.";
    pub const VIEW: &str = "View";
}

pub mod gallery {
    pub const TITLE: &str = "Gallery";
    pub const FILTER: &str = "Show";
    pub const ALL: &str = "All";
    pub const UPLOADS: &str = "Uploads";
    pub const RESULTS: &str = "Results";
    pub const FAVORITES_ONLY: &str = "Only favorites";
    pub const UPLOAD: &str = "Upload";
    pub const RESULT: &str = "Result";
    pub const EMPTY: &str = "Your pictures will be here.";
    pub const EMPTY_FILTERED: &str = "No pictures match this choice.";
    pub const MORE: &str = "Load more";
    pub const LOADING: &str = "Loading…";
    pub const ADD_FAVORITE: &str = "Add to favorites";
    pub const REMOVE_FAVORITE: &str = "Remove from favorites";
    pub const DELETE: &str = "Delete";
    pub const DELETED: &str = "Picture deleted.";
    pub const UNDO: &str = "Undo";
}

pub mod settings {
    use studio_domain::{Scope, TaskKind, Tier};

    pub const TITLE: &str = "Your account";
    pub const BACK: &str = "To the studio";
    pub const NOT_LOADED: &str = "This cannot be shown right now";

    pub const USAGE: &str = "Usage";
    pub const AVAILABLE_AGAIN: &str = "all available again";
    pub const STORED: &str = "Stored";

    pub const ACCOUNT: &str = "Account";
    pub const GUEST: &str =
        "You are working as a guest. With an account your pictures stay, and programs can use the studio in your name.";
    pub const SIGN_UP: &str = "Sign up";
    pub const SIGN_IN: &str = "Sign in";

    pub const KEYS: &str = "API keys";
    pub const KEYS_TEXT: &str = "For programs that work in your name. Nobody can change your account with a key.";
    pub const LAST_USED: &str = "last used";
    pub const NEVER_USED: &str = "never used";
    pub const ENDS: &str = "ends";
    pub const NEVER_ENDS: &str = "does not end by itself";
    pub const REVOKE: &str = "Revoke";
    pub const REVOKED: &str = "The key is not accepted any more.";
    pub const KEY_NAME: &str = "Name of a new key";
    pub const KEY_NAME_HINT: &str = "What it is for, such as the program that will use it.";
    pub const KEY_SCOPES: &str = "It may";
    pub const KEY_LIFETIME: &str = "It ends";
    pub const MAKE_KEY: &str = "Make a key";
    pub const KEY_NEEDS_SCRIPT: &str = "To make a key here, allow JavaScript; or ask POST /v1/api-keys for one.";
    pub const SECRET_ONCE: &str = "Copy it now: it is shown this once and kept nowhere.";
    pub const COPY: &str = "Copy";
    pub const COPIED: &str = "Copied";

    pub const SESSIONS: &str = "Where you are signed in";
    pub const THIS_BROWSER: &str = "This browser";
    pub const BROWSER: &str = "Another browser";
    pub const PROGRAM: &str = "A program";
    pub const SINCE: &str = "since";
    pub const SIGN_OUT_ELSEWHERE: &str = "Sign out everywhere else";
    pub const SIGNED_OUT_ELSEWHERE: &str = "You are signed in here only.";

    pub const CREDENTIALS: &str = "E-mail and password";
    pub const NEW_EMAIL: &str = "E-mail";
    pub const NEW_PASSWORD: &str = "New password";
    pub const CURRENT_PASSWORD: &str = "Current password";
    pub const CHANGE_EMAIL: &str = "Change e-mail";
    pub const CHANGE_PASSWORD: &str = "Change password";
    pub const EMAIL_CHANGED: &str = "The address is changed.";
    pub const PASSWORD_CHANGED: &str = "The password is changed. You are signed out everywhere else.";

    pub const YOUR_DATA: &str = "Your data";
    pub const EXPORT_TEXT: &str = "Everything as a ZIP file: pictures, tasks, opinions and what is known of you.";
    pub const EXPORT: &str = "Download everything";
    pub const DELETE_ACCOUNT: &str = "Delete the account";
    pub const DELETE_TEXT: &str =
        "Your pictures, tasks, opinions, keys and sessions are removed, and cannot be brought back.";
    pub const DELETE_FOR_EVER: &str = "Delete everything";

    #[must_use]
    pub fn used_of(used: u32, limit: u32) -> String {
        format!("{used} of {limit} tasks in this hour")
    }

    #[must_use]
    pub fn used_without_limit(used: u32) -> String {
        format!("{used} tasks in this hour, as many as you like")
    }

    #[must_use]
    pub fn tier(tier: Tier) -> &'static str {
        match tier {
            Tier::Premium => "Premium",
            Tier::Regular => "Regular",
            Tier::Free => "Free",
        }
    }

    #[must_use]
    pub fn stored(images: u64, bytes: &str) -> String {
        let pictures = if images == 1 { "picture" } else { "pictures" };
        format!("{images} {pictures}, {bytes}")
    }

    /// What tasks of the kind have done.
    #[must_use]
    pub fn made(task: TaskKind) -> &'static str {
        match task {
            TaskKind::TextToImage => "Painted",
            TaskKind::ImageToImage => "Painted anew",
            TaskKind::Inpaint => "Painted in part",
            TaskKind::Upscale => "Enlarged",
            TaskKind::StyleTransfer => "Restyled",
            TaskKind::RemoveBackground => "Cut out",
            TaskKind::Segment => "Separated",
        }
    }

    #[must_use]
    pub fn revoke(name: &str) -> String {
        format!("Revoke {name}")
    }

    #[must_use]
    pub fn key_made(name: &str) -> String {
        format!("The key {name} is made")
    }

    #[must_use]
    pub fn scope(scope: Scope) -> &'static str {
        match scope {
            Scope::TasksRead => "follow tasks",
            Scope::TasksWrite => "ask for tasks",
            Scope::ImagesRead => "see pictures",
            Scope::ImagesWrite => "upload, change and delete pictures",
            Scope::FeedbackWrite => "rate pictures",
            Scope::AccountRead => "see keys and sessions",
        }
    }

    #[must_use]
    pub fn lifetime(days: Option<u32>) -> String {
        match days {
            Some(365) => "after a year".into(),
            Some(days) => format!("after {days} days"),
            None => "never by itself".into(),
        }
    }
}

pub mod account {
    pub const SIGN_IN_TITLE: &str = "Sign in";
    pub const SIGN_UP_TITLE: &str = "Create an account";
    pub const SIGN_UP_TEXT: &str = "The pictures you made as a guest come along.";
    pub const EMAIL: &str = "E-mail";
    pub const PASSWORD: &str = "Password";
    pub const PASSWORD_HINT: &str = "At least 8 characters.";
    pub const SIGN_IN: &str = "Sign in";
    pub const SIGN_UP: &str = "Sign up";
    pub const NO_ACCOUNT: &str = "No account yet?";
    pub const HAVE_ACCOUNT: &str = "Already have an account?";
}

pub mod not_found {
    pub const TITLE: &str = "Page not found";
    pub const TEXT: &str = "There is nothing at this address.";
}

pub mod ui {
    pub const COPIED: &str = "Copied";
    pub const COPY_REFUSED: &str = "The browser does not let this page copy. Mark the text and copy it by hand.";
    pub const CLOSE: &str = "Close message";
    pub const NOTICES: &str = "Messages";
    pub const RETRY: &str = "Try again";
}
