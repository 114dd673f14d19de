"""The demo community: all of it, once, true to its files and to the day of loading."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_security.utils import verify_password
from sqlalchemy import delete, func, select

from app.application import Community
from app.demo import loading, reading
from app.domain.accounts.models import Group, User
from app.domain.catalog.models import Announcement, Ownership, Product, Space
from app.domain.catalog.policy import may_see_space
from app.domain.forum.actions.recounting import miscounts
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.forum.models.votes import Outcome, Vote
from app.domain.forum.models.writing import Revision
from app.domain.moderation.models import Ruling
from app.domain.notifications.models import Follow, Letter, Notice
from app.kit import clock, files, fulltext, jobs, markup
from app.kit.db import db
from app.kit.work import unit_of_work


def named(name: str) -> Question:
    return db.session.scalars(select(Question).where(Question.external_id == name)).one()


def member(handle: str) -> User:
    return db.session.scalars(select(User).where(User.handle == handle)).one()


def total(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def post(name: str, key: str) -> Answer | Reply:
    wanted = f"{name}:{key}"
    answer = db.session.scalar(select(Answer).where(Answer.external_id == wanted))
    return answer or db.session.scalars(select(Reply).where(Reply.external_id == wanted)).one()


def test_everything_in_the_files_is_there(loaded: dict[str, int]) -> None:
    threads = dict(reading.threads())
    kinds = [entry["kind"] for thread in threads.values() for entry in thread["posts"]]
    assert len(threads) >= 120
    assert total(Question) == len(threads) == loaded["questions"]
    assert total(Answer) == kinds.count("answer") == loaded["answers"]
    assert total(Reply) == kinds.count("reply") == loaded["replies"]
    assert total(User) == len(reading.entries("members")) == loaded["members"]
    assert total(Announcement) == len(reading.entries("announcements"))


def test_a_second_run_adds_nothing(loaded: dict[str, int]) -> None:
    kinds = (User, Product, Space, Question, Answer, Reply, Vote, MeToo, Ruling, Follow, Ownership)
    before = [total(kind) for kind in kinds]
    assert loading.load_demo() == {}
    assert [total(kind) for kind in kinds] == before


def test_a_stopped_run_is_finished_by_the_next(loaded: dict[str, int]) -> None:
    question = named("beta-rota-schedule-skips-sunday")
    with unit_of_work():
        for kind in (Follow, MeToo, Notice):
            db.session.execute(delete(kind).where(kind.question_id == question.id))
        db.session.execute(
            delete(Vote).where(Vote.subject_kind == "question", Vote.subject_id == question.id)
        )
        question.tags = []
        db.session.flush()
        db.session.delete(question)
    assert loading.load_demo() == {"questions": 1}
    assert named("beta-rota-schedule-skips-sunday").title.startswith("6.5 beta")
    assert set(miscounts().values()) == {0}


def test_every_recount_agrees(loaded: dict[str, int]) -> None:
    assert set(miscounts().values()) == {0}


def test_scores_are_those_of_the_files(loaded: dict[str, int]) -> None:
    for name, thread in reading.threads():
        assert named(name).too_count == thread.get("too", 0), name
        assert named(name).view_count == thread.get("views", 0), name
        for entry in thread["posts"]:
            assert post(name, entry["key"]).score == entry.get("votes", 0), (name, entry["key"])


def test_votes_are_of_the_cast_as_far_as_it_goes(loaded: dict[str, int]) -> None:
    answer = post("all-lights-on-after-power-cut", "a1")
    votes = db.session.scalars(
        select(Vote).where(Vote.subject_kind == "answer", Vote.subject_id == answer.id)
    ).all()
    assert 10 < len(votes) < answer.score
    assert answer.imported_score == answer.score - len(votes)
    assert answer.author_id not in {vote.voter_id for vote in votes}


def test_nothing_happens_before_its_people_joined_or_after_now(loaded: dict[str, int]) -> None:
    early = select(func.count()).select_from(Vote).join(User, User.id == Vote.voter_id)
    assert db.session.scalar(early.where(Vote.at < User.joined_at)) == 0
    columns: tuple[Any, ...] = (
        *(Vote.at, MeToo.at, Outcome.at, Question.solved_at, Question.active_at),
        *(Question.status_at, Question.locked_at, Answer.recommended_at, Ruling.at),
    )
    for column in columns:
        assert db.session.scalars(select(func.max(column))).one() <= clock.now(), column


def test_times_are_told_from_the_day_of_loading(loaded: dict[str, int]) -> None:
    question = named("all-lights-on-after-power-cut")
    assert abs(clock.now() - question.asked_at - timedelta(days=232)) < timedelta(hours=1)
    assert question.first_answered_at == post("all-lights-on-after-power-cut", "a1").posted_at


def test_acceptance_is_by_whom_the_file_says(loaded: dict[str, int]) -> None:
    for name, thread in reading.threads():
        accepted = [p for p in thread["posts"] if p.get("accepted") or p.get("accepted_by")]
        question = named(name)
        assert question.is_solved == bool(accepted), name
        for entry in accepted:
            assert question.accepted_answer_id == post(name, entry["key"]).id
            by = db.session.get_one(User, question.accepted_by_id)
            assert by.handle == (entry.get("accepted_by") or thread["by"])


def test_replies_stand_under_what_they_answer(loaded: dict[str, int]) -> None:
    for name, thread in reading.threads():
        for entry in thread["posts"]:
            if entry["kind"] == "reply" and entry.get("to"):
                above, reply = post(name, entry["to"]), post(name, entry["key"])
                assert isinstance(reply, Reply)
                assert above.id in {reply.answer_id, reply.parent_id}


def test_states_are_all_to_be_seen(loaded: dict[str, int]) -> None:
    seen = select(func.count()).select_from(Question)
    for condition in (
        Question.locked_at.is_not(None),
        Question.archived_at.is_not(None),
        Question.hidden_at.is_not(None),
        Question.needs_info_at.is_not(None),
        Question.duplicate_of_id.is_not(None),
        *(Question.status == status for status in ("acknowledged", "fixed", "will-not-fix")),
    ):
        assert db.session.scalar(seen.where(condition)), condition
    kinds = set(db.session.scalars(select(Ruling.kind)))
    assert kinds == {"lock", "archive", "hide", "duplicate"}


def test_duplicates_point_to_the_canonical_question(loaded: dict[str, int]) -> None:
    canonical = named("mesh-dot-drops-in-barn")
    assert named("amber-light-in-the-garden-shed").duplicate_of_id == canonical.id


def test_an_edited_question_keeps_its_earlier_texts(loaded: dict[str, int]) -> None:
    question = named("climate-dial-clicks-at-night")
    revisions = db.session.scalars(
        select(Revision)
        .where(Revision.subject_kind == "question", Revision.subject_id == question.id)
        .order_by(Revision.number)
    ).all()
    assert [revision.number for revision in revisions] == [1, 2, 3]
    assert revisions[0].title == "Strange noise!! Please help"
    assert revisions[0].editor_id == question.author_id
    assert revisions[1].editor.handle == "ed_morgan"
    assert (revisions[2].title, revisions[2].body) == (question.title, question.body)
    assert question.edition == 3


def test_mentions_name_members(loaded: dict[str, int]) -> None:
    reply = post("climate-dial-clicks-at-night", "r1")
    assert {"mention": member("amelie_d").id} in reply.body_parts


def test_every_text_was_rendered(loaded: dict[str, int]) -> None:
    for kind in (Question, Answer, Reply):
        stale = select(func.count()).select_from(kind).where(kind.body_version != markup.VERSION)
        assert db.session.scalar(stale) == 0
    assert "<strong>" in "".join(
        part for part in post("all-lights-on-after-power-cut", "a1").body_parts
    )


def test_private_spaces_are_for_their_people(loaded: dict[str, int]) -> None:
    lounge, beta = (
        db.session.scalars(select(Space).where(Space.slug == slug)).one()
        for slug in ("helpers-lounge", "app-beta")
    )
    sparky, ted, luis = member("old_sparky"), member("ted_talks"), member("luis_f")
    assert may_see_space(sparky, lounge)
    assert not may_see_space(ted, lounge)
    assert may_see_space(luis, beta)
    assert not may_see_space(ted, beta)


def test_a_first_question_waits_with_a_suggestion(loaded: dict[str, int]) -> None:
    [staged] = db.session.scalars(select(StagedQuestion)).all()
    assert staged.stage == "suggested"
    assert staged.product is not None
    assert staged.product.stages_first
    assert staged.author.trust == "new"
    asked = select(func.count()).where(Question.author_id == staged.author_id)
    assert db.session.scalar(asked) == 0
    [note] = db.session.scalars(select(StagedNote)).all()
    assert note.author.trust == "super-user"
    assert note.title != staged.title
    assert staged.staged_at < note.at < clock.now()
    assert "\n" not in note.note
    [line] = db.session.scalars(select(Notice).where(Notice.kind == "staging")).all()
    assert (line.user_id, line.actor_id) == (staged.author_id, note.author_id)
    assert (line.at, line.read_at) == (note.at, None)


def test_the_lounge_is_for_those_who_earned_it(loaded: dict[str, int]) -> None:
    [lounge] = db.session.scalars(select(Group).where(Group.is_lounge)).all()
    assert lounge.slug == "helpers-lounge"


def test_products_have_their_fields_and_drawings(loaded: dict[str, int]) -> None:
    sprite = (Path(loading.__file__).parents[1] / "static/products.svg").read_text("utf-8")
    for product in db.session.scalars(select(Product)):
        name = (product.picture or "").removeprefix("drawing:")
        assert f'<symbol id="{name}"' in sprite, product.slug
    bulb = db.session.scalars(select(Product).where(Product.slug == "glow-a60")).one()
    assert [field["label"] for field in bulb.fields] == ["Firmware", "App version"]
    assert named("all-lights-on-after-power-cut").fields["app-version"] == "6.1.0"
    assert bulb.fields[1]["name"] == "app-version"


def test_the_cast_has_pictures_roles_and_trust(loaded: dict[str, int]) -> None:
    morgan, sparky = member("ed_morgan"), member("old_sparky")
    assert morgan.staff_roles == ["moderator"]
    assert (sparky.staff_roles, sparky.trust) == ([], "super-user")
    assert sparky.bio.startswith("Retired electrician.")
    assert sparky.picture
    assert files.current().get(sparky.picture)[8:12] == b"WEBP"
    assert morgan.picture != sparky.picture


def test_the_cast_signs_in_with_the_password_of_the_demo(
    app: Community, loaded: dict[str, int]
) -> None:
    kept = member("amelie_d").password
    assert kept is not None
    assert verify_password(loading.PASSWORD, kept)


def test_askers_and_helpers_follow_their_threads(loaded: dict[str, int]) -> None:
    question = named("all-lights-on-after-power-cut")
    followers = set(
        db.session.scalars(select(Follow.user_id).where(Follow.question_id == question.id))
    )
    assert followers == {question.author_id, member("tinkertess").id}


def test_bells_ring_for_what_is_new_alone(loaded: dict[str, int]) -> None:
    amelie = member("amelie_d")
    lines = db.session.scalars(select(Notice).where(Notice.user_id == amelie.id)).all()
    asked = named("climate-dial-clicks-at-night")
    assert ("reply", asked.id) in {(line.kind, line.question_id) for line in lines}
    oldest = db.session.scalars(select(func.min(Notice.at))).one()
    assert oldest > clock.now() - timedelta(days=5)


def test_nobody_is_written_to(loaded: dict[str, int]) -> None:
    assert total(Letter) == 0


def test_known_problems_show_on_the_ask_form(loaded: dict[str, int]) -> None:
    shown = db.session.scalars(select(Announcement).where(Announcement.on_ask_form)).all()
    assert [announcement.kind for announcement in shown] == ["maintenance"]


def test_search_finds_the_community_once_the_queue_has_run(loaded: dict[str, int]) -> None:
    jobs.run_all()
    keys = {key for key, _ in fulltext.current().keys()}  # noqa: SIM118 - not a dictionary
    assert f"question:{named('all-lights-on-after-power-cut').id}" in keys
    assert f"question:{named('watch-bell-back-door-code-and-address').id}" not in keys
