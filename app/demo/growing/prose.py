"""Posts in invented words: the Markdown and, beside it, exactly the HTML that rendering it gives.

Rendering two hundred thousand posts takes minutes; these are made of blocks whose HTML is known.
A test renders a sample and compares.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.demo.growing.vocabulary import Vocabulary
from app.domain.accounts.texts import EXCERPT
from app.kit import markup

# Words of a post: the middle, how far from it they stray, the fewest and the most.
QUESTION_WORDS = ANSWER_WORDS = (110, 0.65)
REPLY_WORDS = (62, 0.65)
_FEWEST, _MOST = 8, 700
_SENTENCE = (5, 19)
_PARAGRAPH = (2, 5)
_TITLE = (4, 9)
# How many posts of a hundred have a list, numbered steps, code, a stressed word, a code word.
_LIST, _STEPS, _CODE, _STRONG, _TERM = 9, 5, 9, 12, 12


@dataclass(frozen=True, slots=True)
class Prose:
    """A text and its rendering."""

    source: str
    html: str

    @property
    def excerpt(self) -> str:
        """Return the beginning that lists show."""
        return markup.excerpt([self.html], EXCERPT)


class Writer:
    """Writes titles and posts, the same ones for the same seed."""

    def __init__(self, vocabulary: Vocabulary, draw: random.Random) -> None:
        self._bag, self._content = vocabulary.bag, vocabulary.content
        self._draw = draw

    def title(self) -> str:
        """Return four to nine words, some of them asking."""
        words = self._draw.choices(self._bag, k=self._draw.randint(*_TITLE) - 1)
        # One rare word at least, so that a title tells one thread from the others.
        words.insert(self._draw.randrange(len(words) + 1), self._draw.choice(self._content))
        text = " ".join(words)
        return text[:1].upper() + text[1:] + ("?" if self._draw.random() < 0.4 else "")  # noqa: PLR2004

    def post(self, length: tuple[float, float]) -> Prose:
        """Return a post about as long as its kind is."""
        middle, stray = length
        count = round(middle * self._draw.lognormvariate(0, stray))
        words = self._draw.choices(self._bag, k=min(max(count, _FEWEST), _MOST))
        sources: list[str] = []
        htmls: list[str] = []
        for paragraph in self._paragraphs(self._sentences(words)):
            sources.append(paragraph)
            htmls.append(f"<p>{paragraph}</p>")
        self._stress(sources, htmls)
        self._add_block(sources, htmls)
        return Prose("\n\n".join(sources), "\n".join(htmls))

    def _sentences(self, words: list[str]) -> list[str]:
        sentences, at = [], 0
        while at < len(words):
            text = " ".join(words[at : at + self._draw.randint(*_SENTENCE)])
            at += text.count(" ") + 1
            sentences.append(f"{text[0].upper()}{text[1:]}{self._draw.choice('.....?')}")
        return sentences

    def _paragraphs(self, sentences: list[str]) -> list[str]:
        paragraphs, at = [], 0
        while at < len(sentences):
            step = self._draw.randint(*_PARAGRAPH)
            paragraphs.append(" ".join(sentences[at : at + step]))
            at += step
        return paragraphs

    def _stress(self, sources: list[str], htmls: list[str]) -> None:
        chance = self._draw.randrange(100)
        if chance >= _STRONG + _TERM:
            return
        word = self._draw.choice(self._content)
        is_strong = chance < _STRONG
        sources[-1] += f" **{word}** it is." if is_strong else f" Look at `{word}` first."
        shown = (
            f"<strong>{word}</strong> it is."
            if is_strong
            else f"Look at <code>{word}</code> first."
        )
        htmls[-1] = f"{htmls[-1][: -len('</p>')]} {shown}</p>"

    def _add_block(self, sources: list[str], htmls: list[str]) -> None:
        chance = self._draw.randrange(100)
        if chance >= _LIST + _STEPS + _CODE:
            return
        lines = [
            " ".join(self._draw.choices(self._bag, k=self._draw.randint(2, 6)))
            for _ in range(self._draw.randint(2, 5))
        ]
        if chance < _LIST:
            sources.append("\n".join(f"- {line}" for line in lines))
            htmls.append(_list_html("ul", lines))
        elif chance < _LIST + _STEPS:
            sources.append("\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1)))
            htmls.append(_list_html("ol", lines))
        else:
            code = "".join(f"{line.replace(' ', '_')} = {len(line)}\n" for line in lines)
            sources.append(f"```\n{code}```")
            htmls.append(f'<pre class="highlight" tabindex="0"><code>{code}</code></pre>')


def _list_html(tag: str, lines: list[str]) -> str:
    items = "".join(f"<li>{line}</li>\n" for line in lines)
    return f"<{tag}>\n{items}</{tag}>"
