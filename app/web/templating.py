"""Templates, run quickly: what Jinja asks anew at each import and call is asked once.

A question page calls a thousand macros and imports a hundred times. The two classes below answer
the same as Jinja's own; the words are Flask-Babel's, looked up once a request.
"""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, cast

from flask import g
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

from app.kit.i18n import get_locale, get_translations

_PLAIN = (FunctionType, BuiltinFunctionType, MethodType, type)


class SteadyContext(Context):
    """Calls macros and plain functions without asking each how it wants to be called."""

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(obj)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN or hasattr(obj, "jinja_pass_arg"):
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)


class SteadyTemplate(Template):
    """A template whose macros, once imported, stay imported."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # Nobody gives a template globals beside the application's, so that the module made first
        # serves every import.
        return self._module or super()._get_default_module(ctx)


class SteadyEnvironment(Environment):
    """Flask's environment, which finds a template it knows without a lock."""

    context_class = SteadyContext
    template_class = SteadyTemplate

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._known: dict[str, Template] = {}

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002 - the signature is Jinja's
        known = self._known.get(name)
        if known is not None:
            return known
        template = super()._load_template(name, globals)
        if not globals and not self.auto_reload:
            self._known[name] = template
        return template


def say(message: str, **values: Any) -> str:
    """Return the message in the reader's language."""
    said: str = _spoken().ugettext(message)
    return said % values if values else said


def say_counted(one: str, many: str, num: int, **values: Any) -> str:
    """Return the message for one or for many, in the reader's language."""
    said: str = _spoken().ungettext(one, many, num)
    return said % {"num": num, **values}


def spoken_now() -> str:
    """Return the name of the reader's language, quicker than a locale is told from another."""
    return str(_kept()[2])


def _spoken() -> Any:
    return _kept()[1]


def _kept() -> tuple[Any, Any, str]:
    """Return the locale in force (a letter may change it half way), its translations and name."""
    kept = vars(g._get_current_object())  # noqa: SLF001 - the proxy is asked once, not five times
    spoken, babel = kept.get("_spoken"), kept.get("_flask_babel")
    if spoken is None or spoken[0] is not getattr(babel, "babel_locale", None):
        locale = get_locale()
        spoken = kept["_spoken"] = locale, get_translations(), str(locale)
    return cast("tuple[Any, Any, str]", spoken)
