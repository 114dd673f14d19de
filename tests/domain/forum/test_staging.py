"""First questions: who they wait for, what is suggested, and that they are published once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import Group, Membership
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import edit_product
from app.domain.forum.actions.asking import ask
from app.domain.forum.actions.staging import (
    STAGING_TIME,
    ask_or_stage,
    free_at,
    is_staged,
    publish_overdue,
    publish_staged,
    withdraw_staged,
)
from app.domain.forum.actions.suggesting import answer_note
from app.domain.forum.actions.uploads import keep_upload, sweep_uploads
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.models.writing import Upload
from app.domain.forum.policy import may_see_staged, staged_visible_to
from app.domain.forum.queries.posts import find_staged, find_upload
from app.domain.forum.queries.staging import notes_on, staged_counts, staged_list
from app.domain.notifications.models import Notice
from app.kit import clock, files
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound, TooMany
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.staging import BODY, TITLE, revised, staged_by, suggested, told
from tests.factories.threads import asked, let_happen, words
from tests.people import make_member


@pytest.fixture(autouse=True)
def folder(tmp_path, session):
    """A place for files of its own."""
    before = list(files._chosen)
    files.use(files.LocalFiles(tmp_path))
    yield
    files._chosen[:] = before


@pytest.fixture
def speaker(session):
    """A product whose first questions are looked over."""
    return make_product("Speaker", stages_first=True)


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


# -- who --------------------------------------------------------------------------------------


def test_only_a_newcomers_first_question_about_such_a_product_is_staged(nora, alice, speaker):
    assert is_staged(nora, speaker)
    assert not is_staged(nora, make_product("Lamp"))
    assert not is_staged(nora, None)
    assert not is_staged(alice, speaker)
    asked(nora)
    assert not is_staged(nora, speaker)


def test_what_is_part_of_the_product_is_looked_over_too(nora, speaker):
    assert is_staged(nora, make_product("Speaker Mini", parent=speaker))


def test_new_staff_ask_at_once(session, speaker):
    newcomer = make_member("nia", trust="new", staff_roles=["product team"])
    assert not is_staged(newcomer, speaker)


def test_the_switch_is_off_until_an_admin_turns_it_on(nora, ada):
    lamp = make_product("Lamp")
    assert not lamp.stages_first
    same: dict[str, Any] = {"name": "Lamp", "about": "", "parent": None, "fields": []}
    write(edit_product, lamp, by=ada, stages_first=True, **same)
    assert is_staged(nora, lamp)


# -- staging ----------------------------------------------------------------------------------


def test_a_staged_question_is_no_question(nora, speaker):
    staged_by(nora, speaker)
    assert count(Question) == 0


def test_the_same_form_stages_once_and_finds_it_after_it_was_published(nora, tess, speaker):
    first = staged_by(nora, speaker, nonce="one-form")
    assert staged_by(nora, speaker, nonce="one-form").id == first.id
    write(publish_staged, first, by=tess)
    assert staged_by(nora, speaker, nonce="one-form").id == first.id
    assert count(Question) == count(StagedQuestion) == 1
    with pytest.raises(Invalid):
        staged_by(nora, speaker, "Something else, sent by the same form.", nonce="one-form")


def test_staging_has_the_checks_of_asking(nora, speaker):
    with pytest.raises(Invalid) as refused:
        write(ask_or_stage, by=nora, title="Why?", body=words(BODY), product=speaker)
    assert refused.value.field == "title"
    with pytest.raises(Invalid) as refused:
        staged_by(nora, speaker, tags=["never-seen"])
    assert refused.value.field == "tags"


def test_staged_questions_count_against_the_limit_of_a_day(nora, speaker):
    for number in range(5):
        staged_by(nora, speaker, f"{BODY} And {number} more times.")
    with pytest.raises(TooMany):
        staged_by(nora, speaker)


def test_nobody_is_told_before_it_is_published_and_then_once(nora, tess, bob, speaker):
    staged = staged_by(nora, speaker, BODY, bob)
    let_happen()
    assert count(Notice) == 0
    write(publish_staged, staged, by=tess)
    mentions = select(func.count()).where(Notice.user_id == bob.id, Notice.kind == "mention")
    assert db.session.scalar(mentions) == 1


# -- seeing -----------------------------------------------------------------------------------


def test_its_asker_and_reviewers_see_it_and_nobody_else(
    nora, alice, tess, morgan, mallory, guest, speaker
):
    staged = staged_by(nora, speaker)
    for who, sees in ((nora, True), (tess, True), (morgan, True), (alice, False), (guest, False)):
        assert may_see_staged(who, staged) is sees
        found = select(StagedQuestion.id).where(staged_visible_to(who))
        assert bool(db.session.scalars(found).all()) is sees
    with pytest.raises(NotFound):
        find_staged(staged.id, mallory)


def test_a_reviewer_sees_none_of_a_space_that_is_closed_to_them(gina, tess, morgan, speaker):
    with unit_of_work():
        gina.trust = "new"
    group = gina_space(gina)
    staged = staged_by(gina, speaker, space=group)
    assert not may_see_staged(tess, staged)
    assert staged_list("waiting", actor=tess).items == []
    assert [row.id for row in staged_list("waiting", actor=morgan).items] == [staged.id]
    with pytest.raises(Forbidden):
        write(publish_staged, staged, by=tess)


def gina_space(gina):
    row = select(Group).join(Membership).where(Membership.user_id == gina.id)
    return make_space("group", group=db.session.scalar(row))


def test_pictures_are_seen_by_those_who_look_over_it_and_come_along(nora, tess, bob, speaker):
    name = "abc.webp"
    kept: dict[str, Any] = {"media_type": "image/webp", "size": 9, "width": 1, "height": 1}
    write(keep_upload, by=nora, owner=f"m:{nora.id}", name=name, **kept)
    shown = Text(BODY, [f'<p>{BODY}</p><p><img src="/files/{name}" alt=""></p>'], 1, (), BODY)
    staged: Any = write(ask_or_stage, by=nora, title=TITLE, body=shown, product=speaker)
    assert find_upload(name, actor=tess, owner="").name == name
    with pytest.raises(NotFound):
        find_upload(name, actor=bob, owner="")
    clock.freeze(clock.now() + timedelta(days=3))
    sweep_uploads()
    question = write(publish_staged, staged, by=tess)
    assert db.session.get_one(Upload, name).question_id == question.id
    assert find_upload(name, actor=bob, owner="").name == name


def test_pictures_of_a_withdrawn_question_are_swept_like_others(nora, speaker):
    kept: dict[str, Any] = {"media_type": "image/webp", "size": 9, "width": 1, "height": 1}
    write(keep_upload, by=nora, owner=f"m:{nora.id}", name="abc.webp", **kept)
    shown = Text(BODY, [f'<p>{BODY}</p><img src="/files/abc.webp" alt="">'], 1, (), BODY)
    staged: Any = write(ask_or_stage, by=nora, title=TITLE, body=shown, product=speaker)
    write(withdraw_staged, staged, by=nora)
    assert sweep_uploads() == 0
    clock.freeze(clock.now() + timedelta(days=2))
    assert sweep_uploads() == 1


# -- publishing -------------------------------------------------------------------------------


def test_publishing_asks_it_now_with_all_it_had(nora, tess, speaker):
    tag = make_tag()
    staged = staged_by(nora, speaker, tags=[tag.name])
    clock.freeze(clock.now() + timedelta(hours=5))
    question = write(publish_staged, staged, by=tess)
    assert (question.title, question.body, question.author_id) == (TITLE, BODY, nora.id)
    assert (question.product_id, [t.name for t in question.tags]) == (speaker.id, [tag.name])
    assert question.asked_at == clock.now()
    assert (staged.question_id, staged.published_by_id) == (question.id, tess.id)
    assert told(nora) == ["published"]


def test_a_published_one_is_published_already(nora, tess, morgan, speaker):
    staged = staged_by(nora, speaker)
    question = write(publish_staged, staged, by=tess)
    assert write(publish_staged, staged, by=morgan).id == question.id
    assert staged.published_by_id == tess.id
    assert count(Question) == 1
    with pytest.raises(Conflict):
        revised(staged, nora, BODY + " More.")
    with pytest.raises(Conflict):
        write(withdraw_staged, staged, by=nora)


def test_a_text_that_changed_is_not_published_unseen(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    revised(staged, nora, BODY + " It is white.")
    with pytest.raises(Conflict):
        write(publish_staged, staged, by=tess, base_edition=1)
    write(publish_staged, staged, by=tess, base_edition=2)


def test_a_tag_that_is_gone_meanwhile_holds_nothing_up(nora, tess, speaker):
    tag = make_tag()
    staged = staged_by(nora, speaker, tags=[tag.name])
    with unit_of_work():
        db.session.delete(tag)
    assert write(publish_staged, staged, by=tess).tags == []


def test_its_asker_waits_for_a_reviewer_and_then_no_longer(nora, alice, speaker):
    staged = staged_by(nora, speaker)
    with pytest.raises(Forbidden):
        write(publish_staged, staged, by=nora)
    with pytest.raises(Forbidden):
        write(publish_staged, staged, by=alice)
    clock.freeze(free_at(staged))
    write(publish_staged, staged, by=nora)
    assert staged.published_by_id is None


def test_nobody_waits_for_ever(nora, tess, speaker):
    alone, answered = staged_by(nora, speaker), staged_by(nora, speaker, BODY + " Twice.")
    suggested(answered, tess)
    publish_overdue()
    assert count(Question) == 0
    clock.freeze(clock.now() + timedelta(hours=24, minutes=1))
    publish_overdue()
    publish_overdue()
    # What its asker has in hand waits for its asker.
    assert (alone.stage, answered.stage) == ("published", "suggested")
    assert (count(Question), alone.published_by_id) == (1, None)
    assert told(nora) == ["suggested", "published"]


def test_an_answer_gives_the_reviewers_their_time_again(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    suggested(staged, tess)
    clock.freeze(clock.now() + timedelta(days=3))
    write(answer_note, staged, by=nora, note="It turns red.")
    publish_overdue()
    assert staged.stage == "waiting"


def test_the_time_to_wait_is_a_setting(nora, speaker):
    staged = staged_by(nora, speaker)
    with unit_of_work():
        STAGING_TIME.put(1)
    clock.freeze(clock.now() + timedelta(hours=1, minutes=1))
    publish_overdue()
    assert staged.stage == "published"


def test_of_a_closed_account_nothing_is_published(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    with unit_of_work():
        nora.active = False
    with pytest.raises(Forbidden):
        write(publish_staged, staged, by=tess)
    clock.freeze(clock.now() + timedelta(hours=25))
    publish_overdue()
    assert (staged.stage, count(Question)) == ("withdrawn", 0)


def test_withdrawing_is_for_its_asker_and_moderators(nora, tess, morgan, speaker):
    staged = staged_by(nora, speaker)
    with pytest.raises(Forbidden):
        write(withdraw_staged, staged, by=tess)
    write(withdraw_staged, staged, by=morgan)
    with pytest.raises(Conflict):
        write(publish_staged, staged, by=tess)
    assert find_staged(staged.id, nora).body == BODY


def test_reviewing_pays_nothing(nora, tess, speaker):
    staged = staged_by(nora, speaker)
    suggested(staged, tess)
    write(publish_staged, staged, by=tess)
    let_happen()
    db.session.refresh(tess)
    assert tess.points == 0


# -- lists ------------------------------------------------------------------------------------


def test_the_list_begins_with_who_waits_longest_and_ends_on_every_page(nora, tess, speaker):
    made = [staged_by(nora, speaker, f"{BODY} Number {number}.").id for number in range(5)]
    first = staged_list("waiting", actor=tess)
    assert [row.id for row in first.items] == made
    assert staged_counts(tess) == {"waiting": 5, "suggested": 0}
    assert staged_list("waiting", actor=nora).items == []


def test_list_and_page_cost_the_same_for_few_and_for_many(nora, tess, sue, speaker, statements):
    staged = staged_by(nora, speaker)

    def cost() -> tuple[int, int]:
        db.session.expire_all()
        with statements() as listed:
            staged_list("waiting", actor=tess)
        with statements() as noted:
            notes_on(staged.id)
        return len(listed), len(noted)

    few = cost()
    for number in range(4):
        staged_by(nora, speaker, f"{BODY} Number {number}.")
        write(answer_note, staged, by=nora, note=f"Number {number} of many.")
    assert cost() == few


def test_asking_itself_never_stages(nora, speaker):
    assert isinstance(write(ask, by=nora, title=TITLE, body=words(BODY), product=speaker), Question)
