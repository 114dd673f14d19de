"""Community settings: declared where they are read, stored in one table, edited by an admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Json
from .db import Base, db
from .i18n import lazy_gettext as _l
from .problems import Invalid

T = TypeVar("T", bool, int, str)

# Days, hours, votes: what no clock and no counter can hold is a slip of the hand.
NUMBER_MOST = 100_000
WORDS_MOST = 200


class StoredSetting(Base):
    """A setting that somebody changed from its default."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One knob: its dotted name, default, and a sentence that tells an admin what it does."""

    name: str
    default: T
    help: Any

    def get(self) -> T:
        """Return the value in force. One query by primary key, kept for the unit or request."""
        row = db.session.get(StoredSetting, self.name)
        return self.default if row is None else row.value

    def parse(self, text: str) -> T:
        """Read a value from a form.

        :raises Invalid: when the text is no value of this setting's type, or out of all bounds.
        """
        kind, said = type(self.default), text.strip()
        if kind is bool:
            return kind(said.casefold() in {"1", "on", "true", "yes", "y"})
        if kind is str and len(said) > WORDS_MOST:
            raise Invalid(self.name, _l("Use at most %(most)s characters.", most=WORDS_MOST))
        try:
            value = kind(said)
        except ValueError as error:
            raise Invalid(self.name, _l("Give a whole number.")) from error
        if isinstance(value, int) and not 0 <= value <= NUMBER_MOST:
            raise Invalid(
                self.name,
                _l("Give a whole number from 0 to %(most)s.", most=f"{NUMBER_MOST:,}"),
            )
        return value

    def put(self, value: T) -> None:
        """Store a value; call inside a unit of work."""
        row = db.session.get(StoredSetting, self.name)
        if row is None:
            db.session.add(StoredSetting(name=self.name, value=value))
        else:
            row.value = value


declared: dict[str, Setting[Any]] = {}


def values_of(*wanted: Setting[Any]) -> list[Any]:
    """Return the values in force of several settings, in one query."""
    names = [setting.name for setting in wanted]
    rows = db.session.scalars(select(StoredSetting).where(StoredSetting.name.in_(names)))
    stored = {row.name: row.value for row in rows}
    return [stored.get(setting.name, setting.default) for setting in wanted]


def declare(name: str, default: T, help: Any) -> Setting[T]:  # noqa: A002 - the word admins know
    """Declare a community setting at import; its name is unique in the program."""
    if name in declared:
        message = f"setting {name!r} is declared twice"
        raise ValueError(message)
    setting = Setting(name, default, help)
    declared[name] = setting
    return setting
