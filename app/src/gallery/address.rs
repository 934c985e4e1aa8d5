//! The gallery's filter as the address says it, in the words of `GET /v1/images`. What is no filter is left out: an
//! address may come from anywhere.

use leptos_router::params::ParamsMap;
use studio_domain::{BoardFilter, ImageKind, ImageListQuery, RatingFilter, TaskKinds, limits};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

pub fn read(params: &ParamsMap) -> ImageListQuery {
    let text = |name: &str| params.get_str(name).unwrap_or_default();
    let time = |name: &str| OffsetDateTime::parse(text(name), &Rfc3339).ok();
    let words: String = text("q").chars().filter(|c| *c != '\0').take(limits::MAX_QUERY_CHARS).collect();
    let model = text("model");
    ImageListQuery {
        limit: None,
        cursor: None,
        kind: ImageKind::parse(text("kind")),
        task: TaskKinds::parse(text("task")),
        model: studio_domain::names::is_name(model).then(|| model.into()),
        rating: RatingFilter::parse(text("rating")),
        favorite: text("favorite").parse().ok(),
        board: BoardFilter::parse(text("board")),
        after: time("after"),
        before: time("before"),
        q: Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
    }
}

/// With its question mark; empty when everything is shown.
pub fn write(filter: &ImageListQuery) -> String {
    let time = |at: Option<OffsetDateTime>| at.and_then(|at| at.format(&Rfc3339).ok());
    let values = [
        ("q", filter.q.clone()),
        ("kind", filter.kind.map(|kind| kind.as_str().into())),
        ("task", filter.task.as_ref().map(TaskKinds::text)),
        ("model", filter.model.clone()),
        ("rating", filter.rating.map(|rating| rating.as_str().into())),
        ("favorite", filter.favorite.map(|favorite| favorite.to_string())),
        ("board", filter.board.map(BoardFilter::text)),
        ("after", time(filter.after)),
        ("before", time(filter.before)),
    ];
    let mut params = ParamsMap::new();
    for (name, value) in values {
        if let Some(value) = value {
            params.insert(name, value);
        }
    }
    params.to_query_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_domain::{BoardId, TaskKind};
    use time::macros::datetime;

    fn parsed(pairs: &[(&'static str, &str)]) -> ImageListQuery {
        read(&pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    }

    #[test]
    fn a_filter_survives_the_way_through_the_address() {
        let filter = ImageListQuery {
            kind: Some(ImageKind::Original),
            task: Some(TaskKinds(vec![TaskKind::ImageToImage, TaskKind::Inpaint])),
            model: Some("starter-scenes".into()),
            rating: Some(RatingFilter::None),
            favorite: Some(true),
            board: Some(BoardFilter::On(BoardId::generate())),
            after: Some(datetime!(2026-11-20 15:00 UTC)),
            before: Some(datetime!(2026-11-21 15:00 UTC)),
            q: Some("red & 바다".into()),
            ..ImageListQuery::default()
        };
        let address = write(&filter);
        let pairs = address.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        let decoded: ParamsMap =
            pairs.map(|(name, value)| (name.to_owned(), leptos_router::location::Url::unescape(value))).collect();
        assert_eq!(read(&decoded), filter);
    }

    #[test]
    fn what_is_no_filter_is_left_out() {
        let nonsense =
            [("kind", "x"), ("task", "fly"), ("rating", "love"), ("board", "7"), ("after", "soon"), ("q", " ")];
        assert_eq!(parsed(&nonsense), ImageListQuery::default());
        assert_eq!(parsed(&[("model", "../x"), ("favorite", "maybe")]), ImageListQuery::default());
        let long = "x".repeat(500);
        assert!(parsed(&[("q", &long)]).validate().is_ok());
        assert_eq!(write(&ImageListQuery::default()), "");
    }
}
