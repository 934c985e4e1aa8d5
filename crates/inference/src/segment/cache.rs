//! What encoders made of pictures lately.

use crate::{pixels::Frame, runtime::Tensor};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// Sixteen of Segment Anything's encodings, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// A network and a picture, each by the SHA-256 of its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Lower-case hex.
    pub network: String,
    pub picture: [u8; 32],
}

/// A picture as an encoder saw it.
#[derive(Debug)]
pub(crate) struct Encoding {
    pub embedding: Tensor,
    pub frame: Frame,
}

/// Keeps the latest.
#[derive(Default)]
pub(crate) struct Encodings(Mutex<VecDeque<(Key, Arc<Encoding>)>>);

impl Encodings {
    pub fn get(&self, key: &Key) -> Option<Arc<Encoding>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(found, _)| found == key)?;
        let found = kept.remove(at)?;
        let encoding = found.1.clone();
        kept.push_front(found);
        Some(encoding)
    }

    /// What was used longest ago makes way. What is larger than all that may be kept is not.
    pub fn put(&self, key: Key, encoding: Arc<Encoding>) {
        if encoding.embedding.bytes() > MOST_BYTES {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(found, _)| *found != key);
        kept.push_front((key, encoding));
        let mut bytes = 0;
        kept.retain(|(_, encoding)| {
            bytes += encoding.embedding.bytes();
            bytes <= MOST_BYTES
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_makes_way() {
        let encodings = Encodings::default();
        let key = |n: u8| Key { network: "a".into(), picture: [n; 32] };
        let put = |n: u8, bytes: usize| {
            let embedding = Tensor::f32([bytes / 4], vec![0.0; bytes / 4]);
            encodings.put(key(n), Arc::new(Encoding { embedding, frame: Frame::whole((1, 1)) }));
        };
        put(1, 24 << 20);
        put(2, 24 << 20);
        assert!(encodings.get(&key(1)).is_some());
        put(3, 24 << 20);
        assert!(encodings.get(&key(2)).is_none());
        assert!(encodings.get(&key(1)).is_some() && encodings.get(&key(3)).is_some());
        assert!(encodings.get(&Key { network: "b".into(), picture: [1; 32] }).is_none());
        // What is too large on its own is not kept, and takes nothing along.
        put(4, 65 << 20);
        assert!(encodings.get(&key(4)).is_none());
        assert!(encodings.get(&key(1)).is_some());
    }
}
