//! Numbers and switches as clients of other products write them: as text in forms, as `7.0` for 7, as `null` for nothing.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let Some(number) = float(deserializer)? else { return Ok(None) };
    // What a float can tell apart; a cast beyond that would make up digits.
    let whole = number.fract() == 0.0 && number.abs() < 9e15;
    if whole { Ok(Some(number as i64)) } else { Err(D::Error::custom("expected a whole number")) }
}

pub fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let number = match Value::deserialize(deserializer)? {
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_f64(),
        _ => None,
    };
    number.filter(|n: &f64| n.is_finite()).map(Some).ok_or_else(|| D::Error::custom("expected a number"))
}

pub fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(false),
        Value::Bool(value) => Ok(value),
        Value::Number(number) => Ok(number.as_f64().is_some_and(|n| n != 0.0)),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" | "" => Ok(false),
            _ => Err(D::Error::custom("expected true or false")),
        },
        _ => Err(D::Error::custom("expected true or false")),
    }
}

/// Text; `null` is none at all.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_means_the_same_reads_the_same() {
        for seven in [json!(7), json!(7.0), json!("7"), json!(" 7 ")] {
            assert_eq!(integer(seven).expect("seven"), Some(7));
        }
        assert_eq!(integer(Value::Null).expect("nothing"), None);
        for bad in [json!(7.5), json!("seven"), json!([7]), json!(1e300), json!("inf"), json!("NaN")] {
            assert!(integer(bad.clone()).is_err(), "{bad}");
        }
        for yes in [json!(true), json!(1), json!("True")] {
            assert!(boolean(yes).expect("yes"));
        }
        assert!(boolean(json!("perhaps")).is_err());
    }
}
