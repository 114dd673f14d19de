"""The demo community's articles: all of them, as their files say, and alive."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.demo import loading, reading
from app.demo.articles import texts_of
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions import embedding, uses
from app.domain.knowledge.actions.validating import evidence
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSource, Topic
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.models.use import ArticleFlag, ArticleUse, HelpVote
from app.domain.knowledge.rules import PROCESS_PARTS
from app.domain.knowledge.rules.confidence import judged
from app.domain.search.models import FailedSearch
from app.kit.db import db
from app.kit.work import unit_of_work


def named(slug: str) -> Article:
    return db.session.scalars(select(Article).where(Article.slug == slug)).one()


def answer_to(thread: str) -> Answer:
    return db.session.scalars(select(Answer).where(Answer.external_id == f"{thread}:a1")).one()


def test_every_file_is_an_article_at_the_address_of_its_name(loaded: dict[str, int]) -> None:
    files = reading.articles()
    assert len(files) >= 34
    assert loaded["articles"] == len(files)
    found = {article.slug: article for article in db.session.scalars(select(Article))}
    assert set(found) == set(files)
    for slug, entry in files.items():
        article = found[slug]
        assert (article.title, article.state) == (entry["title"], entry["state"])
        assert article.kind == entry.get("type", "article")
        assert article.helpful_count == entry["helpful"]
        assert article.unhelpful_count == entry["unhelpful"]
        assert article.revision is not None
        assert article.revision.body == entry["body"]
        assert {tag.name for tag in article.tags}
        assert article.topic is not None


def test_articles_are_owned_by_who_wrote_them_and_checked_by_somebody_else(
    loaded: dict[str, int],
) -> None:
    for slug, entry in reading.articles().items():
        article = named(slug)
        assert article.owner.handle == entry["by"]
        first = db.session.scalars(
            select(ArticleRevision).where(
                ArticleRevision.article_id == article.id, ArticleRevision.number == 1
            )
        ).one()
        reviewer = first.reviewer.handle if first.reviewer else None
        assert reviewer == entry.get("reviewed_by")
        assert article.is_published == (entry["state"] != "wip")


def test_what_an_article_grew_from_is_credited(loaded: dict[str, int]) -> None:
    article = named("key-lock-jams")
    question = db.session.scalars(
        select(Question).where(Question.external_id == "key-lock-jams-every-hot-afternoon")
    ).one()
    sources = db.session.scalars(
        select(ArticleSource).where(ArticleSource.article_id == article.id)
    ).all()
    assert {(source.subject_kind, source.author_id) for source in sources} >= {
        ("question", question.author_id)
    }
    assert any(source.subject_kind == "answer" for source in sources)


def test_process_articles_have_every_part(loaded: dict[str, int]) -> None:
    processes = db.session.scalars(select(Article).where(Article.kind == "process")).all()
    assert len(processes) == 5
    for article in processes:
        keys = set(db.session.scalars(select(Block.key).where(Block.article_id == article.id)))
        assert keys >= set(PROCESS_PARTS), article.slug


def test_topics_form_a_tree(loaded: dict[str, int]) -> None:
    topics = {topic.slug: topic for topic in db.session.scalars(select(Topic))}
    assert loaded["topics"] == len(topics)
    assert topics["sound-and-voice"].parent_id == topics["something-is-wrong"].id


def test_an_answer_shows_what_a_major_edit_changed_since(loaded: dict[str, int]) -> None:
    answer = answer_to("glow-a60-five-switches-do-nothing-new-flat")
    embed = db.session.scalars(
        select(Embed).where(Embed.host_kind == "answer", Embed.host_id == answer.id)
    ).one()
    assert "five times" in embed.text.words
    assert embed.block.text is not None
    assert "six times" in embed.block.text.words
    assert embed.doubted_at is not None
    assert embed.at == answer.posted_at


def test_only_what_changed_is_asked_about_again(loaded: dict[str, int]) -> None:
    answer = answer_to("locked-out-with-shopping-and-a-jammed-lock")
    embed = db.session.scalars(
        select(Embed).where(Embed.host_kind == "answer", Embed.host_id == answer.id)
    ).one()
    assert embed.doubted_at is None
    assert embed.text_id == embed.block.text_id


def test_the_desk_has_something_of_everything(loaded: dict[str, int]) -> None:
    states = db.session.execute(
        select(ArticleRevision.state, func.count()).group_by(ArticleRevision.state)
    )
    assert {row[0] for row in states} >= {"draft", "proposed", "published"}
    flags = db.session.scalars(select(ArticleFlag)).all()
    assert {flag.outcome for flag in flags} == {None, "fixed", "declined"}
    assert db.session.scalar(select(func.count(FailedSearch.id)))
    assert db.session.scalar(select(func.count()).where(Article.state == "archived"))


def test_all_counters_are_what_they_count(loaded: dict[str, int]) -> None:
    assert embedding.miscounts() == 0
    assert uses.wrong_reuses() == 0
    for article in db.session.scalars(select(Article)):
        votes = db.session.scalars(
            select(HelpVote.is_helpful).where(HelpVote.article_id == article.id)
        ).all()
        assert article.helpful_count == article.imported_helpful + votes.count(True)
        assert article.unhelpful_count == article.imported_unhelpful + votes.count(False)


def test_every_state_is_one_that_the_evidence_gives(loaded: dict[str, int]) -> None:
    for article in db.session.scalars(select(Article)):
        assert judged(article.state, evidence(article)) == article.state, article.slug


def test_known_answers_and_new_ones_are_told_apart(loaded: dict[str, int]) -> None:
    known = set(db.session.scalars(select(ArticleUse.was_known)))
    assert known == {True, False}


def test_a_second_run_adds_no_article_and_nothing_around_it(loaded: dict[str, int]) -> None:
    kinds = (Article, ArticleRevision, ArticleUse, ArticleFlag, HelpVote, Embed, FailedSearch)
    before = [db.session.scalar(select(func.count()).select_from(kind)) for kind in kinds]
    assert loading.load_demo() == {}
    after = [db.session.scalar(select(func.count()).select_from(kind)) for kind in kinds]
    assert before == after


def test_a_proposal_that_was_decided_does_not_come_back(loaded: dict[str, int]) -> None:
    with unit_of_work():
        for revision in db.session.scalars(
            select(ArticleRevision).where(ArticleRevision.state == "proposed")
        ):
            revision.state = "declined"
    assert loading.load_demo() == {}


def test_an_edit_of_words_that_are_not_there_is_named() -> None:
    entry: dict[str, Any] = {"title": "A title", "body": "One.", "by": "x", "ago": 2}
    edit = {"article": "a", "text": [["Two.", "Three."]], "ago": 1}
    with pytest.raises(reading.BadContent, match=r"a does not say 'Two\.'"):
        list(texts_of("a", entry, {"a": [edit]}))


def test_articles_name_one_another_by_links() -> None:
    files = reading.articles()
    link = "see [Returning a device](/knowledge/returning-a-device)."
    assert link in files["reset-a-glow-bulb"]["body"]
    for entry in files.values():
        for other in files.values():
            assert f"**{other['title']}**" not in entry["body"]
