//! Logging: to standard error, as text for people or JSON lines for collectors.

use crate::config::{LogConfig, LogFormat};
use anyhow::Context;
use tracing_subscriber::{EnvFilter, fmt};

/// # Errors
/// When the filter cannot be parsed.
pub fn init(config: &LogConfig) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(&config.log).with_context(|| format!("STUDIO_LOG={} is not a filter", config.log))?;
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(true).init(),
    }
    Ok(())
}
