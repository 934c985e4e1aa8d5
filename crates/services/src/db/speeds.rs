//! How long things have taken, to say how long they will take.

use sqlx::PgExecutor;
use studio_domain::TaskKind;

/// Weight of the newest measurement in the moving average.
const ALPHA: f64 = 0.3;

/// What a measurement is about.
pub struct Subject<'a> {
    pub kind: TaskKind,
    pub model: &'a str,
    pub version: &'a str,
}

pub async fn record(
    db: impl PgExecutor<'_>,
    subject: &Subject<'_>,
    device: &str,
    ms_per_megapixel: f64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into task_speeds as s (kind, model, version, device, ms_per_megapixel) values ($1, $2, $3, $4, $5)
         on conflict on constraint task_speeds_pk do update
         set ms_per_megapixel = s.ms_per_megapixel + $6 * (excluded.ms_per_megapixel - s.ms_per_megapixel),
             measured_at = now()",
        subject.kind.as_str(),
        subject.model,
        subject.version,
        device,
        ms_per_megapixel,
        ALPHA,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Milliseconds per megapixel of work on the device that was used last; `None` before the first measurement.
pub async fn latest(db: impl PgExecutor<'_>, subject: &Subject<'_>) -> Result<Option<f64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select ms_per_megapixel from task_speeds where kind = $1 and model = $2 and version = $3
         order by measured_at desc limit 1",
        subject.kind.as_str(),
        subject.model,
        subject.version,
    )
    .fetch_optional(db)
    .await
}
