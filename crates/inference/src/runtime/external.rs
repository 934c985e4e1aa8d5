//! Whether a model wants data from other files.
//!
//! ONNX lets a tensor name a file that holds its numbers. What is loaded from bytes has no folder, so ONNX Runtime would
//! look in the working directory of the server, and in release 1.23 wherever an absolute path points: a model could carry
//! someone's files out in its pictures. So it is told of a folder in which nothing can be, and models that name files
//! are refused before it sees them. The fields are those of `onnx.proto3`; everything else is passed over.

/// A folder in which there can be nothing.
pub(super) const NO_FOLDER: &str = "/dev/null";

/// Messages in messages; protobuf's own parsers stop there, too.
const DEEPEST: usize = 100;

#[derive(Clone, Copy)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    SparseTensor,
    Function,
    Training,
}

impl Message {
    /// The message in a field, where it may hold tensors.
    fn child(self, field: u64) -> Option<Self> {
        match (self, field) {
            (Self::Model, 7) | (Self::Attribute, 6 | 11) | (Self::Training, 1 | 2) => Some(Self::Graph),
            (Self::Model, 20) => Some(Self::Training),
            (Self::Model, 25) => Some(Self::Function),
            (Self::Graph, 1) | (Self::Function, 7) => Some(Self::Node),
            (Self::Graph, 5) | (Self::Attribute, 5 | 10) | (Self::SparseTensor, 1 | 2) => Some(Self::Tensor),
            (Self::Graph, 15) | (Self::Attribute, 22 | 23) => Some(Self::SparseTensor),
            (Self::Node, 5) | (Self::Function, 11) => Some(Self::Attribute),
            _ => None,
        }
    }

    /// `external_data` and `data_location`.
    fn is_elsewhere(self, field: u64) -> bool {
        matches!((self, field), (Self::Tensor, 13 | 14))
    }
}

/// # Errors
/// Why the model is refused.
pub(super) fn check(model: &[u8]) -> Result<(), String> {
    match names_files(model, Message::Model, 0) {
        Some(false) => Ok(()),
        Some(true) => Err("it keeps data in other files".into()),
        None => Err("it is no ONNX model".into()),
    }
}

/// `None` for what is no such message.
fn names_files(mut bytes: &[u8], message: Message, depth: usize) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    while !bytes.is_empty() {
        let key = varint(&mut bytes)?;
        let field = key >> 3;
        let content = match key & 7 {
            0 => {
                // Location 0 is the model itself.
                let value = varint(&mut bytes)?;
                if message.is_elsewhere(field) && value != 0 {
                    return Some(true);
                }
                continue;
            }
            1 => take(&mut bytes, 8)?,
            2 => {
                let length = varint(&mut bytes)?;
                take(&mut bytes, length)?
            }
            5 => take(&mut bytes, 4)?,
            _ => return None,
        };
        if message.is_elsewhere(field) {
            return Some(true);
        }
        if let Some(child) = message.child(field).filter(|_| key & 7 == 2)
            && names_files(content, child, depth + 1)?
        {
            return Some(true);
        }
    }
    Some(false)
}

fn take<'a>(bytes: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let (content, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(content)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    fn network(path: &str) -> Vec<u8> {
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)).expect("a network")
    }

    /// A field of bytes.
    fn field(number: u8, content: &[u8]) -> Vec<u8> {
        [&[number << 3 | 2, content.len() as u8][..], content].concat()
    }

    #[test]
    fn models_that_name_files_are_known() {
        for good in ["models/sam_decoder.onnx", "models/mean_fill.onnx", "data/nearest_x2.onnx"] {
            assert_eq!(check(&network(good)), Ok(()), "{good}");
        }
        for bad in ["models/outside.onnx", "models/beside.onnx", "models/working_directory.onnx"] {
            assert_eq!(check(&network(bad)), Err("it keeps data in other files".into()), "{bad}");
        }
        // In a graph in an attribute of a node.
        let tensor = [14 << 3, 1];
        let attribute = field(6, &field(5, &tensor));
        let model = field(7, &field(1, &field(5, &attribute)));
        assert!(check(&model).is_err());
        assert_eq!(check(&field(7, &field(1, &field(5, &field(6, &field(5, &[14 << 3, 0])))))), Ok(()));
    }

    #[test]
    fn what_is_no_model_is_refused_and_ends() {
        let good = network("models/negative.onnx");
        assert!(check(&good[..good.len() - 1]).is_err());
        assert!(check(b"# Not a model").is_err());
        assert!(check(&[0xff; 30]).is_err());
        // Longer than there is, and than a machine can address.
        assert!(check(&[7 << 3 | 2, 0x7f]).is_err());
        assert!(check(&[7 << 3 | 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]).is_err());
    }
}
