"""The files a page links: joined, named after their content and compressed once, at the start.

There is no build step. The sheets are joined in the order of `css/layers.css`, the modules in the
order of `js/app.js`; both lists stay valid for a browser that opens them directly. A name carries
the hash of its content, so a browser may keep it for ever and a new release is fetched at once.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, Response, abort, request

from app.web.guards import public

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
A_YEAR: Final = 365 * 24 * 60 * 60
# A colour as CSS writes it, and nothing that could close the rule it is put in.
COLOUR: Final = re.compile(
    r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
    r"|[a-z]+|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([0-9a-z.,%/ +-]+\)"
)
DRAWN_BRAND: Final = "#8d2c5f"

IMPORTED_SHEET: Final = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
CSS_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORTED_MODULE: Final = re.compile(r'^import "([^"]+)";$', re.MULTILINE)
IMPORT: Final = re.compile(r'^import \{[^}]*\} from "[^"]+";\n', re.MULTILINE)
EXPORT: Final = re.compile(r"^export ", re.MULTILINE)
JS_COMMENT: Final = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One file as it goes over the wire."""

    path: str
    mimetype: str
    body: bytes
    squeezed: bytes
    etag: str


class Assets:
    """Every file under one folder that pages may link, by the name templates call it."""

    def __init__(self, folder: Path, brand_color: str) -> None:
        """Read, join and compress everything; a faulty colour or a missing file stops the start."""
        if not COLOUR.fullmatch(brand_color.strip()):
            message = f"BRAND_COLOR is {brand_color!r}; expected a CSS colour such as {DRAWN_BRAND}"
            raise ValueError(message)
        brand = brand_color.strip()
        rule = f"@layer tokens {{ :root {{ --brand: {brand} }} }}\n"
        texts = {
            "app.css": joined_sheets(folder / "css" / "layers.css") + rule,
            "gallery.css": (folder / "css" / "gallery.css").read_text("utf-8"),
            "app.js": joined_modules(folder / "js" / "app.js"),
            "icons.svg": (folder / "icons.svg").read_text("utf-8"),
            "products.svg": (folder / "products.svg").read_text("utf-8"),
            "medals.svg": (folder / "medals.svg").read_text("utf-8"),
            "favicon.svg": (folder / "favicon.svg").read_text("utf-8").replace(DRAWN_BRAND, brand),
        }
        self._by_name = {name: finished(name, text) for name, text in texts.items()}
        self._by_path = {asset.path: asset for asset in self._by_name.values()}

    def url(self, name: str) -> str:
        """Return the address of `name`; a name that does not exist is a fault in the template."""
        return f"/assets/{self._by_name[name].path}"

    def init_app(self, app: Flask) -> None:
        """Serve the files and give templates `asset`."""
        app.register_blueprint(self.blueprint())
        app.jinja_env.globals["asset"] = self.url

    def blueprint(self) -> Blueprint:
        """Return the one route under which everything is served."""
        blueprint = Blueprint("assets", __name__)
        blueprint.add_url_rule("/assets/<path:path>", "show", self.show)
        return blueprint

    @public("style, scripts and icons are the same for everybody")
    def show(self, path: str) -> Response:
        """Answer with a file that may be kept for ever, or 404 for any name but today's."""
        asset = self._by_path.get(path)
        if asset is None:
            abort(404)
        squeeze = request.accept_encodings["gzip"] > 0
        response = Response(asset.squeezed if squeeze else asset.body, mimetype=None)
        response.headers["Content-Type"] = asset.mimetype
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Vary"] = "Accept-Encoding"
        if squeeze:
            response.headers["Content-Encoding"] = "gzip"
        # Two representations of one address need two tags, or a cache could mix them.
        response.set_etag(f"{asset.etag}-gzip" if squeeze else asset.etag)
        response.make_conditional(request)
        return response


def finished(name: str, text: str) -> Asset:
    """Return `text` as the file that is served under its hashed name."""
    body = text.encode("utf-8")
    digest = hashlib.sha256(body).hexdigest()[:16]
    stem, dot, ending = name.rpartition(".")
    return Asset(
        path=f"{stem}.{digest}.{ending}",
        mimetype=TYPES[dot + ending],
        body=body,
        squeezed=gzip.compress(body, compresslevel=9, mtime=0),
        etag=digest,
    )


def joined_sheets(index: Path) -> str:
    """Return the order of layers followed by every sheet that `index` imports, without comments."""
    text = index.read_text("utf-8")
    sheets = [(index.parent / name).read_text("utf-8") for name in IMPORTED_SHEET.findall(text)]
    whole = "\n".join([IMPORTED_SHEET.sub("", text), *sheets])
    lines = (line.strip() for line in CSS_COMMENT.sub("", whole).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def joined_modules(index: Path) -> str:
    """Return every module that `index` imports as one module.

    The files import from each other by name only, so that joining them is leaving the imports out;
    it follows that two files may not declare the same name at their top level, and a test sees to
    that.
    """
    names = IMPORTED_MODULE.findall(index.read_text("utf-8"))
    modules = [(index.parent / name).read_text("utf-8") for name in names]
    whole = "\n".join(EXPORT.sub("", IMPORT.sub("", module)) for module in modules)
    return re.sub(r"\n\s*", "\n", JS_COMMENT.sub("", whole)).strip() + "\n"
