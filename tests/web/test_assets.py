"""The files a page links: joined, hashed, compressed, kept for ever."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.web.assets import Assets

STATIC = Path(__file__).parents[2] / "app" / "static"
# A cold page, compressed: the sheet, the module and the icons; HTML and the drawings are on top.
MOST_BYTES = 35_000
GZIP = {"Accept-Encoding": "gzip"}
NAMES = (
    "app.css",
    "app.js",
    "icons.svg",
    "products.svg",
    "medals.svg",
    "favicon.svg",
    "gallery.css",
)


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(STATIC, "#0b6e4f")


@pytest.fixture(scope="module")
def bare(assets: Assets) -> Flask:
    app = Flask("bare")
    assets.init_app(app)
    return app


def body(app: Flask, name: str) -> str:
    asset: Any = app.jinja_env.globals["asset"]
    url = asset(name)
    return (
        app.test_client().get(url, headers={"Accept-Encoding": "identity"}).get_data(as_text=True)
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_be_kept_for_ever(bare: Flask, assets: Assets, name: str) -> None:
    answer = bare.test_client().get(assets.url(name))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"]
    assert "Set-Cookie" not in answer.headers


def test_the_types_are_right(bare: Flask, assets: Assets) -> None:
    types = {
        name: bare.test_client().get(assets.url(name)).headers["Content-Type"] for name in NAMES
    }
    assert types["app.css"] == "text/css; charset=utf-8"
    assert types["app.js"] == "text/javascript; charset=utf-8"
    assert types["icons.svg"] == "image/svg+xml"


def test_compression_is_asked_for_and_tagged_apart(bare: Flask, assets: Assets) -> None:
    client = bare.test_client()
    plain = client.get(assets.url("app.css"), headers={"Accept-Encoding": "identity"})
    small = client.get(assets.url("app.css"), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_known_tag_is_answered_without_a_body(bare: Flask, assets: Assets) -> None:
    client = bare.test_client()
    tag = client.get(assets.url("app.js")).headers["ETag"]
    again = client.get(assets.url("app.js"), headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.data


@pytest.mark.parametrize(
    "path", ["app.css", "app.0000000000000000.css", "../config.py", "css/base.css"]
)
def test_any_other_name_is_not_there(bare: Flask, path: str) -> None:
    assert bare.test_client().get(f"/assets/{path}").status_code == 404


def test_the_name_follows_the_content(assets: Assets) -> None:
    other = Assets(STATIC, "#123456")
    assert other.url("app.css") != assets.url("app.css")
    assert other.url("favicon.svg") != assets.url("favicon.svg")
    assert other.url("app.js") == assets.url("app.js")


def test_a_name_that_does_not_exist_fails_in_the_template(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("fonts.woff2")


def test_every_sheet_is_joined_in_the_order_of_the_layers(bare: Flask) -> None:
    css = body(bare, "app.css")
    assert css.startswith("@layer tokens, base, ui, rooms;")
    assert "@import" not in css
    assert "/*" not in css
    listed = set(
        re.findall(r'@import "([^"]+)"', (STATIC / "css" / "layers.css").read_text("utf-8"))
    )
    there = {
        path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")
    }
    assert there - listed == {"layers.css", "gallery.css"}
    assert css.index("--gutter") < css.index(".site-head {") < css.index(".hero {")


def test_every_sheet_names_its_layer_and_closes_it(bare: Flask) -> None:
    for path in (STATIC / "css").rglob("*.css"):
        if path.name != "layers.css":
            text = path.read_text("utf-8")
            assert re.search(r"@layer (tokens|base|ui|rooms) \{", text), path
            assert text.count("{") == text.count("}"), path


def test_the_brand_comes_last_in_the_layer_of_tokens(bare: Flask) -> None:
    assert body(bare, "app.css").rstrip().endswith("@layer tokens { :root { --brand: #0b6e4f } }")
    assert "#0b6e4f" in body(bare, "favicon.svg")


@pytest.mark.parametrize(
    "colour", ["", "red;} body{display:none", "url(//evil)", "#12", "</style>", "#8d2c5f\n}"]
)
def test_a_colour_that_is_none_stops_the_start(colour: str) -> None:
    with pytest.raises(ValueError, match="BRAND_COLOR"):
        Assets(STATIC, colour)


@pytest.mark.parametrize(
    "colour", ["#8d2c5f", "#fff", "rebeccapurple", "oklch(.5 .1 155)", " #000000 "]
)
def test_a_colour_of_any_writing_is_taken(colour: str) -> None:
    assert Assets(STATIC, colour).url("app.css")


def test_every_module_is_joined_and_none_is_left_out(bare: Flask) -> None:
    js = body(bare, "app.js")
    assert not re.search(r"^(import|export)\b", js, re.MULTILINE)
    assert not re.search(r"^\s*//", js, re.MULTILINE)
    assert "function swap(" in js
    listed = set(
        re.findall(
            r'^import "\./([^"]+)"', (STATIC / "js" / "app.js").read_text("utf-8"), re.MULTILINE
        )
    )
    there = {path.relative_to(STATIC / "js").as_posix() for path in (STATIC / "js").rglob("*.js")}
    assert there - listed == {"app.js"}


def test_no_two_modules_declare_the_same_name(bare: Flask) -> None:
    names: dict[str, str] = {}
    for path in sorted((STATIC / "js").rglob("*.js")):
        declared = r"^(?:export )?(?:async )?(?:const|let|class|function\*?) (\w+)"
        for name in re.findall(declared, path.read_text("utf-8"), re.MULTILINE):
            assert name not in names, f"{name}: {path.name} and {names[name]}"
            names[name] = path.name


def test_modules_reach_nothing_the_policy_forbids() -> None:
    for path in (STATIC / "js").rglob("*.js"):
        text = path.read_text("utf-8")
        for word in (
            "eval(",
            "new Function",
            "document.write",
            ".style.",
            'setAttribute("style',
        ):
            assert word not in text, f"{path.name}: {word}"
        assert not re.search(r"https?://\w", text), path.name


def test_a_cold_page_stays_light(assets: Assets, bare: Flask) -> None:
    client = bare.test_client()
    wire = {name: len(client.get(assets.url(name), headers=GZIP).data) for name in NAMES}
    assert wire["app.js"] <= 12_288
    assert wire["app.css"] + wire["app.js"] + wire["icons.svg"] + wire["favicon.svg"] <= MOST_BYTES
