//! An HTTP server that misbehaves as it is told, written on bare sockets so that it can.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What is wrong with one address, and for how many requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vice {
    /// Nothing.
    None,
    /// Promises everything, closes after this many bytes.
    Truncate(usize),
    /// Promises nothing (chunked), ends in good order after this many bytes.
    EndEarly(usize),
    /// Resets the connection after this many bytes.
    Reset(usize),
    /// Sends this many bytes, and then nothing more.
    Stall(usize),
    /// Accepts, and never answers.
    Silent,
    /// Other bytes of the same length.
    WrongBytes,
    /// More bytes than there are, without saying so.
    Endless,
    /// Says a length that differs.
    OtherLength,
    /// Gives everything, whatever part was asked for.
    IgnoreRange,
    /// Gives the part that was asked for, though the file has changed.
    IgnoreTag,
    /// Gives another part than was asked for.
    WrongRange,
    Status(u16),
    /// Leads to itself.
    Loop,
    /// Leads to an address that is not fetched.
    Downgrade,
    /// Leads to the good file at another path.
    Redirect,
    /// So many bytes at a time, with a pause between.
    Drip(usize, Duration),
}

#[derive(Default)]
struct Site {
    files: HashMap<String, Vec<u8>>,
    /// For the next so many requests of a path.
    vices: HashMap<String, (Vice, usize)>,
    tags: HashMap<String, String>,
    /// Path and headers, as received.
    requests: Vec<(String, Vec<String>)>,
}

/// Serves until dropped.
pub struct Server {
    port: u16,
    site: Arc<Mutex<Site>>,
    sent: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let site: Arc<Mutex<Site>> = Arc::default();
        let sent: Arc<AtomicU64> = Arc::default();
        let shared = (site.clone(), sent.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.0.clone(), shared.1.clone()));
            }
        });
        Self { port, site, sent, task }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn put(&self, path: &str, bytes: &[u8]) {
        let mut site = self.site.lock().expect("site");
        site.tags.insert(path.to_owned(), "\"v1\"".to_owned());
        site.files.insert(path.to_owned(), bytes.to_vec());
    }

    pub fn tag(&self, path: &str, tag: &str) {
        self.site.lock().expect("site").tags.insert(path.to_owned(), tag.to_owned());
    }

    /// Misbehaves for the next `times` requests of `path`.
    pub fn spoil(&self, path: &str, vice: Vice, times: usize) {
        self.site.lock().expect("site").vices.insert(path.to_owned(), (vice, times));
    }

    /// Bytes of bodies that were sent.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    /// The values of a header in the requests of `path`, "" where it was missing.
    pub fn headers(&self, path: &str, name: &str) -> Vec<String> {
        let site = self.site.lock().expect("site");
        let of_path = site.requests.iter().filter(|(requested, _)| requested == path);
        let value = |headers: &[String]| {
            let found = headers.iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            });
            found.unwrap_or_default()
        };
        of_path.map(|(_, headers)| value(headers)).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, site: Arc<Mutex<Site>>, sent: Arc<AtomicU64>) {
    let mut stream = BufReader::new(stream);
    // One request for each connection: what happens on it is then told apart.
    let Some((path, headers)) = read_head(&mut stream).await else {
        // As plain servers do to whoever begins with TLS.
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n").await;
        return;
    };
    let (file, vice, tag) = {
        let mut site = site.lock().expect("site");
        site.requests.push((path.clone(), headers.clone()));
        let vice = match site.vices.get_mut(&path) {
            Some((vice, times)) if *times > 0 => {
                *times -= 1;
                *vice
            }
            _ => Vice::None,
        };
        (site.files.get(&path).cloned(), vice, site.tags.get(&path).cloned().unwrap_or_default())
    };
    let header = |name: &str| {
        let find = |line: &String| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        };
        headers.iter().find_map(find)
    };
    let plain = match vice {
        Vice::Status(code) => Some(format!("HTTP/1.1 {code} No\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno")),
        Vice::Loop => Some(found(&path)),
        Vice::Downgrade => Some(found("http://models.example.org/file")),
        Vice::Redirect => Some(found(&format!("/moved{path}"))),
        _ if file.is_none() => Some("HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned()),
        _ => None,
    };
    if let Some(answer) = plain {
        let _ = stream.write_all(answer.as_bytes()).await;
        return;
    }
    if vice == Vice::Silent {
        tokio::time::sleep(Duration::from_secs(60)).await;
        return;
    }
    let mut body = file.unwrap_or_default();
    let total = body.len();
    if vice == Vice::WrongBytes {
        body.iter_mut().for_each(|byte| *byte ^= 0x55);
    }
    let current = vice == Vice::IgnoreTag || header("if-range").is_none_or(|wanted| wanted == tag);
    let offset = header("range")
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok())
        .filter(|_| current && vice != Vice::IgnoreRange);
    let (status, range, start) = match offset {
        Some(offset) if offset >= total => {
            let answer = format!(
                "HTTP/1.1 416 No\r\ncontent-range: bytes */{total}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
            return;
        }
        Some(offset) => {
            let start = if vice == Vice::WrongRange { offset / 2 } else { offset };
            ("206 Partial Content", format!("content-range: bytes {start}-{}/{total}\r\n", total - 1), start)
        }
        None => ("200 OK", String::new(), 0),
    };
    let body = &body[start..];
    let length = match vice {
        Vice::EndEarly(_) | Vice::Endless => "transfer-encoding: chunked\r\n".to_owned(),
        Vice::OtherLength => format!("content-length: {}\r\n", body.len() / 2),
        _ => format!("content-length: {}\r\n", body.len()),
    };
    let head = format!("HTTP/1.1 {status}\r\n{length}{range}etag: {tag}\r\nconnection: close\r\n\r\n");
    if stream.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    let send = async |stream: &mut BufReader<TcpStream>, bytes: &[u8]| {
        sent.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        let written = stream.write_all(bytes).await;
        written.and(stream.flush().await)
    };
    match vice {
        Vice::Truncate(bytes) => drop(send(&mut stream, &body[..bytes.min(body.len())]).await),
        Vice::Stall(bytes) => {
            let _ = send(&mut stream, &body[..bytes.min(body.len())]).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Vice::Reset(bytes) => {
            let _ = send(&mut stream, &body[..bytes.min(body.len())]).await;
            // What was sent shall arrive before the reset does.
            tokio::time::sleep(Duration::from_millis(50)).await;
            let _ = stream.get_ref().set_zero_linger();
        }
        Vice::EndEarly(bytes) => {
            let bytes = &body[..bytes.min(body.len())];
            let _ = stream.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).await;
            let _ = send(&mut stream, bytes).await;
            let _ = stream.write_all(b"\r\n0\r\n\r\n").await;
        }
        Vice::Endless => loop {
            let bytes = [7_u8; 4096];
            if stream.write_all(b"1000\r\n").await.is_err() || send(&mut stream, &bytes).await.is_err() {
                return;
            }
            if stream.write_all(b"\r\n").await.is_err() {
                return;
            }
        },
        Vice::Drip(bytes, pause) => {
            for drop in body.chunks(bytes) {
                if send(&mut stream, drop).await.is_err() {
                    return;
                }
                tokio::time::sleep(pause).await;
            }
        }
        Vice::OtherLength => drop(send(&mut stream, &body[..body.len() / 2]).await),
        _ => drop(send(&mut stream, body).await),
    }
    let _ = stream.shutdown().await;
}

fn found(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

/// Path and header lines of a request.
async fn read_head(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<String>)> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let target = line.split(' ').nth(1)?.to_owned();
    let path = target.strip_prefix("http://").and_then(|rest| rest.find('/').map(|at| rest[at..].to_owned()));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        match line.trim_end() {
            "" => return Some((path.unwrap_or(target), headers)),
            header => headers.push(header.to_owned()),
        }
    }
}
