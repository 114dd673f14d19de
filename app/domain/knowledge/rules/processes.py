"""Process articles: the five parts that each must have, and how they make one text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.knowledge.rules import PROCESS_LABELS, PROCESS_PARTS
from app.domain.knowledge.rules.outline import embeds_in, sections
from app.domain.knowledge.rules.sources import source_sections
from app.kit.slugs import slug


def missing_parts(parts: Sequence[Any]) -> list[str]:
    """Return which of the five parts a rendered text lacks, or has without a word in them."""
    told = {
        section.slug
        for section in sections(parts)
        if section.level == 2 and (section.body or embeds_in(section.parts))  # noqa: PLR2004 - ##
    }
    return [part for part in PROCESS_PARTS if part not in told]


def compose(filled: Mapping[str, str], intro: str = "") -> str:
    """Return the Markdown of a process article: what stands before its parts, and the five."""
    pieces = [intro.strip()] if intro.strip() else []
    pieces += [
        f"## {_heading(part)}\n\n{filled.get(part, '').strip()}".rstrip() for part in PROCESS_PARTS
    ]
    return "\n\n".join(pieces) + "\n"


def parted(source: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the five parts of a process article, and each part's Markdown.

    The twin of compose. A section that is none of the five belongs to the part before it.
    """
    lines = source.splitlines()
    heads = [
        head
        for head in source_sections(source)
        if head.level == 2 and head.slug in PROCESS_PARTS  # noqa: PLR2004 - ##
    ]
    ends = [*(head.start for head in heads[1:]), len(lines)] if heads else []
    filled = {
        head.slug: "\n".join(lines[head.body : end]).strip()
        for head, end in zip(heads, ends, strict=True)
    }
    intro = "\n".join(lines[: heads[0].start] if heads else lines).strip()
    return intro, {part: filled.get(part, "") for part in PROCESS_PARTS}


def _heading(part: str) -> str:
    label = str(PROCESS_LABELS[part])
    return label if re.sub(r"[\W_]+", "-", slug(label)) == part else f"{label} {{#{part}}}"
