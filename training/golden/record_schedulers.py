"""Records what diffusers' schedulers do, for the Rust schedulers to be held to.

    pip install -r training/golden/requirements.txt
    python -m training.golden.record_schedulers        # writes tests/golden/sched-more/

Each case is a trajectory: a scheduler, its configuration, a number of steps, and a cheap stand-in
for a model. `index.json` describes the cases; `trajectories.bin` holds their arrays as
little-endian single-precision numbers, each array from `offset` on, counted in numbers:

    latents        [steps + 1, ...]    before and after every call
    model_output   [steps, ...]
    noise          [draws, ...]        unit noise in the order it was drawn
    denoised       [steps, ...]        LCM only

`timesteps.json` holds the schedules alone, at more numbers of steps. `initial_latents.npy` and
`image_latents.npy` are the noise and the picture that every trajectory starts from.
"""

import json
import sys
import warnings
from pathlib import Path

import diffusers
import numpy as np
import torch

FOLDER = Path(__file__).parents[2] / "tests" / "golden" / "sched-more"
SHAPE = (2, 4, 4, 3)
TABLE_STEPS = (1, 3, 7, 30)
STRENGTH_STEPS, STRENGTH = 10, 0.6

SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
V, X = {"prediction_type": "v_prediction"}, {"prediction_type": "sample"}
FLOW = {"prediction_type": "flow_prediction", "use_flow_sigmas": True}
LEADING = {"timestep_spacing": "leading", "steps_offset": 1}
TRAILING = {"timestep_spacing": "trailing"}
LINSPACE = {"timestep_spacing": "linspace"}
KARRAS = {"use_karras_sigmas": True}
EXPONENTIAL = {"use_exponential_sigmas": True}
BETA = {"use_beta_sigmas": True}
ZERO_SNR = {"rescale_betas_zero_snr": True, **TRAILING}
SIGMA_MIN = {"final_sigmas_type": "sigma_min"}
BOUNDS = {"sigma_min": 0.05, "sigma_max": 12.0}
THRESHOLD = {"thresholding": True, "dynamic_thresholding_ratio": 0.9, "sample_max_value": 1.5}
COSINE = {"beta_schedule": "squaredcos_cap_v2"}
SHORT = {"num_train_timesteps": 20, "trained_betas": [0.01 + 0.004 * i for i in range(20)]}


def order(n: int, **more: object) -> dict:
    return {"solver_order": n, **more}


def sde(n: int = 2, **more: object) -> dict:
    return order(n, algorithm_type="sde-dpmsolver++", **more)


def old(n: int = 2, algorithm: str = "dpmsolver", **more: object) -> dict:
    return order(n, algorithm_type=algorithm, **SIGMA_MIN, **more)


# The latents of these cases stay small: at the first noise levels of zero terminal SNR, 4096, the
# last bit of a single-precision number is 2.4e-4, and PyTorch rounds square roots differently from
# one processor to the next.
#
# Class: configurations on top of Stable Diffusion's betas, each with what to pass to
# `set_timesteps` and `step`, if anything, under "options", and other numbers of steps than 6
# under "steps".
CASES: dict[str, list[dict]] = {
    "DDIMScheduler": [
        {"clip_sample": False, "options": {"eta": 0.5}},
        {"clip_sample": True, "clip_sample_range": 0.8, **LINSPACE},
        {**THRESHOLD, **TRAILING, **V},
        {"clip_sample": False, **X, **LEADING, "options": {"eta": 1.0}},
        {"clip_sample": False, **SHORT},
        {"clip_sample": False, "beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02},
        {"clip_sample": False, **COSINE, **TRAILING, **V},
    ],
    "DDPMScheduler": [
        {"clip_sample": False},
        {"clip_sample": False, "variance_type": "fixed_small_log", **V},
        {"clip_sample": False, "variance_type": "fixed_large", **TRAILING},
        {"clip_sample": True, **LINSPACE, **X},
        {**THRESHOLD, **LEADING},
        {"clip_sample": False, "beta_schedule": "sigmoid"},
        {"clip_sample": False, "beta_schedule": "laplace", **V},
        {"clip_sample": False, **ZERO_SNR, **V},
    ],
    "PNDMScheduler": [
        {"steps": [4, 10]},
        {**V, **TRAILING, "steps": [7]},
        {**LINSPACE, "set_alpha_to_one": True},
        {"skip_prk_steps": True, **TRAILING, "steps": [2, 9]},
        {"skip_prk_steps": True, **LINSPACE, **V, "set_alpha_to_one": True},
        {"skip_prk_steps": True, **COSINE},
    ],
    "EulerDiscreteScheduler": [
        EXPONENTIAL,
        {**BETA, **LEADING},
        {**KARRAS, **BOUNDS, **SIGMA_MIN},
        {**EXPONENTIAL, **BOUNDS, **V},
        {**BETA, **TRAILING, **BOUNDS},
        {"interpolation_type": "log_linear"},
        {"timestep_type": "continuous", **V, **KARRAS},
        {**ZERO_SNR, **V},
        {**ZERO_SNR, **LEADING},
        {**X, **LEADING, **SIGMA_MIN},
        {**SHORT},
        {**COSINE, **TRAILING},
        {"beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02, **KARRAS},
    ],
    "EulerAncestralDiscreteScheduler": [
        {},
        {**V, **LEADING},
        {**ZERO_SNR, **V, **LEADING},
        {**COSINE, **LEADING},
        {**SHORT},
    ],
    "HeunDiscreteScheduler": [
        {},
        LEADING,
        {**TRAILING, **V},
        KARRAS,
        EXPONENTIAL,
        {**BETA, **V, **LEADING},
        {**X, "clip_sample": True},
        {**BOUNDS, **KARRAS},
        {"beta_schedule": "exp", **KARRAS},
    ],
    "DPMSolverMultistepScheduler": [
        order(1),
        order(3, steps=[6, 16]),
        order(2, solver_type="heun", **LEADING),
        order(3, **KARRAS, **V, steps=[9]),
        order(2, lower_order_final=False, **SIGMA_MIN, **X),
        order(3, lower_order_final=False, **SIGMA_MIN, **TRAILING),
        order(2, euler_at_final=True, steps=[16], **SIGMA_MIN),
        EXPONENTIAL,
        {**BETA, **V},
        {"use_lu_lambdas": True},
        {**COSINE, **KARRAS},
        {**COSINE, "lambda_min_clipped": -5.1, **X},
        {**COSINE, "lambda_min_clipped": -5.1, **TRAILING, **V},
        {**ZERO_SNR, **V},
        {**ZERO_SNR, **LEADING},
        THRESHOLD,
        {**FLOW, "flow_shift": 3.0},
        {**FLOW, "use_dynamic_shifting": True, "options": {"mu": 0.8}},
        {**BOUNDS, **KARRAS},
        sde(1),
        sde(2),
        sde(2, solver_type="heun", **V),
        sde(2, **KARRAS, **LEADING, **X),
        sde(2, **EXPONENTIAL),
        sde(3, **KARRAS, steps=[8, 17]),
        sde(2, **THRESHOLD, **TRAILING),
        old(1),
        old(2, **V),
        old(2, solver_type="heun", **X),
        old(3, **TRAILING, steps=[16]),
        old(2, **THRESHOLD),
        old(2, "sde-dpmsolver"),
        old(2, "sde-dpmsolver", solver_type="heun", **V),
    ],
    "DPMSolverSinglestepScheduler": [
        order(1),
        order(2, steps=[4, 5]),
        order(3, steps=[3, 4, 5, 6]),
        order(2, solver_type="heun", **V),
        order(3, solver_type="heun", steps=[9]),
        order(3, **SIGMA_MIN, **X),
        order(2, **SIGMA_MIN, lower_order_final=True),
        order(3, **SIGMA_MIN, lower_order_final=True, steps=[6, 7]),
        order(2, **KARRAS),
        order(2, **EXPONENTIAL),
        order(2, **BETA, **V),
        order(2, **THRESHOLD),
        order(2, **FLOW, flow_shift=3.0),
        {**COSINE, "lambda_min_clipped": -5.1},
        sde(1),
        sde(2),
        sde(2, solver_type="heun", **V),
        sde(3, steps=[9]),
        sde(3, solver_type="heun", **EXPONENTIAL, **V, steps=[9]),
        old(1),
        old(2, **V),
        old(2, solver_type="heun", **X),
        old(3, steps=[9]),
        old(3, solver_type="heun", steps=[9]),
    ],
    "DEISMultistepScheduler": [
        order(1),
        order(2, steps=[6, 17]),
        order(3, steps=[6, 17]),
        order(2, **KARRAS),
        order(3, **KARRAS, **V, steps=[16]),
        order(2, **EXPONENTIAL),
        order(2, **BETA),
        order(2, **LEADING, **V),
        order(2, **TRAILING, **X),
        order(2, **THRESHOLD),
        order(2, **FLOW, flow_shift=3.0),
        order(2, lower_order_final=False),
    ],
    "UniPCMultistepScheduler": [
        order(1),
        order(3, steps=[6, 16]),
        order(4, **V),
        order(2, solver_type="bh1", **SIGMA_MIN),
        order(3, solver_type="bh1", **KARRAS, **SIGMA_MIN),
        order(2, predict_x0=False, **SIGMA_MIN),
        order(3, predict_x0=False, **SIGMA_MIN, **V),
        order(2, predict_x0=False, **SIGMA_MIN, **X),
        order(2, disable_corrector=[0, 2]),
        order(2, lower_order_final=False, **SIGMA_MIN, **KARRAS),
        EXPONENTIAL,
        {**BETA, **V},
        {**KARRAS, **BOUNDS},
        {**LEADING, **X},
        TRAILING,
        {**ZERO_SNR, **V},
        {**ZERO_SNR, **LEADING},
        THRESHOLD,
        {**FLOW, "flow_shift": 3.0},
        {**FLOW, "flow_shift": 3.0, **SIGMA_MIN, "shift_terminal": 0.1},
        {**FLOW, "use_dynamic_shifting": True, "options": {"mu": 0.8}},
        {
            **FLOW,
            "use_dynamic_shifting": True,
            "time_shift_type": "linear",
            "options": {"mu": 2.2},
        },
        {**FLOW, **KARRAS},
    ],
    "LCMScheduler": [
        {"options": {"original_inference_steps": 20}, "steps": [1, 4]},
        {"clip_sample": True},
        {**THRESHOLD, **V},
        {**X, "timestep_scaling": 1.0},
        {**ZERO_SNR, **V},
    ],
    "FlowMatchEulerDiscreteScheduler": [
        {},
        {"shift": 3.0, "steps": [1, 6, 12]},
        {"use_dynamic_shifting": True, "options": {"mu": 0.8}},
        {"use_dynamic_shifting": True, "time_shift_type": "linear", "options": {"mu": 2.2}},
        {"shift": 3.0, "shift_terminal": 0.1},
        {"shift": 3.0, **KARRAS},
        {"shift": 3.0, **EXPONENTIAL},
        {"shift": 3.0, **BETA},
        {"invert_sigmas": True},
        {"shift": 3.0, "stochastic_sampling": True},
        {"shift": 3.0, "options": {"sigmas": [1.0, 0.8, 0.6, 0.5, 0.25, 0.1]}},
        {
            "use_dynamic_shifting": True,
            "options": {"mu": 0.8, "sigmas": [1.0, 0.8, 0.6, 0.5, 0.25, 0.1]},
        },
    ],
}


def unit_noise(seed: int) -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(seed).standard_normal(SHAPE).astype("f4"))


INITIAL, IMAGE = unit_noise(42), unit_noise(7) * 0.8


class Draws(list):
    """Stands in for diffusers' `randn_tensor`, and remembers what it gave."""

    def __call__(self, _shape: object, **_: object) -> torch.Tensor:
        self.append(unit_noise(10_000 + len(self)))
        return self[-1]

    def install(self) -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith("diffusers.schedulers") and hasattr(module, "randn_tensor"):
                module.randn_tensor = self


class Model:
    """A fixed mixture of channels that bends with the timestep: bounded, and never the same."""

    def __init__(self) -> None:
        self.weights = torch.from_numpy(np.random.default_rng(3).standard_normal((4, 4)) * 0.6)

    def __call__(self, sample: torch.Tensor, timestep: float) -> torch.Tensor:
        mixed = torch.einsum("ck,bkhw->bchw", self.weights, sample.double())
        return (torch.tanh(mixed) * 1.2 + 0.3 * np.cos(0.01 * timestep) * mixed.sin()).float()


def plain(values: torch.Tensor | None) -> list[float] | None:
    """Single-precision numbers, written with the digits that single precision has."""
    return None if values is None else [float(f"{float(value):.9g}") for value in values]


def create(name: str, config: dict, steps: int, options: dict) -> diffusers.SchedulerMixin:
    scheduler = getattr(diffusers, name).from_config(config)
    passed = {key: value for key, value in options.items() if key != "eta"}
    if "sigmas" not in passed:
        passed["num_inference_steps"] = steps
    scheduler.set_timesteps(**passed)
    return scheduler


def describe(name: str, config: dict, steps: int, options: dict) -> dict:
    hidden = SD.keys() | {"trained_betas"}
    parts = [f"{key}={value}" for key, value in config.items() if key not in hidden]
    case = {"name": " ".join(parts) or "default", "scheduler": name, "config": config}
    return case | {"steps": steps} | ({"options": options} if options else {})


def record(name: str, config: dict, steps: int, options: dict, strength: float | None):
    scheduler, model, draws = create(name, config, steps, options), Model(), Draws()
    draws.install()
    case = describe(name, config, steps, options)
    case["timesteps_full"] = plain(scheduler.timesteps)
    case["sigmas"] = plain(getattr(scheduler, "sigmas", None))
    start = 0 if strength is None else max(steps - min(int(steps * strength), steps), 0)
    timesteps = scheduler.timesteps[start * scheduler.order :]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start * scheduler.order)
    if strength is None:
        sigma = float(getattr(scheduler, "init_noise_sigma", 1.0))
        latents, case["init_noise_sigma"] = INITIAL * sigma, sigma
    else:
        case |= {"strength": strength, "t_start": start}
        mix = getattr(scheduler, "add_noise", None)
        if mix is None:
            latents = scheduler.scale_noise(IMAGE, timesteps[:1], INITIAL)
        else:
            latents = mix(IMAGE, INITIAL, timesteps[:1])
    case["timesteps"], case["input_scale"] = plain(timesteps), []
    arrays = {"latents": [latents], "model_output": [], "noise": draws, "denoised": []}
    extra = {"eta": options["eta"]} if "eta" in options else {}
    for timestep in timesteps:
        scaled = latents
        if hasattr(scheduler, "scale_model_input"):
            scaled = scheduler.scale_model_input(latents, timestep)
        flat = latents.double().ravel()
        case["input_scale"].append(float(scaled.double().ravel() @ flat / (flat @ flat)))
        output = model(scaled, float(timestep))
        arrays["model_output"].append(output)
        result = scheduler.step(output, timestep, latents, return_dict=False, **extra)
        latents = result[0]
        arrays["latents"].append(latents)
        if name == "LCMScheduler":
            arrays["denoised"].append(result[1])
    stacked = {key: torch.stack(list(value)).numpy() for key, value in arrays.items() if value}
    return case, stacked


def main() -> None:
    warnings.filterwarnings("ignore")
    diffusers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "initial_latents.npy", INITIAL.numpy())
    np.save(FOLDER / "image_latents.npy", IMAGE.numpy())
    cases, tables, buffers, offset = [], [], [], 0
    for name, variants in CASES.items():
        betas = {} if name.startswith("FlowMatch") else SD
        for i, variant in enumerate(variants):
            config = {**betas, **variant}
            options, counts = config.pop("options", {}), config.pop("steps", [6])
            runs = [(steps, None) for steps in counts]
            # Every third variant also as image-to-image; schedules of fixed length cannot be.
            if i % 3 == 0 and "sigmas" not in options:
                runs.append((STRENGTH_STEPS, STRENGTH))
            for steps, strength in runs:
                case, arrays = record(name, config, steps, options, strength)
                if not all(np.isfinite(values).all() for values in arrays.values()):
                    raise SystemExit(f"not finite: {case['scheduler']} {case['name']}")
                case["arrays"] = []
                for key, values in arrays.items():
                    case["arrays"].append(
                        {"name": key, "shape": list(values.shape), "offset": offset}
                    )
                    buffers.append(values.astype("<f4").ravel())
                    offset += values.size
                case["file"] = f"{FOLDER.name}/trajectories.bin"
                cases.append(case)
            for steps in () if "sigmas" in options else TABLE_STEPS:
                if steps > config.get("num_train_timesteps", 1000):
                    continue
                # Some classes refuse some numbers of steps, or give no numbers for them.
                try:
                    scheduler = create(name, config, steps, options)
                except (ValueError, IndexError):
                    continue
                sigma = float(getattr(scheduler, "init_noise_sigma", 1.0))
                table = {"timesteps": plain(scheduler.timesteps), "init_noise_sigma": sigma}
                table["sigmas"] = plain(getattr(scheduler, "sigmas", None))
                if not np.isfinite(table["sigmas"] or []).all():
                    continue
                tables.append(describe(name, config, steps, options) | table)
    np.concatenate(buffers).tofile(FOLDER / "trajectories.bin")
    about = {"diffusers": diffusers.__version__, "torch": torch.__version__, "shape": list(SHAPE)}
    (FOLDER / "index.json").write_text(json.dumps({**about, "cases": cases}) + "\n")
    (FOLDER / "timesteps.json").write_text(json.dumps({**about, "cases": tables}) + "\n")
    print(f"{len(cases)} trajectories, {len(tables)} tables")


if __name__ == "__main__":
    main()
