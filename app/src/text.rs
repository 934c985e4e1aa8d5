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
    pub const SHORTCUTS: &str = "Keyboard shortcuts";
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
    pub const FORMAT_HINT: &str =
        "PNG and WebP lose nothing, and WebP is the smaller; JPEG is the smallest and knows no transparency.";
    pub const QUALITY_HINT: &str = "Less makes the file smaller, and details coarser.";
    pub const PRESETS: &str = "Presets";
    pub const PRESETS_HINT: &str = "Keep these settings under a name, or use kept ones";
    pub const RESET: &str = "Reset";
    pub const RESET_HINT: &str = "Back to what the model proposes; words stay";
    pub const CANCEL: &str = "Cancel";
    pub const CANCEL_HINT: &str = "Stop the task on the stage";
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
    pub const SCALE_HINT: &str = "How many times wider and higher the result is.";
    pub const RESULT_SIZE: &str = "Result";
}

pub mod paint {
    pub const PROMPT: &str = "Prompt";
    pub const PROMPT_EXAMPLE: &str = "A red boat on the sea at sunset";
    pub const PROMPT_HINT: &str = "(word:1.3) weighs a word more, [word] less.";
    pub const HISTORY: &str = "Earlier prompts";
    pub const HISTORY_SEARCH: &str = "Find a prompt";
    pub const HISTORY_EMPTY: &str = "What you ask to be painted will be here.";
    pub const HISTORY_NONE_FOUND: &str = "None of your prompts has these words.";
    pub const TOKENS: &str = "Tokens of the prompt, and how many the model reads at once";
    pub const UNKNOWN: &str = "The model does not know:";
    pub const SIZE: &str = "Size";
    pub const SIZE_HINT: &str =
        "A shape, or width and height to the pixel. The model is at its best near its own size; upscale for more.";
    pub const WIDTH: &str = "Width";
    pub const HEIGHT: &str = "Height";
    pub const SWAP: &str = "Swap width and height";
    pub const LOCK: &str = "Keep the ratio";
    pub const COUNT: &str = "Pictures";
    pub const COUNT_HINT: &str = "How many at a time, each from the next seed.";
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
    pub const SAMPLER_HINT: &str = "The way from noise to the picture; the model's own is what it was made with.";
    pub const SAMPLER_OWN: &str = "The model's own";
    pub const SEED: &str = "Seed";
    pub const SEED_HINT: &str = "Where chance begins: the same seed and settings give the same picture.";
    pub const SEED_RANDOM: &str = "Random";
    pub const SEED_KEEP: &str = "Keep it for the next run";
    pub const MODEL: &str = "Model";

    /// Compared to one picture as the model proposes it.
    pub fn work(times: f64) -> String {
        format!("About {times:.1} × the usual work")
    }
}

/// Settings under names.
pub mod presets {
    pub const TITLE: &str = "Presets";
    pub const EMPTY: &str = "Settings that you keep under a name will be here.";
    pub const NAME: &str = "Keep the tool's settings as";
    pub const NAME_EXAMPLE: &str = "Watercolour, wide";
    pub const NEW_NAME: &str = "New name";
    pub const SAVE: &str = "Save";
    pub const UNDO: &str = "Undo";

    pub fn rename(name: &str) -> String {
        format!("Rename {name}")
    }

    pub fn delete(name: &str) -> String {
        format!("Delete {name}")
    }

    pub fn deleted(name: &str) -> String {
        format!("{name} is deleted.")
    }
}

pub mod shortcuts {
    pub const TITLE: &str = "Keyboard shortcuts";
    pub const ANYWHERE: &str = "Anywhere";
    pub const RUN: &str = "Run the tool";
    pub const ESCAPE: &str = "Close a window, or cancel the task on the stage";
    pub const PROMPT: &str = "Write the prompt";
    pub const TOOLS: &str = "Choose a tool";
    pub const GALLERY: &str = "Go to the gallery";
    pub const QUEUE: &str = "Open the queue";
    pub const HELP: &str = "Show these shortcuts";
    pub const WRITING: &str = "In the prompt";
    pub const EARLIER: &str = "An earlier prompt of yours";
    pub const LATER: &str = "Back to the later one";
    pub const MORE: &str = "Weigh the word more";
    pub const LESS: &str = "Weigh the word less";
    pub const UNDO: &str = "Undo any of these";
    pub const VIEWING: &str = "On the picture";
    pub const ZOOM_IN: &str = "Zoom in";
    pub const ZOOM_OUT: &str = "Zoom out";
    pub const FIT: &str = "Fit to the window";
    pub const FULL: &str = "Full size";
    pub const MOVE: &str = "Move the picture";
    pub const COMPARING: &str = "On the comparison's slider";
    pub const SLIDE: &str = "Slide";
    pub const SLIDE_FAR: &str = "Slide further";
    pub const SLIDE_END: &str = "Before or after alone";
    pub const SINGLE: &str = "Single keys work, too";
}

pub mod mask {
    pub const AREA: &str = "Paint anew";
    pub const AREA_HINT: &str = "The whole picture, or only what you mark on it.";
    pub const EVERYTHING: &str = "Everything";
    pub const A_PART: &str = "A part";
    pub const CHOOSE_FIRST: &str = "Choose a picture, then mark what is to be painted anew.";
    pub const CANVAS: &str = "What is marked on the picture";
    pub const HINT: &str = "Draw over what is to be painted anew. The rest stays as it is.";
    pub const DRAW_WITH: &str = "Draw with";
    pub const DRAW_WITH_HINT: &str = "The brush marks; the eraser takes marks away.";
    pub const BRUSH: &str = "Brush";
    pub const ERASER: &str = "Eraser";
    pub const SIZE: &str = "Size";
    pub const SIZE_HINT: &str = "How wide a stroke is, of the picture's longer side.";
    pub const UNDO: &str = "Undo";
    pub const CLEAR: &str = "Clear";
}

pub mod style {
    pub const STYLE: &str = "Style";
    pub const STYLE_HINT: &str = "The look that the picture is given.";
}

pub mod cutout {
    pub const BACKGROUND: &str = "Background";
    pub const BACKGROUND_HINT: &str = "What is put behind the thing that is cut out.";
    pub const NOTHING: &str = "None";
    pub const BLUR: &str = "Blur";
    pub const COLOUR: &str = "Colour";
    pub const COLOUR_HINT: &str = "The colour behind it.";
    pub const REFINE: &str = "Refine the edges";
    pub const REFINE_HINT: &str = "Lays them onto those of the picture, such as hair.";
}

pub mod separate {
    pub const CLICK: &str = "What to separate";
    pub const CLICK_LABEL: &str = "Picture: click on what is to be separated";
    pub const CLICK_HINT: &str = "Click on it. Alt and a click say what does not belong to it.";
    pub const CHOOSE_FIRST: &str = "Choose a picture, then click on what is to be separated.";
    pub const UNDO: &str = "Undo the last click";
    pub const OUTPUT: &str = "Result";
    pub const OUTPUT_HINT: &str = "The thing by itself, or where it is in white on black.";
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
    pub const VIEWER_HELP: &str = "Plus and minus zoom, 0 fits, 1 shows full size, arrow keys move.";
    pub const SLIDER: &str = "Comparison of before and after";
    pub const ZOOM_IN: &str = "Zoom in";
    pub const ZOOM_OUT: &str = "Zoom out";
    pub const FIT: &str = "Fit";
    pub const FIT_LABEL: &str = "Fit to the window";
    pub const FULL: &str = "100 %";
    pub const FULL_LABEL: &str = "100 %, full size";
    pub const DOWNLOAD: &str = "Download";
    pub const FAVORITE: &str = "Favorite";
    pub const DELETE: &str = "Delete";
    pub const UPSCALE_THIS: &str = "Upscale this picture";
    pub const EDIT_THIS: &str = "Edit this picture";
    pub const USE_SETTINGS: &str = "Use these settings";
    pub const PROMPT: &str = "Prompt";
    pub const SETTINGS: &str = "Settings";
    pub const SIBLINGS: &str = "Made together";
    pub const SIZE: &str = "Size";
    pub const FILE: &str = "File";
    pub const TIME: &str = "Time taken";
    pub const FROM_CACHE: &str = "none: it had been made before";
    pub const MODEL: &str = "Model";
    pub const DEVICE: &str = "Device";
    pub const CREATED: &str = "Created";
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
    /// In the tab's title.
    pub const DONE_TITLE: &str = "✓ Done";
    pub const VIEW: &str = "View";
    pub const EMPTY: &str = "Nothing is waiting or at work.";
    pub const FINISHED: &str = "Finished";
    pub const CLEAR: &str = "Clear";
    pub const NOTIFY: &str = "Tell me when something is done";
    pub const NOTIFY_HINT: &str = "By the browser, when you look elsewhere.";
    pub const NOTIFY_BLOCKED: &str =
        "Your browser does not let this page notify you. Allow it in the settings of this site, then try again.";

    pub fn open(active: usize) -> String {
        if active == 0 { TITLE.into() } else { format!("{TITLE}: {active} at work") }
    }

    pub fn cancel_waiting(waiting: usize) -> String {
        format!("Cancel all {waiting} that wait")
    }

    pub fn step(step: u32, steps: u32) -> String {
        format!("Step {step} of {steps}")
    }
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
    pub const CLOSE: &str = "Close message";
    pub const CLOSE_WINDOW: &str = "Close";
    /// What a control is for.
    pub const ABOUT: &str = "About";
    pub const NOTICES: &str = "Messages";
    pub const RETRY: &str = "Try again";
}
