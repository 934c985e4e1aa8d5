//! What is left of the speed when twice as much is asked for as can be done.

use super::{person::Person, quantile};
use crate::{pictures, report::Report, server::Server};
use anyhow::{Result, bail, ensure};
use reqwest::{StatusCode, header};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const PEOPLE: usize = 8;
const SIDE: u32 = 256;
/// So many may wait; the others are refused.
const WAITING: &str = "32";
const PEAK: Duration = Duration::from_secs(15);
/// Until the queue is full, and then as long as is measured.
const FILLING: Duration = Duration::from_secs(10);
const OVERLOAD: Duration = Duration::from_secs(30);

enum Answer {
    Done(Instant),
    /// In so many milliseconds.
    Refused(f64),
}

pub async fn measure(program: &Path, threads: usize, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = Server::start_with(program, folder.path(), threads, &[("STUDIO_QUEUE_LIMIT", WAITING)]).await?;
    let people = Person::several(&server.url, "overload", PEOPLE).await?;
    let peak = peak(&people).await?;
    report.note("tasks done a second at most", peak, "");
    let (done, mut refused_ms) = overload(&people, 2.0 * peak).await?;
    report.at_least("at twice of that, the share that is still done", done / peak, 0.9, "");
    ensure!(!refused_ms.is_empty(), "nobody was refused, so that was no overload");
    report.note("requests refused meanwhile", refused_ms.len() as f64, "");
    report.note("a refusal, p99", quantile(&mut refused_ms, 0.99), "ms");
    server.stop().await
}

/// Tasks done a second when everybody asks for one after the other.
async fn peak(people: &[Person]) -> Result<f64> {
    let mut askers = JoinSet::new();
    let begin = Instant::now();
    for (number, person) in people.iter().cloned().enumerate() {
        askers.spawn(async move {
            let picture = pictures::png(SIDE, number as u32)?;
            let mut done = 0;
            while begin.elapsed() < PEAK {
                person.upscale(picture.clone())?.send().await?.error_for_status()?.bytes().await?;
                done += i32::from(begin.elapsed() < PEAK);
            }
            anyhow::Ok(done)
        });
    }
    let mut done = 0;
    while let Some(count) = askers.join_next().await {
        done += count??;
    }
    Ok(f64::from(done) / PEAK.as_secs_f64())
}

/// Asks at a fixed rate, whatever comes back: tasks done a second once the queue is full, and the refusals' times.
async fn overload(people: &[Person], rate: f64) -> Result<(f64, Vec<f64>)> {
    let picture = pictures::png(SIDE, 99)?;
    let mut clock = tokio::time::interval(Duration::from_secs_f64(1.0 / rate));
    let mut asked = JoinSet::new();
    let begin = Instant::now();
    for person in people.iter().cycle() {
        clock.tick().await;
        if begin.elapsed() > FILLING + OVERLOAD {
            break;
        }
        let request = person.upscale(picture.clone())?;
        asked.spawn(async move {
            let sent = Instant::now();
            let answer = request.send().await?;
            let (status, retry) = (answer.status(), answer.headers().contains_key(header::RETRY_AFTER));
            let text = answer.text().await?;
            match status {
                StatusCode::OK => Ok(Answer::Done(Instant::now())),
                StatusCode::SERVICE_UNAVAILABLE if retry => Ok(Answer::Refused(sent.elapsed().as_secs_f64() * 1e3)),
                status => bail!("{status}: {text}"),
            }
        });
    }
    let (mut done, mut refused_ms) = (0, Vec::new());
    while let Some(answer) = asked.join_next().await {
        match answer?? {
            Answer::Done(at) if (FILLING..FILLING + OVERLOAD).contains(&(at - begin)) => done += 1,
            Answer::Done(_) => {}
            Answer::Refused(milliseconds) => refused_ms.push(milliseconds),
        }
    }
    Ok((f64::from(done) / OVERLOAD.as_secs_f64(), refused_ms))
}
