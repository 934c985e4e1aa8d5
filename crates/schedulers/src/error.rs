//! What can be wrong with a scheduler's configuration or with how it is driven.

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SchedulerError {
    /// The text is not JSON, or a field holds a value of the wrong type.
    #[error("The scheduler configuration cannot be read at {field}: {reason}")]
    Json { field: String, reason: String },
    #[error("The scheduler configuration has {field} = {value}, but {expected}.")]
    Invalid { field: &'static str, value: String, expected: String },
    #[error("The scheduler class {0} is not supported.")]
    UnknownScheduler(String),
    #[error("The sampler {name} is not available: {reason}.")]
    UnsupportedSampler { name: String, reason: String },
    #[error("This model takes between 1 and {max} steps, not {steps}.")]
    Steps { steps: usize, max: usize },
    #[error("The strength is {0}, but must lie between 0 and 1.")]
    Strength(f64),
    /// An image-to-image run with nothing left to do.
    #[error("A strength of {strength} leaves none of the {steps} steps. Choose a higher strength or more steps.")]
    NoStepsLeft { steps: usize, strength: f64 },
    /// The scheduler cannot honour an option of the run, or lacks one.
    #[error("The option {option} does not fit this scheduler: {reason}.")]
    Option { option: &'static str, reason: String },
    /// These settings make the scheduler divide by zero or overflow.
    #[error("The scheduler configuration gives no usable numbers at step {step} of {steps}.")]
    NotFinite { step: usize, steps: usize },
    #[error("The timestep {timestep} lies outside of the {train_steps} the model was trained on.")]
    TimestepOutOfRange { timestep: i64, train_steps: usize },
    /// Solvers that remember earlier steps must see all of them, in order.
    #[error("Step {got} was asked for, but step {expected} is next.")]
    OutOfOrder { expected: usize, got: usize },
    #[error("{what} has {got} values, but {expected} were expected.")]
    Length { what: &'static str, expected: usize, got: usize },
}

impl SchedulerError {
    pub(crate) fn invalid(field: &'static str, value: impl ToString, expected: impl Into<String>) -> Self {
        Self::Invalid { field, value: value.to_string(), expected: expected.into() }
    }
}

pub(crate) type Result<T> = std::result::Result<T, SchedulerError>;
