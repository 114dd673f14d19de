"""What a reader sees of HTML, as one line: to compare a body with what became of it."""

import unicodedata

from bs4 import BeautifulSoup
from bs4.element import Comment

BLOCKS = (
    *("p", "div", "blockquote", "ul", "ol", "li", "pre", "hr", "br", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"),
)


def words(html: str) -> str:
    """The visible text, a picture's words for the picture, one blank for any white space.

    Raised and lowered numbers count as the numbers that they are.
    """
    soup = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    for hidden in soup.find_all(string=lambda text: isinstance(text, Comment)):
        hidden.extract()
    for picture in soup.find_all("img"):
        picture.replace_with(" ".join(str(picture.get("alt") or "").split()) or "picture")
    for block in soup.find_all(BLOCKS):
        block.insert_before(" ")
        block.insert_after(" ")
    text = unicodedata.normalize("NFKC", soup.get_text()).replace("\u2212", "-")
    return " ".join(text.split())
