"""Letters about ideas, rounds and stories: true when they go, to whoever may still read them."""

from __future__ import annotations

from collections.abc import Callable

from app import links
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round, Story
from app.domain.ideas.policy.rounds import may_see_round, may_see_story
from app.domain.notifications.models import Letter
from app.embedded import named
from app.kit.db import db
from app.kit.i18n import gettext
from app.letters import idea_decisions
from app.letters.bodies import html_body
from app.letters.idea_decisions import ToldOr
from app.letters.idea_sheets import Outcome, Told, sheet_of, status_word
from app.letters.readers import (
    Reader,
    here,
    idea_stops,
    stop_of_idea,
    why_not_idea,
    why_not_personal,
)
from app.letters.sheets import Act, Quote, Sheet, moment_in
from app.letters.standing import member_name

# What is addressed to the reader alone: told also to whoever stopped the idea.
INSISTING = ("assigned", "on-behalf", "released", "petition", "review", "solved-now")


def idea_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell one thing about an idea, a round or a story."""
    detail = str(letter.data["detail"])
    if detail in _PLACED:
        reason = why_not_personal(reader, "idea")
        return (None, reason) if reason else _PLACED[detail](letter, reader)
    idea = db.session.get(Idea, letter.idea_id) if letter.idea_id else None
    reason = why_not_idea(reader, idea, "idea", insists=detail in INSISTING)
    if reason or idea is None or idea.is_hidden or idea.is_held:
        return None, reason or "not visible"
    told, reason = _WRITTEN.get(detail, idea_decisions.decision)(letter, reader, idea)
    return (None, reason) if told is None else (sheet_of(told, idea, reader), "")


# -- to one member ----------------------------------------------------------------------------


def _assigned(letter: Letter, reader: Reader, idea: Idea) -> ToldOr:
    if idea.owner_id != reader.actor.id:
        return None, "handed over"
    name = member_name(letter.data.get("actor_id"))
    words = [gettext("Its status: %(status)s.", status=status_word(idea.status))]
    if idea.reply_due_at is not None and idea.replied_at is None and idea.is_open:
        day = moment_in(idea.reply_due_at, reader.language, reader.time_zone)
        words.append(gettext("The first official reply is due until %(day)s.", day=day))
    heading = gettext("%(name)s made you the owner of an idea", name=name)
    why = gettext("You get this because you answer for the idea now.")
    return Told(heading, words, about=gettext("Yours to answer"), why=why), ""


def _on_behalf(letter: Letter, _reader: Reader, _idea: Idea) -> ToldOr:
    name = member_name(letter.data.get("actor_id"))
    words = [
        gettext("They noted that you want this. It costs you none of your own votes."),
        gettext("If that is not so, take the vote back on the idea’s page."),
    ]
    heading = gettext("%(name)s voted for an idea on your behalf", name=name)
    about = gettext("A vote on your behalf")
    why = gettext("You get this because the vote bears your name.")
    return Told(heading, words, about=about, why=why), ""


def _released(_letter: Letter, _reader: Reader, _idea: Idea) -> ToldOr:
    words = [gettext("Everybody can read it now, vote for it and say what they think.")]
    return Told(gettext("Your idea is open for everybody"), words), ""


def _petition(letter: Letter, reader: Reader, idea: Idea) -> ToldOr:
    if idea.owner_id != reader.actor.id:
        return None, "handed over"
    if letter.data.get("code") == "appeal":
        heading = gettext("Voters want a refusal looked at once more")
        words = [gettext("Enough who voted asked. Say on its page what you think now, and why.")]
    else:
        heading = gettext("Voters brought an archived idea back")
        words = [gettext("Enough who voted asked. It is open for votes again.")]
    why = gettext("You get this because you answer for the idea.")
    return Told(heading, words, why=why), ""


def _review(_letter: Letter, reader: Reader, idea: Idea) -> ToldOr:
    if idea.owner_id != reader.actor.id or idea.status != "under-review":
        return None, "withdrawn"
    words = [gettext("Votes or questions behind it were enough.")]
    if idea.reply_due_at is not None and idea.replied_at is None:
        day = moment_in(idea.reply_due_at, reader.language, reader.time_zone)
        words.append(gettext("The first official reply is due until %(day)s.", day=day))
    why = gettext("You get this because you answer for the idea.")
    return Told(gettext("Review opened by itself"), words, why=why), ""


# -- rounds and stories -----------------------------------------------------------------------


def _round(letter: Letter, reader: Reader) -> Outcome:
    found, closed = db.session.get(Round, letter.data["round"]), letter.data["detail"][6:]
    if found is None or not may_see_round(reader.actor, found):
        return None, "not visible"
    is_over = found.closed_at is not None
    if is_over != (closed == "closed"):
        return None, "withdrawn"
    url = here(links.round_url(found.id, found.slug))
    words = [found.about] if found.about else []
    if is_over:
        heading = gettext("The result of a round is public")
        word = gettext("See the result")
    else:
        heading = gettext("Place your coins: an idea of yours is in a round")
        day = moment_in(found.closes_at, reader.language, reader.time_zone)
        words.append(gettext("It is open until %(day)s.", day=day))
        word = gettext("Place coins")
    return _placed(reader, heading, found.title, url, words, word), ""


def _story(letter: Letter, reader: Reader) -> Outcome:
    story = db.session.get(Story, letter.data["story"])
    if story is None or story.withdrawn_at or not may_see_story(reader.actor, story):
        return None, "not visible"
    quote = Quote(
        name=member_name(story.author_id),
        note=moment_in(story.posted_at, reader.language, reader.time_zone),
        html=html_body(story.body_parts, named()),
        text=story.body.strip(),
    )
    url = here(links.story_url(story.id, story.slug))
    heading, word = gettext("What became of an idea you wait for"), gettext("Read it")
    return _placed(reader, heading, story.title, url, [], word, quote), ""


def _placed(
    reader: Reader,
    heading: str,
    title: str,
    url: str,
    words: list[str],
    word: str,
    quote: Quote | None = None,
) -> Sheet:
    return Sheet(
        subject=gettext("%(what)s: %(title)s", what=heading, title=title),
        heading=heading,
        preheader=quote.text[:240] if quote else (words or [title])[0],
        about=(title, url),
        words=words,
        quote=quote,
        acts=[Act("filled", word, url)],
        why=gettext("You get this because you voted for an idea in it, or follow one."),
        stops=idea_stops(reader, None, "idea"),
        unsubscribe=stop_of_idea(reader, "kind", None, "idea"),
    )


_WRITTEN: dict[str, Callable[[Letter, Reader, Idea], ToldOr]] = {
    "reply": idea_decisions.reply,
    "expected": idea_decisions.expected,
    "solved-now": idea_decisions.solved_now,
    "assigned": _assigned,
    "on-behalf": _on_behalf,
    "released": _released,
    "petition": _petition,
    "review": _review,
}
_PLACED: dict[str, Callable[[Letter, Reader], Outcome]] = {
    "round-opened": _round,
    "round-closed": _round,
    "story": _story,
}
