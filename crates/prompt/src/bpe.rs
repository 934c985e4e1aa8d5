//! Byte-pair encoding: the bytes of a word, joined in the order the merges were learned.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::ops::Range;

/// The vocabulary, reduced to what encoding needs.
pub(crate) struct Bpe {
    /// The token of each byte within a word, and at its end.
    pub inner: [u32; 256],
    pub last: [u32; 256],
    /// Two tokens next to each other → when they are joined, and to what.
    pub merges: HashMap<(u32, u32), Merge>,
}

#[derive(Clone, Copy)]
pub(crate) struct Merge {
    pub rank: u32,
    pub token: u32,
}

/// A token in the making. Those that were joined to the one before them are `dead`.
struct Symbol {
    token: u32,
    bytes: Range<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    dead: bool,
}

/// Joins that may come next: the earliest learned, then the leftmost; with the token that is to come of it.
type Queue = BinaryHeap<Reverse<(u32, usize, u32)>>;

impl Bpe {
    /// Gives each token of a word and its bytes to `found`, from left to right.
    ///
    /// The time is O(n log n) in the length of the word: every join takes one symbol away and queues at most two more.
    pub fn encode(&self, word: &[u8], mut found: impl FnMut(u32, Range<usize>)) {
        let mut symbols = self.symbols(word);
        let mut queue = Queue::with_capacity(symbols.len());
        for left in 0..symbols.len() {
            self.enqueue(&symbols, left, &mut queue);
        }
        while let Some(Reverse((_, left, token))) = queue.pop() {
            if self.pair(&symbols, left).is_none_or(|merge| merge.token != token) {
                continue;
            }
            join(&mut symbols, left, token);
            if let Some(previous) = symbols[left].previous {
                self.enqueue(&symbols, previous, &mut queue);
            }
            self.enqueue(&symbols, left, &mut queue);
        }
        for symbol in symbols.into_iter().filter(|symbol| !symbol.dead) {
            found(symbol.token, symbol.bytes);
        }
    }

    fn symbols(&self, word: &[u8]) -> Vec<Symbol> {
        let end = word.len();
        let symbol = |(at, byte): (usize, &u8)| Symbol {
            token: if at + 1 == end { self.last } else { self.inner }[usize::from(*byte)],
            bytes: at..at + 1,
            previous: at.checked_sub(1),
            next: Some(at + 1).filter(|next| *next < end),
            dead: false,
        };
        word.iter().enumerate().map(symbol).collect()
    }

    fn enqueue(&self, symbols: &[Symbol], left: usize, queue: &mut Queue) {
        if let Some(merge) = self.pair(symbols, left) {
            queue.push(Reverse((merge.rank, left, merge.token)));
        }
    }

    /// How the symbol at `left` is joined with the one after it.
    fn pair(&self, symbols: &[Symbol], left: usize) -> Option<Merge> {
        let symbol = symbols.get(left).filter(|symbol| !symbol.dead)?;
        let next = symbols.get(symbol.next?)?;
        self.merges.get(&(symbol.token, next.token)).copied()
    }
}

/// Joins the symbol at `left` with the one after it.
fn join(symbols: &mut [Symbol], left: usize, token: u32) {
    let Some(right) = symbols[left].next else { return };
    symbols[right].dead = true;
    let (end, next) = (symbols[right].bytes.end, symbols[right].next);
    symbols[left].token = token;
    symbols[left].bytes.end = end;
    symbols[left].next = next;
    if let Some(next) = next {
        symbols[next].previous = Some(left);
    }
}
