"""A word in everything hidden, private or deleted, that nobody unentitled may meet anywhere.

Each secret is a word of its own. Every GET of the URL map is asked with plausible arguments, links
are followed from the start page, everything is searched for by a word that stands beside the
secret, and the worker sends its mail. Whoever may meet a secret must meet it, or the crawl could
not fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from app.application import Community
from app.domain.accounts.models import User
from app.domain.catalog.models import Announcement
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.forum.models.writing import Draft, Revision, Upload
from app.domain.moderation.actions import hide
from app.domain.notifications.actions.follows import follow
from app.domain.search.actions import rebuild
from app.kit import clock, files, mail
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_announcement
from tests.factories.threads import answered
from tests.house import stage as stages
from tests.house.stage import GUEST, Browser, Stage, Thread, kinds_of, routes
from tests.people import make_member

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

# Stands beside every secret, so that searching for it finds what holds the secret.
BESIDE = "quokka"
MODERATORS = {"morgan", "ada"}
REVIEWERS = MODERATORS | {"tess", "sue", "hanna", "erin", "max"}
CONFIRMED = set(stages.CAST) - {"ulla"}
NOBODY: set[str] = set()
# Who may meet which secret; everybody else must not.
MAY_MEET: dict[str, set[str]] = {
    "membersonly": CONFIRMED,
    "grouponly": MODERATORS | {"gina"},
    "ownersonly": MODERATORS | {"olga"},
    "hiddenquestion": MODERATORS | {"alice"},
    "hiddenanswer": MODERATORS | {"bob"},
    "hiddenreply": MODERATORS | {"alice"},
    "hiddenrevision": MODERATORS | {"alice"},
    "moderatorsnote": MODERATORS | {"alice", "bob"},
    "stagedquestion": REVIEWERS | {"nora"},
    "stagednote": REVIEWERS | {"nora"},
    "uploadedbytes": MODERATORS | {"gina", "alice"},
    "alicesdraft": {"alice"},
    "alicesmail": {"alice"},
    "hannasmail": {"hanna"},
    "withdrawnnews": NOBODY,
    "pendingmember": NOBODY,
}
# Where it is right that nobody meets it by crawling: it is gone from every page.
MET_BY_NOBODY = {word for word, people in MAY_MEET.items() if not people}
# The author hears it by mail; no page shows it until moderators have a desk.
BY_MAIL = {"moderatorsnote"}
SECRET = re.compile("secret(" + "|".join(MAY_MEET) + ")")
CRAWLERS = (
    GUEST, "ulla", "nora", "mallory", "tess", "hanna", "gina", "olga", "alice", "bob", "morgan",
)  # fmt: skip
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
MOST_LINKS = 250
# Longer than any letter waits for its like.
PATIENCE = timedelta(hours=2)
SEARCHES = (
    "/search?q={q}", "/search/suggest?q={q}", "/questions/matches?title=the+{q}+lamp+flickers",
    "/search?q={q}&sort=newest&old=yes", "/search?q={q}+type:question+is:open", "/search?q=quokak",
    "/search?q={q}&type=member", "/search/suggest?q=quok", "/search/suggest?q=secr",
    "/search?q=secertmembersonly", "/search/suggest?q=secretgrouponl", "/search?q=secret",
    "/api/v1/search?q={q}+secret&limit=100", "/api/v1/similar?type=idea&title=the+{q}+lamp",
    "/questions?q={q}", "/api/v1/search?q={q}", "/api/v1/similar?title=the+{q}+lamp&body={q}",
    "/api/v1/questions?limit=100", "/api/v1/members?limit=100", "/members/complete?q={q}",
    "/members/complete?q=al", "/tags/complete?q=w", "/queue?tab=needs-attention", "/queue?tab=done",
    "/questions?tab=unanswered", "/questions?tab=solved", "/questions?tab=affected", "/notices",
)  # fmt: skip


def text(word: str) -> str:
    assert word in MAY_MEET
    return f"The {BESIDE} lamp flickers, says secret{word}, at night."


@pytest.fixture
def stage(session: Any, app: Community) -> Stage:
    """The community of the house tests, with a secret in every place that is not for everybody."""
    made = stages.make_stage()
    people = {name: db.session.get_one(User, number) for name, number in made.members.items()}
    for state, word in (
        ("members", "membersonly"),
        ("group", "grouponly"),
        ("owners", "ownersonly"),
    ):
        _tell(made.threads[state], word)
    _tell(made.threads["hidden"], "hiddenquestion")
    with unit_of_work():
        db.session.get_one(Answer, made.threads["hidden answer"].answer).body = text("hiddenanswer")
        _show(Answer, made.threads["hidden answer"].answer)
        db.session.get_one(Reply, made.threads["locked"].reply).body = text("hiddenreply")
        _show(Reply, made.threads["locked"].reply)
        _revise(made.threads["hidden"], people["alice"])
        staged = db.session.get_one(StagedQuestion, made.staged)
        staged.title = f"The {BESIDE} lamp and secretstagedquestion"
        staged.body, staged.body_parts = text("stagedquestion"), [text("stagedquestion")]
        note = db.session.get_one(StagedNote, made.staged_note)
        note.note = note.body = text("stagednote")
        db.session.get_one(Draft, made.draft).values = {
            "title": text("alicesdraft"),
            "body": text("alicesdraft"),
        }
        for name in ("alice", "hanna"):
            people[name].email = people[name].email_key = f"secret{name}smail@example.com"
    _withdrawn_news()
    _people_who_are_nobody()
    made = replace(made, threads=made.threads | {"group": _with_bytes(made.threads["group"])})
    # Everything is indexed while it is seen, and hidden afterwards, by the verb.
    write(_unhide, made)
    rebuild()
    posts: list[Post] = [
        db.session.get_one(Question, made.threads["hidden"].question),
        db.session.get_one(Answer, made.threads["hidden answer"].answer),
        db.session.get_one(Reply, made.threads["locked"].reply),
    ]
    for post in posts:
        write(hide, post, by=people["morgan"], reason="spam", note=text("moderatorsnote"))
    run_all()
    return made


def _tell(thread: Thread, word: str) -> None:
    """Let a whole thread speak of a secret: title, text, excerpt, answer, reply."""
    with unit_of_work():
        question = db.session.get_one(Question, thread.question)
        question.title = f"The {BESIDE} lamp and secret{word}"
        for post in (
            question,
            db.session.get_one(Answer, thread.answer),
            db.session.get_one(Reply, thread.reply),
        ):
            post.body, post.body_parts = text(word), [f"<p>{text(word)}</p>"]
        question.excerpt = text(word)


def _show(kind: type[Answer | Reply], number: int) -> None:
    post: Any = db.session.get_one(kind, number)
    post.body_parts = [f"<p>{post.body}</p>"]


def _unhide(made: Stage) -> None:
    db.session.get_one(Question, made.threads["hidden"].question).hidden_at = None
    db.session.get_one(Answer, made.threads["hidden answer"].answer).hidden_at = None


def _revise(thread: Thread, editor: User) -> None:
    for number, body in ((1, text("hiddenrevision")), (2, text("hiddenquestion"))):
        db.session.add(
            Revision(
                subject_kind="question", subject_id=thread.question, number=number, title="Lamp",
                body=body, tags=[], editor_id=editor.id,
            )
        )  # fmt: skip


def _withdrawn_news() -> None:
    news = make_announcement(text("withdrawnnews"), author=make_member("vic"))
    with unit_of_work():
        found = db.session.get_one(Announcement, news.id)
        found.withdrawn_at, found.body_parts = clock.now(), [text("withdrawnnews")]


def _people_who_are_nobody() -> None:
    make_member("pending", name="secretpendingmember", confirmed=False)


def _with_bytes(thread: Thread) -> Thread:
    """The thread with a picture whose very bytes are a secret."""
    name = files.current().put(text("uploadedbytes").encode(), "webp")
    with unit_of_work():
        old = db.session.get_one(Upload, thread.picture)
        db.session.add(
            Upload(
                name=name, owner=old.owner, media_type="image/webp", size=1, width=1, height=1,
                question_id=thread.question, subject_kind="question", subject_id=thread.question,
            )
        )  # fmt: skip
    return replace(thread, picture=name)


@dataclass
class Crawl:
    """What one person met, and where first."""

    browser: Browser
    met: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def look(self, path: str, **headers: str) -> None:
        """Open one address and note what it tells and where it leads."""
        if path in self.seen and not headers:
            return
        self.seen.add(path)
        response = self.browser.send("GET", path, headers=headers)
        told = response.get_data(as_text=True) + str(response.headers)
        response.close()
        assert response.status_code < 500, f"{path} broke: {response.status_code}"
        for word in SECRET.findall(told):
            self.met.setdefault(word, path)
        self.found += [link.replace("&amp;", "&") for link in LINK.findall(told)]

    def follow_links(self) -> None:
        """Open what the pages led to, and what that leads to."""
        while self.found and len(self.seen) < MOST_LINKS:
            link = self.found.pop(0)
            if not link.startswith(("/assets/", "/signout")):
                self.look(link)


def addresses(app: Community, stage: Stage) -> Iterator[str]:
    """Every GET of the URL map with arguments that lead to a secret, and every search."""
    for route, rule in routes(app):
        if not route.startswith("GET"):
            continue
        threads = stage.threads.values() if _is_about_posts(rule) else [stage.threads["public"]]
        for thread in threads:
            for kind in kinds_of(rule):
                yield stages.path_of(app, rule, stage.arguments(rule, thread, kind))
    for search in SEARCHES:
        yield search.format(q=BESIDE)
    for handle in (*stages.CAST, "pending", "vic"):
        yield from (
            f"/members/{handle}",
            f"/members/{handle}/answers",
            f"/members/{handle}/questions",
        )
        yield f"/api/v1/members/{handle}"
    for number in range(1, 5):
        yield f"/announcements/{number}"


def _is_about_posts(rule: Any) -> bool:
    about = {"question_id", "answer_id", "reply_id", "post_id"} & rule.arguments
    return bool(about) or rule.rule == "/files/<name>"


def crawl(app: Community, stage: Stage, who: str) -> dict[str, str]:
    member = db.session.get(User, stage.members[who]) if who != GUEST else None
    one = Crawl(Browser(app, member))
    one.look("/")
    one.follow_links()
    for path in addresses(app, stage):
        one.look(path)
    for number in ("hidden", "group", "public"):
        one.look(f"/questions/{stage.threads[number].question}", **{"X-Fragment": "thread"})
    return one.met


@pytest.mark.parametrize("who", CRAWLERS)
def test_secrets_are_met_by_those_who_may_and_nobody_else(
    app: Community, stage: Stage, who: str
) -> None:
    met = crawl(app, stage, who)
    told = {word: path for word, path in met.items() if who not in MAY_MEET[word]}
    assert not told, f"{who} met what is not for them: {told}"
    missed = {word for word, people in MAY_MEET.items() if who in people} - set(met) - BY_MAIL
    assert not missed, f"{who} did not meet {missed}: the crawl looks in the wrong places"


def test_every_secret_is_met_by_somebody(app: Community, stage: Stage) -> None:
    watched = set(CRAWLERS)
    blind = {w for w, people in MAY_MEET.items() if people and not people & watched}
    assert not blind
    assert {"withdrawnnews", "pendingmember"} == MET_BY_NOBODY


def test_mail_carries_no_secret_to_who_may_not_know_it(app: Community, session: Any) -> None:
    made = stages.make_stage()
    people = {name: db.session.get_one(User, number) for name, number in made.members.items()}
    question = db.session.get_one(Question, made.threads["public"].question)
    for name in ("mallory", "gina"):
        write(follow, question, by=people[name])
    found = answered(question, people["bob"], people["mallory"], body=text("hiddenanswer"))
    write(hide, found, by=people["morgan"], reason="spam", note=text("moderatorsnote"))
    clock.freeze(clock.now() + PATIENCE)
    run_all()
    mailer = mail.current()
    assert isinstance(mailer, mail.MemoryMailer)
    for letter in mailer.sent:
        who = letter.to.partition("@")[0]
        for word in SECRET.findall(f"{letter.subject} {letter.text} {letter.html}"):
            assert who in MAY_MEET[word], f"{who} was sent {word}"
    assert any(
        "secretmoderatorsnote" in letter.text
        for letter in mailer.sent
        if letter.to.startswith("bob")
    ), "the author hears why, so that this test can fail"
