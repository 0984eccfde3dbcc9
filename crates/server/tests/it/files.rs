use waarborg_web::files::address;

use crate::harness::{Running, app};

#[tokio::test]
async fn a_static_file_is_kept_for_ever_because_its_address_is_its_content() {
    let server = Running::start(app()).await;
    let css = server.get(address("site.css")).await;
    assert_eq!((css.status, css.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert_eq!(css.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let hash = &waarborg_base::Digest::of(&css.body).to_string()[..16];
    assert_eq!(address("site.css"), format!("/static/{hash}/site.css"));
    assert_eq!(css.header("etag"), Some(format!("\"{hash}\"").as_str()));
    assert_eq!(server.get("/static/0000000000000000/site.css").await.status, 404);
    assert_eq!(server.get(&address("site.css").replace("site.css", "icon.svg")).await.status, 404);
}

#[tokio::test]
async fn brotli_goes_to_those_who_accept_it_and_is_the_same_file() {
    let server = Running::start(app()).await;
    let plain = server.get(address("site.css")).await;
    let small = server.get_with(address("site.css"), "accept-encoding: gzip, br\r\n").await;
    assert_eq!((plain.header("content-encoding"), small.header("content-encoding")), (None, Some("br")));
    assert_eq!((plain.header("vary"), small.header("vary")), (Some("accept-encoding"), Some("accept-encoding")));
    let mut opened = Vec::new();
    brotli::BrotliDecompress(&mut &small.body[..], &mut opened).expect("brotli");
    assert_eq!(opened, plain.body);
    assert!(small.body.len() * 3 < plain.body.len());
}

#[tokio::test]
async fn a_browser_that_has_the_file_is_told_so() {
    let server = Running::start(app()).await;
    let etag = server.get(address("icon.svg")).await.header("etag").expect("an etag").to_owned();
    let check = async |tags: &str, status: u16| {
        let answer = server.get_with(address("icon.svg"), &format!("if-none-match: {tags}\r\n")).await;
        assert_eq!(answer.status, status, "{tags}");
        assert_eq!(answer.header("etag"), Some(etag.as_str()));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(status == 304, answer.body.is_empty());
    };
    check(&etag, 304).await;
    check(&format!("W/{etag}"), 304).await;
    check(&format!("\"other\", {etag}"), 304).await;
    check("*", 304).await;
    check("\"other\"", 200).await;
}
