//! A session and the thread that owns it.
//!
//! `run` wants the session to itself, so one thread has it and takes requests from a bounded channel. Several callers
//! may have requests waiting: they are served in turn.

use super::tensor::{Element, Port, Tensor, Value};
use crate::{InferenceError, RunControl};
use ort::{
    environment::Environment,
    ep::ExecutionProviderDispatch,
    session::{
        RunOptions, Session,
        builder::{GraphOptimizationLevel, SessionBuilder},
    },
};
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// Requests that may wait. Each caller has two at most, so a full channel means a flood.
const WAITING: usize = 32;
/// How often a waiting caller looks at its cancel token and its deadline.
const LOOK: Duration = Duration::from_millis(20);

/// What the model made of a request.
pub(crate) struct Output {
    /// By name, in the model's order.
    values: Vec<(String, Value)>,
    /// Time inside the model, without waiting.
    pub elapsed: Duration,
}

impl Output {
    /// # Errors
    /// [`InferenceError::Failed`] when there is none.
    pub fn first(&self) -> Result<&Value, InferenceError> {
        self.values.first().map(|(_, value)| value).ok_or_else(|| InferenceError::Failed("it gave no output".into()))
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }
}

/// The inputs of a run, by name.
pub(crate) type Inputs = Vec<(String, Tensor)>;

struct Request {
    inputs: Inputs,
    options: Arc<RunOptions>,
    reply: SyncSender<Result<Output, InferenceError>>,
}

/// A loaded model. The thread ends when the last handle is gone.
pub(crate) struct ModelSession {
    requests: SyncSender<Request>,
    pub inputs: Arc<[Port]>,
    pub outputs: Arc<[Port]>,
}

pub(super) fn builder(
    environment: &Environment,
    providers: &[ExecutionProviderDispatch],
    threads: usize,
) -> ort::Result<SessionBuilder> {
    Ok(Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(threads)?
        .with_inter_threads(1)?
        .with_parallel_execution(false)?
        // Threads that spin between runs take the cores from the rest of the server.
        .with_intra_op_spinning(false)?
        .with_execution_providers(providers)?)
}

impl ModelSession {
    /// # Errors
    /// When no thread can be started.
    pub(super) fn start(name: &str, session: Session) -> Result<Self, String> {
        let inputs: Arc<[Port]> = session.inputs().iter().map(Port::of).collect();
        let outputs = session.outputs().iter().map(Port::of).collect();
        let ports = inputs.clone();
        let (requests, inbox) = sync_channel(WAITING);
        // The name of a thread is cut at 15 bytes by the system.
        thread::Builder::new()
            .name(format!("model-{name}"))
            .spawn(move || serve(session, &ports, &inbox))
            .map_err(|e| format!("no thread could be started for it ({e})"))?;
        Ok(Self { requests, inputs, outputs })
    }

    /// For a model that takes one batch of planes of 32-bit floats and gives one: the channels of its input, where they
    /// are fixed.
    ///
    /// # Errors
    /// Why it is not such a model.
    pub fn check_planes(&self) -> Result<Option<usize>, String> {
        let [input] = &*self.inputs else {
            return Err(format!("it has {} inputs instead of one", self.inputs.len()));
        };
        let [output] = &*self.outputs else {
            return Err(format!("it has {} outputs instead of one", self.outputs.len()));
        };
        if [input, output].iter().any(|port| port.element != Element::F32 || port.shape.len() != 4) {
            return Err("its input and output are not batches of planes of 32-bit floats".into());
        }
        Ok(input.shape[1])
    }

    /// Hands in planes for the only input of a model that passed [`Self::check_planes`].
    ///
    /// # Errors
    /// Those of [`Self::submit`].
    pub fn submit_planes(&self, planes: Tensor, control: &RunControl) -> Result<Pending, InferenceError> {
        let name = self.inputs.first().map(|port| port.name.clone()).unwrap_or_default();
        self.submit(vec![(name, planes)], control)
    }

    /// Hands in a request. The answer is waited for apart, so that the caller can prepare the next one meanwhile.
    ///
    /// # Errors
    /// [`InferenceError::SessionLost`], and those of [`RunControl::check`].
    pub fn submit(&self, inputs: Inputs, control: &RunControl) -> Result<Pending, InferenceError> {
        let options = Arc::new(RunOptions::new().map_err(|e| InferenceError::from_run(&e))?);
        let (reply, answer) = sync_channel(1);
        let mut request = Request { inputs, options: options.clone(), reply };
        loop {
            control.check()?;
            match self.requests.try_send(request) {
                Ok(()) => return Ok(Pending { answer, options }),
                Err(TrySendError::Disconnected(_)) => return Err(InferenceError::SessionLost),
                Err(TrySendError::Full(back)) => {
                    request = back;
                    thread::sleep(LOOK);
                }
            }
        }
    }
}

/// A request under way. Dropping it stops the run.
pub(crate) struct Pending {
    answer: Receiver<Result<Output, InferenceError>>,
    options: Arc<RunOptions>,
}

impl Pending {
    /// Waits for the answer; stops the run when `control` says so.
    ///
    /// # Errors
    /// Those of [`RunControl::check`]; [`InferenceError::OutOfMemory`], [`InferenceError::Failed`],
    /// [`InferenceError::SessionLost`].
    pub fn wait(self, control: &RunControl) -> Result<Output, InferenceError> {
        loop {
            match self.answer.recv_timeout(LOOK) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Disconnected) => return Err(InferenceError::SessionLost),
                // An early return drops the request, which stops the run.
                Err(RecvTimeoutError::Timeout) => control.check()?,
            }
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Err(error) = self.options.terminate() {
            tracing::warn!(error = error.message(), "a run could not be stopped");
        }
    }
}

fn serve(mut session: Session, ports: &[Port], inbox: &Receiver<Request>) {
    for Request { inputs, options, reply } in inbox {
        // A caller that is gone is no reason to stop.
        let _ = reply.send(run(&mut session, ports, inputs, &options));
    }
}

fn run(session: &mut Session, ports: &[Port], inputs: Inputs, options: &RunOptions) -> Result<Output, InferenceError> {
    let failed = |e: ort::Error| InferenceError::from_run(&e);
    let mut given = Vec::with_capacity(inputs.len());
    for (name, tensor) in inputs {
        let port = ports.iter().find(|port| port.name == name);
        let port = port.ok_or_else(|| InferenceError::Failed(format!("it has no input {name}")))?;
        given.push((name, tensor.into_input(port)?));
    }
    let started = Instant::now();
    let outputs = session.run_with_options(given, options).map_err(failed)?;
    let elapsed = started.elapsed();
    let values = outputs.into_iter().map(|(name, value)| (name.to_owned(), Value(value))).collect();
    Ok(Output { values, elapsed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn input() -> Inputs {
        vec![("image".into(), Tensor::f32([1, 3, 1, 1], vec![0.0; 3]))]
    }

    /// A session whose thread does `serve`, in an environment that every run needs.
    fn session(serve: impl FnOnce(Receiver<Request>) + Send + 'static) -> ModelSession {
        let library = std::env::var_os("ORT_DYLIB_PATH").map(PathBuf::from);
        let library = library.expect("ORT_DYLIB_PATH must name ONNX Runtime's library; `make test` sees to that");
        super::super::environment::shared(Some(&library)).expect("an environment");
        let (requests, inbox) = sync_channel(1);
        thread::spawn(move || serve(inbox));
        ModelSession { requests, inputs: Arc::new([]), outputs: Arc::new([]) }
    }

    #[test]
    fn a_thread_that_dies_is_an_error_and_not_a_wait() {
        let control = RunControl::default();
        let dies_at_work = session(|inbox| {
            let request = inbox.recv().expect("a request");
            drop(inbox);
            drop(request);
        });
        let pending = dies_at_work.submit(input(), &control).expect("handed in");
        assert!(matches!(pending.wait(&control), Err(InferenceError::SessionLost)));
        assert!(matches!(dies_at_work.submit(input(), &control), Err(InferenceError::SessionLost)));
    }

    #[test]
    fn a_full_queue_is_waited_for_until_the_deadline() {
        let (held, hold) = sync_channel::<()>(0);
        let busy = session(move |inbox| {
            let _ = hold.recv();
            drop(inbox);
        });
        let control = RunControl::default();
        let _waiting = busy.submit(input(), &control).expect("handed in");
        let control = control.with_deadline(Instant::now() + Duration::from_millis(60));
        assert!(matches!(busy.submit(input(), &control), Err(InferenceError::DeadlineExceeded)));
        drop(held);
    }

    #[test]
    fn running_out_of_memory_has_its_own_error() {
        drop(session(drop));
        let error = |message: &str| InferenceError::from_run(&ort::Error::new(message));
        let arena = "Non-zero status code returned while running Conv node. Name:'conv' Status Message: bfc_arena.cc:376 \
                     Failed to allocate memory for requested buffer of size 1073741824";
        assert!(matches!(error(arena), InferenceError::OutOfMemory));
        assert!(matches!(error("std::bad_alloc"), InferenceError::OutOfMemory));
        assert!(matches!(error("CUDA failure 2: out of memory ; GPU=0"), InferenceError::OutOfMemory));
        assert!(matches!(error("Invalid rank for input"), InferenceError::Failed(text) if text.contains("rank")));
    }
}
