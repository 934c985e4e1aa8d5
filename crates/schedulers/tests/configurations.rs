//! No configuration and no way of driving a run can do harm: it works in finite numbers, or is refused with a reason.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use serde_json::{Value, json};
use studio_schedulers::{PlanOptions, Sampler, Scheduler, SchedulerConfig, SchedulerError, SchedulerKind, Technique};

/// As Stable Diffusion 1.5 ships it.
const STABLE_DIFFUSION: &str = r#"{"_class_name": "PNDMScheduler", "_diffusers_version": "0.7.0", "beta_end": 0.012,
    "beta_schedule": "scaled_linear", "beta_start": 0.00085, "clip_sample": false, "num_train_timesteps": 1000,
    "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "trained_betas": null}"#;

fn config(kind: SchedulerKind, fields: &Value) -> Result<SchedulerConfig, SchedulerError> {
    let mut object = json!({"_class_name": kind.as_str()});
    object.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    SchedulerConfig::from_json(&object.to_string())
}

fn scheduler(kind: SchedulerKind, fields: &Value) -> Result<Scheduler, SchedulerError> {
    Scheduler::new(&config(kind, fields)?)
}

/// The field an error complains of.
fn field(kind: SchedulerKind, fields: Value) -> String {
    match scheduler(kind, &fields) {
        Err(SchedulerError::Invalid { field, .. }) => field.to_owned(),
        Err(SchedulerError::Json { field, .. }) => field,
        other => panic!("{kind} {fields}: {other:?}"),
    }
}

/// Runs through all steps; whether that was possible.
fn run(scheduler: &Scheduler, steps: usize, options: &PlanOptions) -> Result<Vec<f32>, SchedulerError> {
    let mut run = scheduler.plan(steps, options)?;
    let mut sample = vec![0.5, -1.5, 0.25, 2.0];
    for i in 0..run.timesteps().len() {
        let mut input = sample.clone();
        run.scale_model_input(i, &mut input)?;
        let output: Vec<f32> = input.iter().map(|value| value.tanh()).collect();
        run.step(i, &output, &mut sample, &mut |noise| noise.fill(0.1))?;
    }
    Ok(sample)
}

#[test]
fn names_the_field_that_is_wrong() {
    use SchedulerKind as K;
    for kind in SchedulerKind::ALL {
        for bad in [json!(0), json!(-1), json!(1_000_000_000_000_i64), json!("many"), json!(1.5)] {
            assert_eq!(field(kind, json!({"num_train_timesteps": bad})), "num_train_timesteps");
        }
    }
    for bad in [json!(-0.1), json!(0.0), json!("NaN"), json!(1.5), json!(1e300)] {
        assert!(field(K::Ddim, json!({"beta_end": bad})).starts_with("beta_"));
    }
    assert_eq!(field(K::Ddim, json!({"beta_start": -0.001})), "beta_start");
    assert_eq!(field(K::Ddim, json!({"beta_schedule": "cubic"})), "beta_schedule");
    assert_eq!(field(K::Ddim, json!({"trained_betas": [0.1, 0.2]})), "trained_betas");
    assert_eq!(field(K::Ddim, json!({"trained_betas": [-0.1, 0.2], "num_train_timesteps": 2})), "trained_betas");
    assert_eq!(field(K::Ddim, json!({"prediction_type": "nonsense"})), "prediction_type");
    assert_eq!(field(K::Ddim, json!({"prediction_type": "flow_prediction"})), "prediction_type");
    assert_eq!(field(K::Pndm, json!({"prediction_type": "sample"})), "prediction_type");
    assert_eq!(field(K::EulerAncestralDiscrete, json!({"prediction_type": "sample"})), "prediction_type");
    assert_eq!(field(K::Ddim, json!({"timestep_spacing": "wide"})), "timestep_spacing");
    assert_eq!(field(K::Ddim, json!({"clip_sample_range": 0.0})), "clip_sample_range");
    assert_eq!(field(K::Ddim, json!({"thresholding": true, "sample_max_value": -1.0})), "sample_max_value");
    let ratio = json!({"thresholding": true, "dynamic_thresholding_ratio": 1.5});
    assert_eq!(field(K::Ddim, ratio), "dynamic_thresholding_ratio");
    assert_eq!(
        field(K::Ddim, json!({"num_train_timesteps": 1, "rescale_betas_zero_snr": true})),
        "rescale_betas_zero_snr"
    );
    assert_eq!(field(K::Ddpm, json!({"variance_type": "learned"})), "variance_type");
    assert_eq!(field(K::EulerDiscrete, json!({"sigma_max": -1.0})), "sigma_max");
    assert_eq!(field(K::EulerDiscrete, json!({"interpolation_type": "cubic"})), "interpolation_type");
    assert_eq!(field(K::EulerDiscrete, json!({"final_sigmas_type": "one"})), "final_sigmas_type");
    let both = json!({"use_karras_sigmas": true, "use_beta_sigmas": true});
    assert_eq!(field(K::EulerDiscrete, both), "use_karras_sigmas");
    assert_eq!(field(K::DpmSolverMultistep, json!({"solver_order": 0})), "solver_order");
    assert_eq!(field(K::DpmSolverMultistep, json!({"solver_type": "euler"})), "solver_type");
    assert_eq!(field(K::DpmSolverMultistep, json!({"algorithm_type": "magic"})), "algorithm_type");
    assert_eq!(field(K::DpmSolverMultistep, json!({"algorithm_type": "dpmsolver"})), "final_sigmas_type");
    assert_eq!(field(K::DpmSolverMultistep, json!({"lambda_min_clipped": "NaN"})), "lambda_min_clipped");
    assert_eq!(field(K::DpmSolverSinglestep, json!({"solver_order": 4})), "solver_order");
    assert_eq!(field(K::UniPcMultistep, json!({"shift_terminal": 0.1})), "shift_terminal");
    assert_eq!(field(K::Lcm, json!({"original_inference_steps": 0})), "original_inference_steps");
    assert_eq!(field(K::FlowMatchEulerDiscrete, json!({"shift": 0.0})), "shift");
    assert_eq!(field(K::FlowMatchEulerDiscrete, json!({"time_shift_type": "none"})), "time_shift_type");
}

#[test]
fn refuses_unknown_classes() {
    let error = |text: &str| SchedulerConfig::from_json(text).and_then(|config| Scheduler::new(&config)).unwrap_err();
    assert_eq!(error(r#"{"_class_name": "Nope"}"#), SchedulerError::UnknownScheduler("Nope".to_owned()));
    assert!(matches!(error("{}"), SchedulerError::Invalid { field: "_class_name", .. }));
    assert!(matches!(error("{"), SchedulerError::Json { .. }));
}

#[test]
fn reads_what_python_writes() {
    let config = SchedulerConfig::from_json(
        r#"{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "solver_p": null,
            "sigma_min": null, "use_karras_sigmas": null, "something_new": {"a": [1]}}"#,
    )
    .unwrap();
    assert_eq!(config.lambda_min_clipped, Some(f64::NEG_INFINITY));
    assert!(Scheduler::new(&config).is_ok());
}

/// Every class with every one of these oddities, and with each two of them.
#[test]
fn odd_configurations_give_finite_numbers_or_errors() {
    let oddities = [
        json!({"num_train_timesteps": 1}),
        json!({"num_train_timesteps": 3}),
        json!({"steps_offset": 10_000}),
        json!({"steps_offset": -10}),
        json!({"beta_start": 1e-30, "beta_end": 1e-30}),
        json!({"beta_start": 0.9999, "beta_end": 0.9999}),
        json!({"beta_schedule": "squaredcos_cap_v2"}),
        json!({"rescale_betas_zero_snr": true}),
        json!({"timestep_spacing": "trailing"}),
        json!({"timestep_spacing": "leading"}),
        json!({"prediction_type": "v_prediction"}),
        json!({"prediction_type": "flow_prediction", "use_flow_sigmas": true}),
        json!({"use_karras_sigmas": true, "sigma_min": 5.0, "sigma_max": 1.0}),
        json!({"use_exponential_sigmas": true, "sigma_min": 0.0}),
        json!({"use_beta_sigmas": true, "sigma_min": 1.0, "sigma_max": 1.0}),
        json!({"final_sigmas_type": "sigma_min", "algorithm_type": "dpmsolver", "solver_order": 3}),
        json!({"algorithm_type": "sde-dpmsolver++"}),
        json!({"lower_order_final": false}),
        json!({"solver_order": 8}),
        json!({"lambda_min_clipped": 100.0}),
        json!({"thresholding": true, "sample_max_value": 1e-60}),
        json!({"skip_prk_steps": false}),
        json!({"original_inference_steps": 1, "timestep_scaling": 0.0}),
        json!({"shift": 1e300, "flow_shift": 1e300}),
        json!({"shift_terminal": 0.999}),
        json!({"use_dynamic_shifting": true}),
        json!({"invert_sigmas": true, "stochastic_sampling": true}),
        json!({"set_alpha_to_one": true, "clip_sample": false}),
    ];
    let (mut worked, mut refused) = (0, 0);
    for kind in SchedulerKind::ALL {
        for a in &oddities {
            for b in &oddities {
                let mut both = a.clone();
                both.as_object_mut().unwrap().extend(b.as_object().unwrap().clone());
                let Ok(scheduler) = scheduler(kind, &both) else {
                    refused += 1;
                    continue;
                };
                for (steps, strength) in [(1, None), (2, None), (3, Some(0.7)), (5, None)] {
                    let options = PlanOptions { batch: 2, strength, mu: Some(0.5), ..PlanOptions::default() };
                    match run(&scheduler, steps, &options) {
                        Ok(sample) => {
                            worked += 1;
                            assert!(sample.iter().all(|value| value.is_finite()), "{kind} {both} {steps}: {sample:?}");
                        }
                        Err(error) => {
                            refused += 1;
                            assert!(!error.to_string().is_empty());
                        }
                    }
                }
            }
        }
    }
    assert!(worked > refused, "{worked} worked and {refused} were refused");
}

#[test]
fn bounds_the_steps() {
    for kind in SchedulerKind::ALL {
        let scheduler = scheduler(kind, &json!({"num_train_timesteps": 100})).unwrap();
        for steps in [0, 101, usize::MAX] {
            let error = scheduler.plan(steps, &PlanOptions::default()).unwrap_err();
            assert_eq!(error, SchedulerError::Steps { steps, max: 100 }, "{kind}");
        }
    }
    let lcm = scheduler(SchedulerKind::Lcm, &json!({})).unwrap();
    assert_eq!(lcm.plan(51, &PlanOptions::default()).unwrap_err(), SchedulerError::Steps { steps: 51, max: 50 });
}

#[test]
fn bounds_the_strength() {
    for kind in SchedulerKind::ALL {
        let scheduler = scheduler(kind, &json!({})).unwrap();
        let plan = |strength| scheduler.plan(10, &PlanOptions { strength: Some(strength), ..PlanOptions::default() });
        for strength in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(plan(strength).unwrap_err(), SchedulerError::Strength(_)), "{kind} {strength}");
        }
        for strength in [0.0, 0.09] {
            assert_eq!(plan(strength).unwrap_err(), SchedulerError::NoStepsLeft { steps: 10, strength }, "{kind}");
        }
        let full = scheduler.plan(10, &PlanOptions::default()).unwrap();
        assert_eq!(plan(1.0).unwrap().timesteps(), full.timesteps(), "{kind}");
        let part = plan(0.7).unwrap();
        assert!(full.timesteps().ends_with(part.timesteps()), "{kind}");
        assert!(part.timesteps().len() < full.timesteps().len(), "{kind}");
    }
}

#[test]
fn refuses_to_be_driven_wrongly() {
    let scheduler = scheduler(SchedulerKind::EulerDiscrete, &json!({})).unwrap();
    let mut run = scheduler.plan(3, &PlanOptions { batch: 2, ..PlanOptions::default() }).unwrap();
    let mut sample = vec![0.0; 4];
    let mut no_noise = |_: &mut [f32]| panic!("Euler draws none");
    assert!(matches!(run.step(1, &[0.0; 4], &mut sample, &mut no_noise), Err(SchedulerError::OutOfOrder { .. })));
    assert!(matches!(run.step(0, &[0.0; 3], &mut sample, &mut no_noise), Err(SchedulerError::Length { .. })));
    assert!(matches!(run.step(0, &[0.0; 3], &mut [0.0; 3], &mut no_noise), Err(SchedulerError::Length { .. })));
    run.step(0, &[0.0; 4], &mut sample, &mut no_noise).unwrap();
    assert!(matches!(run.step(0, &[0.0; 4], &mut sample, &mut no_noise), Err(SchedulerError::OutOfOrder { .. })));
    assert!(run.scale_model_input(3, &mut sample).is_err());
    assert!(run.add_noise(4, &[0.0; 4], &[0.0; 4], &mut sample).is_err());
    run.add_noise(3, &[7.0; 4], &[1.0; 4], &mut sample).unwrap();
    assert_eq!(sample, [7.0; 4]);
    assert!(scheduler.plan(3, &PlanOptions { batch: 0, ..PlanOptions::default() }).is_err());
    let sigmas = Some(vec![1.0, 0.5, 0.1]);
    assert!(scheduler.plan(3, &PlanOptions { sigmas, ..PlanOptions::default() }).is_err());
}

#[test]
fn a_run_that_would_divide_by_zero_refuses_its_first_step() {
    let fields = json!({"rescale_betas_zero_snr": true, "timestep_spacing": "trailing", "clip_sample": false});
    let run = scheduler(SchedulerKind::Ddim, &fields).unwrap().plan(5, &PlanOptions::default()).unwrap();
    assert_eq!(run.timesteps(), [999.0, 799.0, 599.0, 399.0, 199.0]);
    assert_eq!(run.scale_model_input(0, &mut [1.0]), Err(SchedulerError::NotFinite { step: 0, steps: 5 }));
}

#[test]
fn dynamic_shifting_needs_its_mu() {
    let config = config(SchedulerKind::FlowMatchEulerDiscrete, &json!({"use_dynamic_shifting": true})).unwrap();
    assert!((config.dynamic_shift(256).unwrap() - 0.5).abs() < 1e-12);
    assert!((config.dynamic_shift(4096).unwrap() - 1.15).abs() < 1e-12);
    let scheduler = Scheduler::new(&config).unwrap();
    assert!(matches!(scheduler.plan(4, &PlanOptions::default()), Err(SchedulerError::Option { option: "mu", .. })));
    let same = SchedulerConfig { max_image_seq_len: Some(256), ..config };
    assert!(same.dynamic_shift(256).is_err());
}

#[test]
fn switching_carries_over_what_the_model_names() {
    let model = SchedulerConfig::from_json(STABLE_DIFFUSION).unwrap();
    let euler = Scheduler::new(&model.switched_to(SchedulerKind::EulerDiscrete)).unwrap();
    // The file names no spacing, so that Euler's own default holds, not PNDM's.
    assert_eq!(euler.plan(4, &PlanOptions::default()).unwrap().timesteps(), [999.0, 666.0, 333.0, 0.0]);
    let leading = SchedulerConfig { timestep_spacing: Some("leading".to_owned()), ..model };
    let euler = Scheduler::new(&leading.switched_to(SchedulerKind::EulerDiscrete)).unwrap();
    assert_eq!(euler.plan(4, &PlanOptions::default()).unwrap().timesteps(), [751.0, 501.0, 251.0, 1.0]);

    let bounded = SchedulerConfig {
        class_name: Some("EulerDiscreteScheduler".to_owned()),
        sigma_min: Some(0.1),
        ..SchedulerConfig::default()
    };
    assert_eq!(bounded.switched_to(SchedulerKind::UniPcMultistep).sigma_min, Some(0.1));
    assert_eq!(bounded.switched_to(SchedulerKind::HeunDiscrete).sigma_min, None);
}

#[test]
fn every_sampler_runs_a_model_and_keeps_its_name() {
    let model = SchedulerConfig::from_json(STABLE_DIFFUSION).unwrap();
    for technique in Technique::ALL {
        for suffix in ["", " Karras", " Exponential", " Beta"] {
            let name = format!("{}{suffix}", technique.as_str());
            let sampler = name.parse::<Sampler>();
            if !suffix.is_empty() && !technique.takes_spacing() {
                assert!(matches!(sampler, Err(SchedulerError::UnsupportedSampler { .. })), "{name}");
                continue;
            }
            let sampler = sampler.unwrap();
            assert_eq!(sampler.to_string(), name);
            let config = sampler.configure(&model).unwrap();
            assert_eq!(config.kind().unwrap(), technique.kind());
            let scheduler = Scheduler::new(&config).unwrap();
            run(&scheduler, 8, &PlanOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn samplers_go_by_their_usual_names() {
    let kind = |name: &str| name.parse::<Sampler>().map(|sampler| sampler.technique.kind());
    assert_eq!(kind("dpm++ 2m karras"), Ok(SchedulerKind::DpmSolverMultistep));
    assert_eq!(kind("PNDM"), Ok(SchedulerKind::Pndm));
    assert_eq!(kind("Euler A"), Ok(SchedulerKind::EulerAncestralDiscrete));
    for name in ["DPM++ SDE", "DPM++ SDE Karras", "DPM++ 3M SDE", "Nope", "", "Karras", "LCM Karras"] {
        assert!(matches!(kind(name), Err(SchedulerError::UnsupportedSampler { .. })), "{name}");
    }
}

#[test]
fn samplers_override_what_would_change_them() {
    let model = config(
        SchedulerKind::DpmSolverMultistep,
        &json!({"algorithm_type": "dpmsolver", "final_sigmas_type": "sigma_min", "use_karras_sigmas": true}),
    )
    .unwrap();
    let plain = "DPM++ 2M".parse::<Sampler>().unwrap().configure(&model).unwrap();
    assert_eq!(plain.algorithm_type.as_deref(), Some("dpmsolver++"));
    assert_eq!((plain.use_karras_sigmas, plain.final_sigmas_type), (Some(false), None));
    let sde = "DPM++ 2M SDE Karras".parse::<Sampler>().unwrap().configure(&model).unwrap();
    assert_eq!(sde.algorithm_type.as_deref(), Some("sde-dpmsolver++"));
    assert_eq!(sde.use_karras_sigmas, Some(true));
    let deis = "DEIS".parse::<Sampler>().unwrap().configure(&sde).unwrap();
    assert!(Scheduler::new(&deis).is_ok());

    let flow = config(SchedulerKind::FlowMatchEulerDiscrete, &json!({"shift": 3.0})).unwrap();
    let euler = "Euler".parse::<Sampler>().unwrap().configure(&flow).unwrap();
    assert_eq!(euler.kind(), Ok(SchedulerKind::FlowMatchEulerDiscrete));
    assert!("Heun".parse::<Sampler>().unwrap().configure(&flow).is_err());
    let ddim = "DDIM".parse::<Sampler>().unwrap();
    let bare = config(SchedulerKind::EulerDiscrete, &json!({})).unwrap();
    assert_eq!(ddim.configure(&bare).unwrap().clip_sample, Some(false));
}
