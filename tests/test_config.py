"""Settings: each one wrong or missing stops the start, by name; each default is safe."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.config import BadSettingError, Settings, read_settings

KEY = "5vQmZr8XkT2pLw9BnJd4HsYc7GfAe3Ru"
PRODUCTION = {"MODE": "production", "SECRET_KEY": KEY, "MAIL_URL": "smtp://mail.example:25"}


def read(root: Path, **environ: str) -> Settings:
    """What an environment of these variables alone makes."""
    return read_settings(root, environ)


@pytest.mark.parametrize("name", ["SECRET_KEY", "MAIL_URL"])
@pytest.mark.parametrize("emptied", [True, False])
def test_production_does_not_start_without(tmp_path: Path, name: str, *, emptied: bool) -> None:
    rest = {key: value for key, value in PRODUCTION.items() if key != name}
    if emptied:
        rest[name] = ""
    with pytest.raises(BadSettingError, match=rf"^{name}: found '', expected \S+"):
        read(tmp_path, **rest)


@pytest.mark.parametrize(
    "key", ["dev", "secret", "change-me", "CHANGEME", "x", "x" * 31, "development", " " * 5]
)
@pytest.mark.parametrize("mode", ["production", "development"])
def test_a_short_or_known_key_is_refused_and_not_repeated(
    tmp_path: Path, mode: str, key: str
) -> None:
    with pytest.raises(BadSettingError) as refused:
        read(tmp_path, **(PRODUCTION | {"MODE": mode, "SECRET_KEY": key}))
    assert str(refused.value).startswith(f"SECRET_KEY: found '{len(key)} characters', expected")
    assert f"'{key}'" not in str(refused.value)


def test_a_word_is_refused_however_often_it_is_said(tmp_path: Path) -> None:
    for key in ("x" * 64, "changeme" * 8, "secret" * 9):
        with pytest.raises(BadSettingError, match=r"^SECRET_KEY: "):
            read(tmp_path, **(PRODUCTION | {"SECRET_KEY": key}))


# Name, what stands there, what is expected instead.
MALFORMED = [
    ("MODE", "prod", "production or development"),
    ("MODE", "debug", "production or development"),
    ("BASE_URL", "community.example.com", "https://community.example.com"),
    ("BASE_URL", "ftp://community.example.com", "https://"),
    ("BASE_URL", "https://", "https://"),
    ("BASE_URL", "https://community.example.com/forum", "without a path"),
    ("BASE_URL", "https://community.example.com?x=1", "https://"),
    ("BASE_URL", "https://community.example.com:99999", "https://"),
    ("BASE_URL", "https://[community", "https://"),
    ("HOST", "127.0.0.1 8000", "127.0.0.1"),
    ("HOST", "http://127.0.0.1", "127.0.0.1"),
    ("MAIL_FROM", "community", "community@example.com"),
    ("MAIL_FROM", "a@b.example\nBcc: c@d.example", "community@example.com"),
    ("MAIL_URL", "smtp://", "smtp://host:port"),
    ("MAIL_URL", "smtp://mail.example:mail", "smtp://host:port"),
    ("DATABASE_URL", "postgresql+psycopg://db:x/pukka", "sqlite:///PATH or postgresql"),
    ("REDIS_URL", "redis://localhost:redis", "redis:"),
    ("UPLOADS_URL", "file://srv/uploads", "file:///"),
    ("SITE_NAME", "x" * 61, "at most 60"),
    ("SITE_NAME", "Lumen\nHome", "at most 60"),
    ("BRAND_COLOR", "plum", "#8a2a5f"),
    ("BRAND_COLOR", "#fff", "#8a2a5f"),
    ("BRAND_COLOR", "#8a2a5f;}", "#8a2a5f"),
    ("DATABASE_URL", "mysql://localhost/pukka", "sqlite:///PATH or postgresql"),
    ("DATABASE_URL", "pukka.db", "sqlite:///PATH or postgresql"),
    ("DATABASE_URL", "sqlite:///:memory:", "sqlite:///PATH or postgresql"),
    ("DATABASE_URL", "sqlite:///", "sqlite:///PATH or postgresql"),
    ("REDIS_URL", "localhost:6379", "redis:"),
    ("REDIS_URL", "http://localhost", "redis:"),
    ("SEARCH_URL", "elastic://localhost", "whoosh:"),
    ("SEARCH_URL", "whoosh", "whoosh:"),
    ("SEARCH_URL", "whoosh:///elsewhere", "whoosh:"),
    ("SEARCH_URL", "postgresql:", "postgresql://"),  # there is no PostgreSQL to share
    ("MAIL_URL", "mail.example", "smtp://host:port"),
    ("MAIL_URL", "imap://mail.example", "smtp://host:port"),
    ("UPLOADS_URL", "s3://bucket/uploads", "file:///"),
    ("UPLOADS_URL", "uploads", "file:///"),
    ("PORT", "0", "from 1 to 65535"),
    ("PORT", "65536", "from 1 to 65535"),
    ("PORT", "-1", "from 1 to 65535"),
    ("PORT", "http", "from 1 to 65535"),
    ("PORT", "٨٠", "from 1 to 65535"),
    ("WEB_WORKERS", "0", "from 1 to 64"),
    ("WEB_WORKERS", "many", "from 1 to 64"),
    ("TRUSTED_PROXIES", "6", "from 0 to 5"),
    ("TRUSTED_PROXIES", "yes", "from 0 to 5"),
    ("LOG_LEVEL", "loud", "info or debug"),
    ("DEMO", "maybe", "1 or 0"),
]


@pytest.mark.parametrize("name,found,expected", MALFORMED)
def test_what_is_malformed_is_named_with_what_is_expected(
    tmp_path: Path, name: str, found: str, expected: str
) -> None:
    with pytest.raises(BadSettingError) as refused:
        read(tmp_path, **(PRODUCTION | {name: found}))
    said = str(refused.value)
    assert said.startswith(f"{name}: found {found!r}, expected ")
    assert expected in said.partition(", expected ")[2]


@pytest.mark.parametrize(
    "name,found",
    [
        ("DATABASE_URL", "mysql://pukka:hushhush@db.example/pukka"),
        ("SEARCH_URL", "mysql://pukka:hushhush@db.example/pukka"),
        ("REDIS_URL", "http://:hushhush@redis.example"),
        ("MAIL_URL", "imap://pukka:hushhush@mail.example"),
    ],
)
def test_a_refusal_repeats_no_password(tmp_path: Path, name: str, found: str) -> None:
    with pytest.raises(BadSettingError) as refused:
        read(tmp_path, **(PRODUCTION | {name: found}))
    assert str(refused.value).startswith(f"{name}: ")
    assert "hushhush" not in str(refused.value)


def test_settings_that_are_shown_show_no_secret(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        **(PRODUCTION | {"MAIL_URL": "smtp://pukka:hushhush@mail.example:587"}),
        DATABASE_URL="postgresql://pukka:hushhush@db.example/pukka",
        REDIS_URL="redis://:hushhush@redis.example",
    )
    assert "hushhush" not in repr(settings)
    assert KEY not in repr(settings)


def test_an_empty_environment_is_production(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match=r"^SECRET_KEY: "):
        read(tmp_path)


def test_production_needs_three_lines(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION)
    assert settings.is_production
    assert not settings.demo
    assert settings.secret_key == KEY
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/pukka.db"
    assert settings.uploads == tmp_path / "instance" / "uploads"
    assert (settings.base_url, settings.port) == ("http://127.0.0.1:8000", 8000)
    assert settings.trusted_proxies == 0
    assert not settings.testing


def test_development_needs_nothing_and_keeps_its_key(tmp_path: Path) -> None:
    first, second = read(tmp_path, MODE="development"), read(tmp_path, MODE="development")
    assert first == second
    assert len(first.secret_key) >= 32
    assert first.demo
    kept = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert read(tmp_path / "other", MODE="development").secret_key != first.secret_key


@pytest.mark.parametrize("word,on", [("1", True), ("yes", True), ("ON", True), ("0", False),
                                     ("", False), ("no", False)])  # fmt: skip
def test_a_switch_is_on_or_off(tmp_path: Path, word: str, *, on: bool) -> None:
    assert read(tmp_path, **PRODUCTION, DEMO=word).demo is on


def test_addresses_are_brought_into_one_form(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        **PRODUCTION,
        BASE_URL="https://community.example.com/",
        DATABASE_URL="postgresql://db.example/pukka",
        UPLOADS_URL="file:///srv/uploads",
        INSTANCE=str(tmp_path / "elsewhere"),
    )
    assert settings.base_url == "https://community.example.com"
    assert settings.is_secure
    assert settings.database_url == "postgresql+psycopg://db.example/pukka"
    assert settings.uploads == Path("/srv/uploads")
    assert settings.instance == tmp_path / "elsewhere"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - said, not bound
def test_an_address_for_all_is_shown_as_one_that_opens(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, **PRODUCTION, HOST=host, PORT="8080").base_url == "http://127.0.0.1:8080"


def test_the_index_may_share_the_sites_database(tmp_path: Path) -> None:
    there = "postgresql+psycopg://pukka:hushhush@db.example/pukka"
    settings = read(tmp_path, **(PRODUCTION | {"DATABASE_URL": there, "SEARCH_URL": "postgresql:"}))
    assert settings.search_url == there
    assert settings.search_engine == "postgresql"
    assert "hushhush" not in repr(settings)


def test_the_index_may_have_a_database_of_its_own(tmp_path: Path) -> None:
    there = "postgresql://pukka:hushhush@search.example/index"
    settings = read(tmp_path, **(PRODUCTION | {"SEARCH_URL": there}))
    assert (settings.search_url, settings.search_engine) == (there, "postgresql")
