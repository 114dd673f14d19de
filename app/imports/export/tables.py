"""What a site consists of: the tables that are carried, in the order in which they are filled."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Integer, Table

from app.kit.db import Base

# A row stands after the rows it points to; the few that point ahead, or into their own table, are
# completed at the end (see ``later_columns``). A test holds that no table is forgotten.
ORDER: tuple[str, ...] = (
    "settings",
    "users",
    "former_handles",
    "role_grants",
    "groups",
    "memberships",
    "api_tokens",
    "visits",
    "preferences",
    "products",
    "ownerships",
    "spaces",
    "tags",
    "announcements",
    "questions",
    "question_tags",
    "question_links",
    "answers",
    "replies",
    "votes",
    "me_toos",
    "outcomes",
    "revisions",
    "drafts",
    "uploads",
    "staged_questions",
    "staged_notes",
    "rulings",
    "topics",
    "articles",
    "article_revisions",
    "article_tags",
    "article_slugs",
    "article_sources",
    "attachments",
    "article_blocks",
    "block_texts",
    "embeds",
    "help_votes",
    "article_flags",
    "article_uses",
    "article_validations",
    "article_follow_ups",
    "article_days",
    "failed_searches",
    "search_terms",
    "search_days",
    "synonym_groups",
    "asks",
    "ask_matches",
    "themes",
    "ideas",
    "idea_tags",
    "idea_status_changes",
    "official_replies",
    "idea_machines",
    "idea_notes",
    "idea_views",
    "idea_votes",
    "vote_budgets",
    "customer_votes",
    "idea_comments",
    "comment_votes",
    "idea_revisions",
    "idea_follows",
    "petitions",
    "idea_links",
    "rounds",
    "round_ideas",
    "purses",
    "stakes",
    "stories",
    "story_ideas",
    "closings",
    "economies",
    "credits",
    "ledger",
    "uncounted_entries",
    "standings",
    "expertise_cutoffs",
    "cases",
    "case_votes",
    "custom_badges",
    "awards",
    "follows",
    "notices",
    "letters",
)

# What the database lets nobody change once it is written. Its rows point to earlier rows of their
# own table alone, and are written in the order of their ids: nothing is left to complete.
GROWS_ONLY = {"ledger"}

# Each with the reason why a moved site is whole without it.
LEFT_OUT: dict[str, str] = {
    "sessions": "browsers sign in anew at the new place",
    "footprints": "networks and browsers are of the old place; keyed with its secret",
    "jobs": "the index is built anew, waiting letters are taken up by the clock",
    "scheduled_runs": "the clock of the new place starts anew",
    "lexicon_words": "the words are counted anew with the index",
    "lexicon_parts": "they follow from the words",
    "limit_counts": "limits count the last minutes and days only",
    "posted_nonces": "guards against a second click, for a day",
}


def carried() -> list[Table]:
    """Return the carried tables in their order."""
    return [Base.metadata.tables[name] for name in ORDER]


def later_columns(table: Table) -> list[str]:
    """Name the columns that point to rows which may not be there yet when a row is written."""
    place = ORDER.index(table.name)
    if table.name in GROWS_ONLY:
        return []
    return [
        column.name
        for column in table.columns
        for key in column.foreign_keys
        if ORDER.index(key.column.table.name) >= place
    ]


def ordered_by(table: Table) -> list[Column[object]]:
    """Return the columns that put a table's rows into one certain order: its primary key."""
    return list(table.primary_key.columns)


def numbered() -> Iterator[Table]:
    """Yield the tables whose rows the database numbers itself."""
    for table in carried():
        keys = ordered_by(table)
        if len(keys) == 1 and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys:
            yield table
