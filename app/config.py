"""Deploy settings: typed, from the environment, checked at start. The only reader of os.environ."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

# Shorter keys can be guessed; 32 characters of base64 are 192 bits.
KEY_SHORTEST = 32
# A word said again and again is long and still a word; random keys have far more letters than this.
KEY_LETTERS = 8
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\Z")
_HOST = re.compile(r"[\w.:-]+\Z")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class BadSettingError(Exception):
    """A setting is missing or malformed: its name, what was found, what is expected."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(f"{name}: found {found!r}, expected {expected}")


@dataclass(frozen=True)
class Settings:
    """What the machine says; what the community says is in kit/settings."""

    mode: str
    secret_key: str = field(repr=False)
    base_url: str
    site_name: str
    brand_color: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    search_url: str = field(repr=False)
    mail_url: str = field(repr=False)
    mail_from: str
    uploads: Path
    instance: Path
    host: str
    port: int
    web_workers: int
    log_level: str
    demo: bool
    trusted_proxies: int = 0
    testing: bool = False

    @property
    def search_engine(self) -> str:
        """The name of the engine that searches, without where it is."""
        return self.search_url.partition(":")[0].partition("+")[0]

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def read_settings(root: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting.

    :param root: the folder that holds ``instance/`` unless INSTANCE names another.
    :raises BadSettingError: naming the first setting that cannot be used.
    """
    env = os.environ if environ is None else environ
    mode = _one_of(env, "MODE", ("production", "development"))
    instance = Path(env.get("INSTANCE") or root / "instance").resolve()
    host = _host(env)
    port = _number(env, "PORT", 8000, 1, 65535)
    production = mode == "production"
    database_url = _database(env, instance)
    return Settings(
        mode=mode,
        secret_key=_secret(env, production=production, instance=instance),
        base_url=_base_url(env, f"http://{_shown(host)}:{port}"),
        site_name=_site_name(env),
        brand_color=_color(env),
        database_url=database_url,
        redis_url=_url(env, "REDIS_URL", "", ("redis", "rediss", "unix")),
        search_url=_search(env, database_url),
        mail_url=_mail(env, production=production),
        mail_from=_mail_from(env),
        uploads=_uploads(env, instance),
        instance=instance,
        host=host,
        port=port,
        web_workers=_number(env, "WEB_WORKERS", 1, 1, 64),
        log_level=_one_of(env, "LOG_LEVEL", ("info", "debug", "warning", "error")),
        demo=_switch(env, "DEMO", default=not production),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", 0, 0, 5),
    )


def _secret(env: Mapping[str, str], *, production: bool, instance: Path) -> str:
    found = env.get("SECRET_KEY", "")
    if found:
        if len(found) < KEY_SHORTEST or len(set(found)) < KEY_LETTERS:
            raise BadSettingError(
                "SECRET_KEY", f"{len(found)} characters", f"at least {KEY_SHORTEST} random ones"
            )
        return found
    if production:
        raise BadSettingError("SECRET_KEY", "", f"at least {KEY_SHORTEST} random characters")
    # In development a key of the instance's own, made once, so that sessions outlive a restart.
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _base_url(env: Mapping[str, str], default: str) -> str:
    found = env.get("BASE_URL") or default
    expected = "an address such as https://community.example.com"
    parts = _parts("BASE_URL", found, expected)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise BadSettingError("BASE_URL", found, expected)
    if parts.path.strip("/"):
        raise BadSettingError("BASE_URL", found, "an address without a path: host name only")
    return found.rstrip("/")


def _site_name(env: Mapping[str, str]) -> str:
    found = (env.get("SITE_NAME") or "Lumen Home").strip()
    longest = 60
    if len(found) > longest or not found.isprintable():
        raise BadSettingError("SITE_NAME", found, f"a name of at most {longest} characters")
    return found


def _color(env: Mapping[str, str]) -> str:
    found = env.get("BRAND_COLOR") or "#8a2a5f"
    if not _COLOR.match(found):
        raise BadSettingError("BRAND_COLOR", found, "a colour such as #8a2a5f")
    return found


def _database(env: Mapping[str, str], instance: Path) -> str:
    found = env.get("DATABASE_URL") or f"sqlite:///{instance / 'pukka.db'}"
    if found.startswith("postgresql://"):
        found = found.replace("postgresql://", "postgresql+psycopg://", 1)
    expected = "sqlite:///PATH or postgresql+psycopg://…"
    _parts("DATABASE_URL", found, expected)
    # A database in memory would be another one for each thread, and gone with the process.
    in_memory = found.startswith("sqlite:") and (":memory:" in found or found == "sqlite:///")
    if in_memory or not found.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSettingError("DATABASE_URL", _without_password(found), expected)
    return found


def _search(env: Mapping[str, str], database_url: str) -> str:
    """Return where the index is: `postgresql:` alone means the site's own database."""
    found = env.get("SEARCH_URL") or "whoosh:"
    expected = "whoosh:, tantivy:, memory:, postgresql: or postgresql://user:password@host/name"
    _parts("SEARCH_URL", found, expected)
    if found == "postgresql:":
        if database_url.startswith("postgresql"):
            return database_url
        raise BadSettingError("SEARCH_URL", found, "postgresql://…, as DATABASE_URL is SQLite")
    in_database = found.startswith(("postgresql://", "postgresql+psycopg://"))
    if not in_database and found not in {"whoosh:", "tantivy:", "memory:"}:
        raise BadSettingError("SEARCH_URL", _without_password(found), expected)
    return found


def _mail(env: Mapping[str, str], *, production: bool) -> str:
    found = env.get("MAIL_URL", "")
    if not found and production:
        raise BadSettingError("MAIL_URL", "", "smtp://user:password@host:port?from=address")
    found = found or "console:"
    expected = "smtp://host:port or console:"
    parts = _parts("MAIL_URL", found, expected)
    if parts.scheme not in {"smtp", "console", "memory"}:
        raise BadSettingError("MAIL_URL", _without_password(found), expected)
    if parts.scheme == "smtp" and not parts.hostname:
        raise BadSettingError("MAIL_URL", _without_password(found), expected)
    return found


def _mail_from(env: Mapping[str, str]) -> str:
    found = env.get("MAIL_FROM") or "community@localhost"
    if not _ADDRESS.match(found):
        raise BadSettingError("MAIL_FROM", found, "an address such as community@example.com")
    return found


def _host(env: Mapping[str, str]) -> str:
    found = env.get("HOST") or "127.0.0.1"
    if not _HOST.match(found):
        raise BadSettingError("HOST", found, "an address of this machine, such as 127.0.0.1")
    return found


def _uploads(env: Mapping[str, str], instance: Path) -> Path:
    found = env.get("UPLOADS_URL") or ""
    if not found:
        return instance / "uploads"
    expected = "a folder: file:///srv/uploads"
    parts = _parts("UPLOADS_URL", found, expected)
    if parts.scheme not in {"", "file"} or parts.netloc or not parts.path.startswith("/"):
        raise BadSettingError("UPLOADS_URL", found, expected)
    return Path(parts.path)


def _url(env: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    found = env.get(name) or default
    expected = " or ".join(f"{scheme}:…" for scheme in schemes)
    if found and _parts(name, found, expected).scheme not in schemes:
        raise BadSettingError(name, _without_password(found), expected)
    return found


def _parts(name: str, found: str, expected: str) -> SplitResult:
    """Split an address; one that has no parts, or no such port, is refused."""
    try:
        parts = urlsplit(found)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError as error:
        raise BadSettingError(name, _without_password(found), expected) from error
    return parts


def _without_password(found: str) -> str:
    return found.rpartition("@")[2]


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    found = (env.get(name) or choices[0]).casefold()
    if found not in choices:
        raise BadSettingError(name, found, " or ".join(choices))
    return found


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    found = env.get(name) or str(default)
    if not found.isascii() or not found.isdigit() or not least <= int(found) <= most:
        raise BadSettingError(name, found, f"a whole number from {least} to {most}")
    return int(found)


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    found = env.get(name)
    if found is None:
        return default
    if found.casefold() not in _TRUE | _FALSE:
        raise BadSettingError(name, found, "1 or 0")
    return found.casefold() in _TRUE


def _shown(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - shown, not bound
