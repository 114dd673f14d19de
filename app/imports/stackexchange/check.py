"""The first pass: the whole dump is read once, before anything is written.

A fault stops it with file and line; everything else is counted, so that the person knows what an
import will create and skip. Memory grows with the number of ids, not with the texts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.imports.stackexchange import rows
from app.imports.stackexchange.history import why_skip_entry
from app.imports.stackexchange.idset import IdSet
from app.imports.stackexchange.plan import Plan, why_skip_comment
from app.imports.stackexchange.texts import plain_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.imports.stackexchange.dump import Dump
    from app.imports.stackexchange.rowstream import Progress

TWICE = "with an id that came before"

_OTHER_POSTS = {
    3: "wikis of the old kind",
    4: "tag descriptions of tags that are gone or empty",
    5: "tag wikis",
    6: "moderator nominations",
    7: "wiki placeholders",
    8: "privilege wikis",
}
_OTHER_VOTES = {
    rows.ACCEPTED: "acceptances: read from the questions themselves",
    4: "offensive flags",
    rows.FAVOURITE: "favourites: they name nobody",
    6: "votes to close",
    7: "votes to reopen",
    8: "bounties started",
    9: "bounties ended",
    10: "votes to delete",
    11: "votes to undelete",
    12: "spam flags",
    15: "moderator reviews",
    16: "approved edits",
}


def check(dump: Dump, progress: Progress | None = None) -> Plan:
    """Walk every file of the dump; return what an import will create."""
    plan = Plan(site=dump.site, has_votes=dump.has("votes"))
    _users(plan, dump.users(progress))
    excerpts = _posts(plan, dump.posts(progress))
    _tags(plan, dump.tags(progress), excerpts)
    _comments(plan, dump.comments(progress))
    _votes(plan, dump.votes(progress))
    _links(plan, dump.links(progress))
    _history(plan, dump.history(progress))
    for _badge in dump.badges(progress):
        plan.table.read("badges")
    if badges := plan.table.lines["badges"].read:
        plan.table.skip("badges", "earned anew here", badges)
    return plan


def _users(plan: Plan, users: Iterable[rows.UserRow]) -> None:
    for user in users:
        plan.table.read("users")
        if user.id == rows.COMMUNITY:
            plan.table.skip("users", "the robot called Community")
        elif not plan.users.add(user.id):
            plan.repeated["users"].add(user.id)
            plan.table.skip("users", TWICE)


def _posts(plan: Plan, posts: Iterable[rows.PostRow]) -> dict[int, str]:
    """Gather questions, answers and wished acceptances; return the tag descriptions by post."""
    met, wished, excerpts = IdSet(), dict[int, int](), dict[int, str]()
    for post in posts:
        kind = {rows.QUESTION: "questions", rows.ANSWER: "answers"}.get(post.type_id, "other posts")
        plan.table.read(kind)
        if not met.add(post.id):
            plan.repeated["posts"].add(post.id)
            plan.table.skip(kind, TWICE)
        elif post.is_question:
            plan.questions.add(post.id)
            plan.tag_descriptions.update(dict.fromkeys(post.tags, ""))
            if post.accepted_answer_id is not None:
                wished[post.id] = post.accepted_answer_id
        elif post.is_answer:
            plan.answers[post.id] = post.parent_id or 0
        else:
            plan.others.add(post.id)
            if post.type_id == rows.TAG_EXCERPT and (text := plain_line(post.body_html)):
                excerpts[post.id] = text
            else:
                _skip_other(plan, post.type_id)
            continue
        _remark_author(plan, post)
    _drop_orphans(plan)
    _accept(plan, wished)
    return excerpts


def _skip_other(plan: Plan, type_id: int) -> None:
    plan.table.skip("other posts", _OTHER_POSTS.get(type_id, f"posts of the kind {type_id}"))


def _remark_author(plan: Plan, post: rows.PostRow) -> None:
    if plan.author(post.owner_id) is None:
        plan.table.remark("questions and answers whose author has no account in the dump")


def _drop_orphans(plan: Plan) -> None:
    orphans = Counter[str]()
    for answer, parent in list(plan.answers.items()):
        if parent in plan.questions:
            continue
        if parent == 0:
            orphans["without a question"] += 1
        elif parent in plan.answers:
            orphans["answers to answers"] += 1
        else:
            orphans["whose question is not in the dump"] += 1
        del plan.answers[answer]
    for reason, count in orphans.items():
        plan.table.skip("answers", reason, count)


def _accept(plan: Plan, wished: dict[int, int]) -> None:
    plan.table.read("accepted answers", len(wished))
    for question, answer in wished.items():
        if plan.answers.get(answer) == question:
            plan.accepted[question] = answer
        elif answer in plan.answers:
            plan.table.skip("accepted answers", "that answer another question")
        else:
            plan.table.skip("accepted answers", "that are not in the dump, or skipped")


def _tags(plan: Plan, tags: Iterable[rows.TagRow], excerpts: dict[int, str]) -> None:
    met: set[str] = set()
    for tag in tags:
        plan.table.read("tags")
        if not tag.name or tag.name in met:
            plan.table.skip("tags", "without a name, or with one that came before")
            continue
        met.add(tag.name)
        plan.tag_descriptions[tag.name] = excerpts.pop(tag.excerpt_post_id or 0, "")
    unlisted = len(plan.tag_descriptions) - len(met)
    if unlisted:
        plan.table.read("tags", unlisted)
        if met:
            plan.table.remark("tags that only questions name, not Tags.xml", unlisted)
    for _left in excerpts:
        _skip_other(plan, rows.TAG_EXCERPT)


def _comments(plan: Plan, comments: Iterable[rows.CommentRow]) -> None:
    met = IdSet()
    for comment in comments:
        plan.table.read("comments")
        if not met.add(comment.id):
            plan.repeated["comments"].add(comment.id)
            plan.table.skip("comments", TWICE)
        elif reason := why_skip_comment(plan, comment):
            plan.table.skip("comments", reason)
        elif plan.author(comment.user_id) is None:
            plan.table.remark("comments whose author has no account in the dump")


def _votes(plan: Plan, votes: Iterable[rows.VoteRow]) -> None:
    met, up, down = IdSet(), Counter[int](), Counter[int]()
    favourites = Counter[int]()
    accepted = set(plan.accepted.values())
    for vote in votes:
        plan.table.read("votes")
        if not met.add(vote.id):
            plan.table.skip("votes", TWICE)
            continue
        if vote.type_id not in {rows.UP, rows.DOWN}:
            reason = _OTHER_VOTES.get(vote.type_id, f"votes of the kind {vote.type_id}")
            plan.table.skip("votes", reason)
            if vote.type_id == rows.ACCEPTED and vote.post_id in accepted:
                latest = plan.accepted_at.get(vote.post_id, vote.on)
                plan.accepted_at[vote.post_id] = max(latest, vote.on)
            elif vote.type_id == rows.FAVOURITE and vote.post_id in plan.questions:
                favourites[vote.post_id] += 1
        elif not plan.keeps_post(vote.post_id):
            plan.table.skip("votes", "on posts that are not in the dump, or skipped")
        else:
            (up if vote.type_id == rows.UP else down)[vote.post_id] += 1
    plan.vote_sums = {post: (up[post], down[post]) for post in up.keys() | down.keys()}
    plan.favourites = dict(favourites)


def _links(plan: Plan, links: Iterable[rows.LinkRow]) -> None:
    met, pairs = IdSet(), set[tuple[int, int, int]]()
    for link in links:
        plan.table.read("links")
        if not met.add(link.id):
            plan.repeated["links"].add(link.id)
            plan.table.skip("links", TWICE)
            continue
        pair = (link.post_id, link.related_id, link.type_id)
        if reason := _why_skip_link(plan, link, pairs):
            plan.skipped_links.add(link.id)
            plan.table.skip("links", reason)
            continue
        pairs.add(pair)
        if link.is_duplicate and not _note_duplicate(plan, link):
            plan.table.remark("duplicates kept as related: one original is named already")


def _why_skip_link(plan: Plan, link: rows.LinkRow, pairs: set[tuple[int, int, int]]) -> str | None:
    if link.type_id not in {rows.RELATED, rows.DUPLICATE}:
        return f"links of the kind {link.type_id}"
    if link.post_id == link.related_id:
        return "from a question to itself"
    if link.post_id not in plan.questions or link.related_id not in plan.questions:
        return "from or to something that is not a question in the dump"
    if (link.post_id, link.related_id, link.type_id) in pairs:
        return "that say the same as one before"
    return None


def _note_duplicate(plan: Plan, link: rows.LinkRow) -> bool:
    """Take the first original of each question, and none that leads back to the question."""
    if link.post_id in plan.duplicate_of:
        return False
    original: int | None = link.related_id
    while original is not None:
        if original == link.post_id:
            return False
        original = plan.duplicate_of.get(original)
    plan.duplicate_of[link.post_id] = link.related_id
    return True


def _history(plan: Plan, history: Iterable[rows.HistoryRow]) -> None:
    met = IdSet()
    for entry in history:
        plan.table.read("history entries")
        if not met.add(entry.id):
            plan.repeated["history"].add(entry.id)
            plan.table.skip("history entries", TWICE)
        elif reason := why_skip_entry(plan, entry):
            plan.table.skip("history entries", reason)
