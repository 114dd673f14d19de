"""What stands on the stage of articles: one of each thing that an address of knowledge names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import Rule

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.knowledge.models.articles import Attachment
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.models.use import ArticleFlag, ArticleUse
from app.domain.search.models import FailedSearch, SearchTerm, SynonymGroup
from app.kit import files
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.knowledge import BODY, a_proposal, an_article, block_of, make_topic


@dataclass(frozen=True)
class Shelf:
    """Tess wrote and keeps the article, Alice proposes a change and flags it, Bob shows a block."""

    slug: str
    topic: str
    revision: int
    proposal: int
    flag: int
    embed: int
    use: int
    gap: int
    term: int
    synonym: int
    file: str

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """Plausible arguments for a route of knowledge; none for any other."""
        path = rule.rule
        known: dict[str, Any] = {
            "number": 1,
            "revision_id": self.proposal,
            "flag_id": self.flag,
            "embed_id": self.embed,
            "use_id": self.use,
            "gap_id": self.gap,
            "term_id": self.term,
            "synonym_id": self.synonym,
        }
        if path.startswith("/knowledge/topics"):
            known["slug"] = self.topic
        elif path.startswith(("/knowledge/", "/api/v1/articles/")):
            known["slug"] = self.slug
        if path.startswith("/knowledge/desk/"):
            known["name"] = "worst"
        elif path.startswith("/attachments/"):
            known["name"] = self.file
        return known


def make_shelf(people: Mapping[str, User], question_id: int, answer_id: int, home: Space) -> Shelf:
    """Build it, through the factories."""
    name = files.current().put(b"%PDF-1.7 not really", "pdf")
    body = f"{BODY}\n\n[The leaflet](/attachments/{name})\n"
    article = an_article("The lamp and its reset", author=people["tess"], body=body)
    proposal = a_proposal(article, by=people["alice"])
    block = block_of(article, "reset-the-bulb")
    alice, bob = people["alice"].id, people["bob"].id
    post: dict[str, Any] = {"host_kind": "answer", "host_id": answer_id}
    with unit_of_work():
        flag = ArticleFlag(
            article_id=article.id,
            block_id=block.id,
            revision_id=article.revision_id,
            flagger_id=alice,
            reason="unclear",
        )
        embed = Embed(
            **post,
            question_id=question_id,
            space_id=home.id,
            author_id=bob,
            reference=f"{article.slug}#{block.key}",
            block_id=block.id,
            text_id=block.text_id,
        )
        use = ArticleUse(
            **post, article_id=article.id, way="link", question_id=question_id, author_id=bob
        )
        gap = FailedSearch(words="lamp ocelot", typed="ocelot lamp")
        term = SearchTerm(words="lamp ocelot", typed="ocelot lamp")
        synonym = SynonymGroup(language="en", words=["ocelot", "leopardus"])
        file = Attachment(
            name=name,
            article_id=article.id,
            owner_id=people["tess"].id,
            title="leaflet.pdf",
            media_type="application/pdf",
            size=20,
        )
        db.session.add_all([flag, embed, use, gap, term, synonym, file])
        db.session.flush()
        made = (flag.id, embed.id, use.id, gap.id, term.id, synonym.id)
    topic = make_topic("Lamps")
    assert article.revision_id is not None
    return Shelf(article.slug, topic.slug, article.revision_id, proposal.id, *made, name)
