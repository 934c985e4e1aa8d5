//! Whether inputs and outputs are of the form that pictures have.

use crate::runtime::{Element, ModelSession, Port};

/// Width and height that an input wants; `None` where it takes any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    pub width: Option<usize>,
    pub height: Option<usize>,
}

impl Sides {
    /// The one size that it wants, if it does.
    pub fn fixed(self) -> Option<(usize, usize)> {
        Some((self.width?, self.height?))
    }
}

/// Largest side that a network may demand, in pixels.
const LARGEST_INPUT: usize = 4096;

/// Makes sure that an input takes a batch of one with `channels` planes.
///
/// # Errors
/// Why it does not, to be said of the model.
pub(crate) fn check_planes(port: &Port, channels: usize) -> Result<Sides, String> {
    let name = &port.name;
    if !matches!(port.element, Element::F32 | Element::F16) {
        return Err(format!("its input {name} takes no floats"));
    }
    let &[batch, planes, height, width] = port.shape.as_slice() else {
        return Err(format!("its input {name} has {} dimensions instead of four", port.shape.len()));
    };
    if batch.is_some_and(|n| n != 1) {
        return Err(format!("its input {name} does not take one picture at a time"));
    }
    if planes.is_some_and(|n| n != channels) {
        return Err(format!("its input {name} takes {} planes instead of {channels}", planes.unwrap_or(0)));
    }
    if [width, height].iter().flatten().any(|side| !(1..=LARGEST_INPUT).contains(side)) {
        return Err(format!("its input {name} has an impossible size"));
    }
    Ok(Sides { width, height })
}

impl ModelSession {
    /// The only input of the model.
    ///
    /// # Errors
    /// When there are more or none, to be said of the model.
    pub fn only_input(&self) -> Result<&Port, String> {
        match &*self.inputs {
            [input] => Ok(input),
            inputs => Err(format!("it has {} inputs instead of one", inputs.len())),
        }
    }

    /// An input by its name.
    ///
    /// # Errors
    /// When there is none, to be said of the model.
    pub fn input(&self, name: &str) -> Result<&Port, String> {
        find(&self.inputs, name).ok_or_else(|| format!("it has no input {name}"))
    }

    /// An output by its name.
    ///
    /// # Errors
    /// When there is none, to be said of the model.
    pub fn output(&self, name: &str) -> Result<&Port, String> {
        find(&self.outputs, name).ok_or_else(|| format!("it has no output {name}"))
    }
}

fn find<'a>(ports: &'a [Port], name: &str) -> Option<&'a Port> {
    ports.iter().find(|port| port.name == name)
}
