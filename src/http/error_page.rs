//! What a browser shows when not even a page can be rendered: the database is away, a defect. No script, no file.

use app::{Language, Phrase, server::said};
use studio_domain::Problem;

const AGAIN: Phrase = Phrase(&["Try again", "다시 시도"]);

/// May be sent with this policy: its style is in it.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'";

/// A whole document. One that says to try again does so by itself.
pub fn error_page(problem: &Problem) -> String {
    let problem = said(problem);
    let [title, detail] = [&problem.title, &problem.detail].map(|text| escape(text));
    let lang = Language::current().tag();
    let refresh = if problem.status == 503 { r#"<meta http-equiv="refresh" content="5">"# } else { "" };
    let id = problem.request_id.as_deref().map(escape).unwrap_or_default();
    format!(
        r#"<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{refresh}
<title>{title} · CreativeAI Studio</title>
<style>
body {{ display: grid; min-height: 100vh; margin: 0; place-items: center; font: 16px/1.5 system-ui, sans-serif;
  text-align: center; word-break: keep-all; background: light-dark(#fff, #16191f); color: light-dark(#16191f, #e8eaee) }}
main {{ max-width: 28rem; padding: 1.5rem }}
h1 {{ margin: 1rem 0 .5rem; font-size: 1.25rem }}
p {{ margin: 0 0 1rem }}
a {{ color: light-dark(#4a3fdb, #a79fff) }}
small {{ opacity: .7 }}
</style>
</head>
<body>
<main>
<img src="/favicon.svg" alt="" width="40" height="40">
<h1>{title}</h1>
<p>{detail}</p>
<p><a href="">{AGAIN}</a></p>
<small>{id}</small>
</main>
</body>
</html>
"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_domain::ErrorCode;

    #[test]
    fn nothing_in_it_is_taken_for_markup() {
        let page = error_page(&Problem::new(ErrorCode::NotFound, "No <script>alert(1)</script> & \"such\"."));
        assert!(page.contains("No &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;such&quot;."));
        assert!(!page.contains("http-equiv=\"refresh\""));
        let page = error_page(&Problem::new(ErrorCode::DatabaseUnavailable, "Later."));
        assert!(page.contains("http-equiv=\"refresh\""));
    }
}
