//! The earlier predictions that a multistep solver looks back on.

pub(crate) struct History {
    outputs: Vec<Vec<f32>>,
    capacity: usize,
}

impl History {
    pub fn new(capacity: usize) -> Self {
        Self { outputs: Vec::new(), capacity }
    }

    pub fn push(&mut self, output: Vec<f32>) {
        if self.outputs.len() == self.capacity {
            self.outputs.pop();
        }
        self.outputs.insert(0, output);
    }

    pub fn len(&self) -> usize {
        self.outputs.len()
    }

    /// The prediction `back` steps ago; 0 is the newest.
    pub fn get(&self, back: usize) -> &[f32] {
        self.outputs.get(back).map_or(&[], Vec::as_slice)
    }
}
