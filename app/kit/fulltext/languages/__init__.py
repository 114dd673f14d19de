"""The languages whose words are brought to their stems, each with the words that say nothing.

Any other language is searched by whole words, folded alike.
"""

from app.kit.fulltext.languages.stems import stem
from app.kit.fulltext.languages.stop_words import LANGUAGES, is_stop_word

__all__ = ["LANGUAGES", "is_stop_word", "stem"]
