//! The studio's code beside what others use, in turns within one run: diffusers with Optimum's ONNX pipelines, and Pillow
//! with NumPy.

use crate::{
    median, pictures,
    report::Report,
    work::{Done, Work},
};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

const TINY: &str = "tests/golden/tiny-sd";
const PEER: &str = "bench/peer/peer.py";

/// Compares, where `python` has what the peer needs; `large` is a pipeline of Stable Diffusion's size.
///
/// # Errors
/// When one of the two cannot do its work.
pub fn compare(python: &Path, large: Option<&Path>, threads: usize, report: &mut Report) -> Result<()> {
    let mut sides = Sides::start(python, threads)?;
    let folder = tempfile::tempdir()?;
    compare_pixels(&mut sides, folder.path(), report)?;
    // Of its own, or the pictures would count in its memory.
    let mut sides = Sides::start(python, threads)?;
    let tiny = |prompts| paint(Path::new(TINY), (64, 64), 10, prompts);
    compare_paint(&mut sides, "tiny pipeline, 10 steps", 7, tiny, report)?;
    if let Some(large) = large {
        let mut sides = Sides::start(python, threads)?;
        let large = |prompts| paint(large, (256, 256), 2, prompts);
        compare_paint(&mut sides, "SD 1.5's shape, 256², 2 steps", 3, large, report)?;
    }
    Ok(())
}

fn paint(folder: &Path, (width, height): (u32, u32), steps: u32, prompts: usize) -> Work {
    let prompts = (0..prompts).map(|n| format!("boat number {n}")).collect();
    Work::Paint { folder: folder.to_owned(), width, height, steps, guidance_scale: 7.5, prompts }
}

fn compare_paint(
    sides: &mut Sides,
    name: &str,
    rounds: usize,
    work: impl Fn(usize) -> Work,
    report: &mut Report,
) -> Result<()> {
    let alone = sides.in_turns(&work(1), rounds)?;
    let [ours, theirs] = alone.each_ref().map(|done| seconds(done, Done::total));
    report.note(&format!("{name}, studio"), ours * 1e3, "ms");
    report.note(&format!("{name}, diffusers + Optimum"), theirs * 1e3, "ms");
    report.at_most(&format!("{name}, time against theirs"), ours / theirs, 1.0, "");
    let [ours_mb, theirs_mb] = alone.each_ref().map(|done| done.iter().map(|d| d.peak_mb).fold(0.0, f64::max));
    report.note(&format!("{name}, peak memory, theirs"), theirs_mb, "MB");
    report.at_most(&format!("{name}, peak memory against theirs"), ours_mb / theirs_mb, 0.7, "");
    let four = sides.in_turns(&work(4), rounds.div_ceil(2))?;
    let [together, _] = four.each_ref().map(|done| seconds(done, Done::total));
    report.note(&format!("{name}, pictures a second by batches of 4"), 4.0 * ours / together, "×");
    Ok(())
}

fn compare_pixels(sides: &mut Sides, folder: &Path, report: &mut Report) -> Result<()> {
    let picture = folder.join("picture.jpg");
    fs::write(&picture, pictures::jpeg(3_464, 7)?)?;
    let done = sides.in_turns(&Work::Pixels { picture, side: 1024, output: folder.join("picture.png") }, 5)?;
    for stage in ["decode", "resize", "normalise", "encode"] {
        let [ours, theirs] =
            done.each_ref().map(|done| seconds(done, |d| d.seconds.get(stage).copied().unwrap_or(0.0)));
        report.note(&format!("12 MP, {stage}: times as fast as Pillow"), theirs / ours, "×");
    }
    let [ours, theirs] = done.each_ref().map(|done| seconds(done, Done::total));
    report.at_least("12 MP around a network, times as fast as Pillow", theirs / ours, 2.0, "×");
    Ok(())
}

fn seconds(done: &[Done], of: impl Fn(&Done) -> f64) -> f64 {
    median(&mut done.iter().map(of).collect::<Vec<_>>())
}

/// The studio's side, and the other.
struct Sides([Side; 2]);

impl Sides {
    fn start(python: &Path, threads: usize) -> Result<Self> {
        let own = env::current_exe()?;
        Ok(Self([Side::start(&own, "--engine", threads)?, Side::start(python, PEER, threads)?]))
    }

    /// The first round, which loads what is needed, does not count.
    fn in_turns(&mut self, work: &Work, rounds: usize) -> Result<[Vec<Done>; 2]> {
        let mut done = [Vec::new(), Vec::new()];
        for round in 0..=rounds {
            for (side, done) in self.0.iter_mut().zip(&mut done) {
                let answer = side.work(work)?;
                if round > 0 {
                    done.push(answer);
                }
            }
        }
        Ok(done)
    }
}

struct Side {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    name: PathBuf,
}

impl Side {
    fn start(program: &Path, argument: &str, threads: usize) -> Result<Self> {
        let mut child = Command::new(program)
            .arg(argument)
            .env("STUDIO_THREADS", threads.to_string())
            // Nothing is fetched in the middle of a measurement.
            .env("HF_HUB_OFFLINE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let (to, from) = child.stdin.take().zip(child.stdout.take()).context("no pipes")?;
        Ok(Self { child, to, from: BufReader::new(from), name: program.to_owned() })
    }

    fn work(&mut self, work: &Work) -> Result<Done> {
        writeln!(self.to, "{}", serde_json::to_string(work)?)?;
        self.to.flush()?;
        let mut line = String::new();
        if self.from.read_line(&mut line)? == 0 {
            bail!("{} broke off", self.name.display());
        }
        serde_json::from_str(&line).with_context(|| format!("{} says {line:?}", self.name.display()))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
