"""Where each thing lives on the web. Pure: paths from ids and words, no request needed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from app.domain.subjects import Subject


def url_of(subject: Subject, name: str = "", question_id: int | None = None, slug: str = "") -> str:
    """Return the path of anything.

    :param name: what the address is read by: a question's slug, a member's handle, a product's
        or space's slug, a tag's name. A post needs none; with its question's id and slug the
        address saves the reader a redirect.
    """
    if subject.kind == "answer" and question_id is not None:
        return answer_url(question_id, slug, subject.id)
    if subject.kind == "reply" and question_id is not None:
        return reply_url(question_id, slug, subject.id)
    numbered = {
        "answer": answer_permalink,
        "reply": reply_permalink,
        "comment": comment_permalink,
    }
    if subject.kind in numbered:
        return numbered[subject.kind](subject.id)
    if subject.kind == "announcement":
        return f"/announcements/{subject.id}"
    sluggish = {"question": question_url, "idea": idea_url, "round": round_url, "story": story_url}
    if subject.kind in sluggish:
        return sluggish[subject.kind](subject.id, name or slug)
    named: dict[str, Callable[[str], str]] = {
        "article": article_url,
        "member": member_url,
        "product": product_url,
        "space": space_url,
        "tag": tag_url,
    }
    return named[subject.kind](name or slug)


# -- ideas ------------------------------------------------------------------------------------


def ideas_url() -> str:
    return "/ideas"


def idea_url(idea_id: int, slug: str = "") -> str:
    return f"/ideas/{idea_id}-{_part(slug)}" if slug else f"/ideas/{idea_id}"


def comment_url(idea_id: int, slug: str, comment_id: int) -> str:
    """The idea's page with this comment on it, whatever page of comments it stands on."""
    return f"{idea_url(idea_id, slug)}?comment={comment_id}#comment-{comment_id}"


def comment_permalink(comment_id: int) -> str:
    """A short address that redirects to ``comment_url``, and stays true after a merge."""
    return f"/ideas/comments/{comment_id}"


def roadmap_url() -> str:
    return "/roadmap"


def theme_url(slug: str) -> str:
    return f"/ideas/themes/{_part(slug)}"


def round_url(round_id: int, slug: str = "") -> str:
    place = f"/ideas/rounds/{round_id}"
    return f"{place}-{_part(slug)}" if slug else place


def story_url(story_id: int, slug: str = "") -> str:
    place = f"/ideas/in-action/{story_id}"
    return f"{place}-{_part(slug)}" if slug else place


def closing_url(idea_id: int, question_id: int) -> str:
    """'Solved now?': a page with two buttons, for the asker of a thread behind a delivered idea."""
    return f"/ideas/{idea_id}/solved/{question_id}"


def closing_in_mail_url(idea_id: int, question_id: int, token: str) -> str:
    """The same page from a mail, for whoever is not signed in there."""
    return f"{closing_url(idea_id, question_id)}/{token}"


# -- knowledge --------------------------------------------------------------------------------


def knowledge_url() -> str:
    return "/knowledge"


def article_url(slug: str, block: str = "") -> str:
    return f"/knowledge/{_part(slug)}#{block}" if block else f"/knowledge/{_part(slug)}"


# -- the forum --------------------------------------------------------------------------------


def questions_url() -> str:
    return "/questions"


def ask_url() -> str:
    return "/questions/ask"


def question_url(question_id: int, slug: str = "") -> str:
    return f"/questions/{question_id}-{_part(slug)}" if slug else f"/questions/{question_id}"


def answers_url(question_id: int) -> str:
    """Where a new answer is sent."""
    return f"/questions/{question_id}/answers"


def answer_url(question_id: int, slug: str, answer_id: int) -> str:
    """The question's page with this answer on it, whatever page of the thread it stands on."""
    return f"{question_url(question_id, slug)}?answer={answer_id}#answer-{answer_id}"


def answer_permalink(answer_id: int) -> str:
    """A short address that redirects to ``answer_url``, and stays true after a merge."""
    return f"/answers/{answer_id}"


def reply_url(question_id: int, slug: str, reply_id: int) -> str:
    """The question's page with this reply unfolded on it."""
    return f"{question_url(question_id, slug)}?reply={reply_id}#reply-{reply_id}"


def reply_permalink(reply_id: int) -> str:
    """A short address that redirects to ``reply_url``."""
    return f"/replies/{reply_id}"


def acceptance_url(answer_id: int) -> str:
    return f"/answers/{answer_id}/acceptance"


def solved_url(answer_id: int, token: str) -> str:
    """'This solved it' from a mail: a page with one button, for the asker alone."""
    return f"/answers/{answer_id}/solved/{token}"


# -- places and people ------------------------------------------------------------------------


def member_url(handle: str) -> str:
    return f"/members/{_part(handle)}"


def product_url(slug: str) -> str:
    return f"/products/{_part(slug)}"


def space_url(slug: str) -> str:
    return f"/spaces/{_part(slug)}"


def tag_url(name: str) -> str:
    return f"/tags/{_part(name)}"


# -- points, trust, badges, first questions -----------------------------------------------------


def checked_votes_url() -> str:
    """How votes are checked, on the page of points."""
    return "/points#votes"


def member_points_url(handle: str) -> str:
    """Each line of a member's ledger."""
    return f"{member_url(handle)}/points"


def trust_url() -> str:
    """What the reader's trust grants, and what is missing for more."""
    return "/trust"


def cases_url() -> str:
    """Suspicious votes, for staff."""
    return "/moderation/cases"


def case_url(case_id: int) -> str:
    return f"/moderation/cases/{case_id}"


def badge_url(key: str) -> str:
    return f"/badges/{_part(key)}"


def revocation_url(key: str, handle: str, occasion: str = "") -> str:
    """Where staff take a badge back."""
    more = f"?occasion={_part(occasion)}" if occasion else ""
    return f"{badge_url(key)}/holders/{_part(handle)}/revocation{more}"


def staging_url() -> str:
    """First questions that wait to be looked over."""
    return "/staging"


def staged_url(staged_id: int) -> str:
    return f"/staging/{staged_id}"


# -- being told -------------------------------------------------------------------------------


def notices_url() -> str:
    return "/notices"


def notice_settings_url() -> str:
    return "/settings/notices"


def follow_url(question_id: int) -> str:
    return f"/questions/{question_id}/follow"


def stop_url(token: str) -> str:
    """Where a mail is stopped, without signing in."""
    return f"/stop/{token}"


def follow_confirmation_url(token: str) -> str:
    return f"/follows/confirm/{token}"


# -- the account's letters --------------------------------------------------------------------


def confirmation_url(token: str) -> str:
    return f"/confirm/{token}"


def recovery_url(token: str) -> str:
    return f"/recover/{token}"


def address_change_url(token: str) -> str:
    return f"/address/{token}"


# -- whole addresses --------------------------------------------------------------------------


def absolute(path: str, base_url: str) -> str:
    """Return a path as a whole address, for mails, feeds and the API."""
    return f"{base_url.rstrip('/')}{path}"


def _part(text: str) -> str:
    return quote(text, safe="")
