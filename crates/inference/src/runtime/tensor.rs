//! What goes into models and comes out of them.

use crate::InferenceError;
use half::f16;
use ort::{
    session::SessionInputValue,
    value::{DynValue, Outlet, Tensor as OrtTensor, TensorElementType, ValueType},
};
use std::borrow::Cow;

/// Numbers in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tensor {
    pub shape: Vec<usize>,
    pub data: Data,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    F32(Vec<f32>),
    I64(Vec<i64>),
}

impl Tensor {
    pub fn f32(shape: impl Into<Vec<usize>>, data: Vec<f32>) -> Self {
        Self { shape: shape.into(), data: Data::F32(data) }
    }

    pub fn i64(shape: impl Into<Vec<usize>>, data: Vec<i64>) -> Self {
        Self { shape: shape.into(), data: Data::I64(data) }
    }

    /// What it takes in memory.
    pub fn bytes(&self) -> usize {
        match &self.data {
            Data::F32(data) => size_of_val(data.as_slice()),
            Data::I64(data) => size_of_val(data.as_slice()),
        }
    }

    /// `count` times the same, one after the other, as a batch.
    pub fn repeat(mut self, count: usize) -> Self {
        if let Some(batch) = self.shape.first_mut() {
            *batch *= count;
        }
        self.data = match self.data {
            Data::F32(data) => Data::F32(data.repeat(count)),
            Data::I64(data) => Data::I64(data.repeat(count)),
        };
        self
    }

    /// Two batches of floats as one.
    pub fn followed_by(mut self, other: &Self) -> Self {
        if let (Data::F32(data), Data::F32(more), Some(batch)) = (&mut self.data, &other.data, self.shape.first_mut()) {
            data.extend_from_slice(more);
            *batch += other.shape.first().copied().unwrap_or(0);
        }
        self
    }

    /// Converted to the type that the model asks for.
    pub(super) fn into_input(self, port: &Port) -> Result<SessionInputValue<'static>, InferenceError> {
        let shape = self.shape;
        let made = match (self.data, port.element) {
            (Data::F32(data), Element::F32) => OrtTensor::from_array((shape, data)).map(OrtTensor::into_dyn),
            (Data::F32(data), Element::F16) => {
                let data: Vec<f16> = data.into_iter().map(f16::from_f32).collect();
                OrtTensor::from_array((shape, data)).map(OrtTensor::into_dyn)
            }
            (Data::F32(data), Element::I64) => {
                let data: Vec<i64> = data.into_iter().map(|value| value.round() as i64).collect();
                OrtTensor::from_array((shape, data)).map(OrtTensor::into_dyn)
            }
            (Data::I64(data), Element::I64) => OrtTensor::from_array((shape, data)).map(OrtTensor::into_dyn),
            (Data::I64(data), Element::I32) => {
                let data: Result<Vec<i32>, _> = data.into_iter().map(i32::try_from).collect();
                let data = data.map_err(|_| InferenceError::Failed(format!("{} is too large for it", port.name)))?;
                OrtTensor::from_array((shape, data)).map(OrtTensor::into_dyn)
            }
            (_, element) => {
                return Err(InferenceError::Failed(format!("its input {} has the type {element:?}", port.name)));
            }
        };
        Ok(made.map_err(|e| InferenceError::from_run(&e))?.into())
    }
}

/// The types of numbers that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F32,
    F16,
    I64,
    I32,
    Other,
}

/// An input or output, as the model itself describes it.
#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub name: String,
    pub element: Element,
    /// `None` where a dimension is free.
    pub shape: Vec<Option<usize>>,
}

impl Port {
    pub(super) fn of(outlet: &Outlet) -> Self {
        let (element, shape) = match outlet.dtype() {
            ValueType::Tensor { ty, shape, .. } => {
                let element = match ty {
                    TensorElementType::Float32 => Element::F32,
                    TensorElementType::Float16 => Element::F16,
                    TensorElementType::Int64 => Element::I64,
                    TensorElementType::Int32 => Element::I32,
                    _ => Element::Other,
                };
                (element, shape.iter().map(|&d| usize::try_from(d).ok()).collect())
            }
            _ => (Element::Other, Vec::new()),
        };
        Self { name: outlet.name().to_owned(), element, shape }
    }
}

/// One output of a run.
pub(crate) struct Value(pub(super) DynValue);

impl Value {
    pub fn shape(&self) -> Vec<usize> {
        match self.0.dtype() {
            ValueType::Tensor { shape, .. } => shape.iter().map(|&d| usize::try_from(d).unwrap_or(0)).collect(),
            _ => Vec::new(),
        }
    }

    /// Half precision is converted; 32-bit floats are borrowed.
    ///
    /// # Errors
    /// [`InferenceError::Failed`] when it holds no floats.
    pub fn floats(&self) -> Result<Cow<'_, [f32]>, InferenceError> {
        if let Ok((_, data)) = self.0.try_extract_tensor::<f32>() {
            return Ok(Cow::Borrowed(data));
        }
        let (_, data) = self.0.try_extract_tensor::<f16>().map_err(|e| InferenceError::from_run(&e))?;
        Ok(data.iter().map(|value| value.to_f32()).collect())
    }

    /// # Errors
    /// [`InferenceError::Failed`] when it holds no truth values.
    pub fn truths(&self) -> Result<Cow<'_, [bool]>, InferenceError> {
        let (_, data) = self.0.try_extract_tensor::<bool>().map_err(|e| InferenceError::from_run(&e))?;
        Ok(Cow::Borrowed(data))
    }
}
