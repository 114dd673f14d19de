"""Templates run quickly, and say the same as they would without haste."""

from __future__ import annotations

from babel.support import Translations
from flask import g
from flask_babel import get_domain

from app.application import Community
from app.kit.i18n import in_language
from app.web.templating import say, say_counted


class German(Translations):
    """One message, as a catalog would hold it."""

    def ugettext(self, message: str) -> str:
        return {"Search": "Suche"}.get(message, message)


def test_words_follow_the_language_in_force(app: Community) -> None:
    with app.test_request_context("/"):
        cache = get_domain().get_translations_cache(g)
        cache["de", "messages"] = German()
        try:
            assert say("Search") == "Search"
            with in_language("de"):
                assert say("Search") == "Suche"
            assert say("Search") == "Search"
        finally:
            del cache["de", "messages"]


def test_words_take_values_and_counts(app: Community) -> None:
    with app.test_request_context("/"):
        assert say("Answer by %(name)s", name="Bob") == "Answer by Bob"
        assert say("100% sure") == "100% sure"
        assert say_counted("%(num)s vote", "%(num)s votes", 1) == "1 vote"
        assert say_counted("%(num)s vote", "%(num)s votes", 2) == "2 votes"


def test_macros_functions_and_globals_are_called_as_jinja_calls_them(app: Community) -> None:
    template = app.jinja_env.from_string(
        "{% macro box(word, size='s', caller=none) %}<b {{ size }}>{{ word }}"
        "{% if caller %}{{ caller() }}{% endif %}</b>{% endmacro %}"
        "{{ box('<i>') }}{{ box('a', size='l') }}{% call box('c') %}<u>{% endcall %}"
        "{{ [1, 2]|map('string')|join }}{{ namespace(a=1).a }}{{ range(2)|list }}{{ '%s' % 'x' }}"
    )
    assert template.render() == "<b s>&lt;i&gt;</b><b l>a</b><b s>c<u></b>121[0, 1]x"
