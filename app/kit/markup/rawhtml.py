"""Raw HTML as CommonMark sees it: read so that it can be shown as text in one piece."""

import re

NAME = r"[A-Za-z][A-Za-z0-9-]*+"
ATTRIBUTE = (
    r"""(?:[ \t\n]++[A-Za-z_:][A-Za-z0-9_.:-]*+"""
    r"""(?:[ \t\n]*+=[ \t\n]*+(?:[^ \t\n"'=<>`]++|'[^']*+'|"[^"]*+"))?+)"""
)
OPEN_TAG = rf"<{NAME}{ATTRIBUTE}*+[ \t\n]*+/?>"
CLOSE_TAG = rf"</{NAME}[ \t\n]*+>"
TAG = re.compile(f"{OPEN_TAG}|{CLOSE_TAG}")
WHOLE_TAG_LINE = re.compile(rf"(?:{OPEN_TAG}|{CLOSE_TAG})[ \t]*+$")
FENCED = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
"""What other pieces of HTML begin and end with."""

VERBATIM_TAG = re.compile(r"<(?:script|pre|textarea|style)(?=[ \t>]|$)", re.IGNORECASE)
VERBATIM_END = re.compile(r"</(?:script|pre|textarea|style)>", re.IGNORECASE)
BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|"
    r"details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|"
    r"head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|"
    r"option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?=[ \t]|/?>|$)",
    re.IGNORECASE,
)
VERBATIM, COMMENT, INSTRUCTION, CDATA, DECLARATION, TO_BLANK, TO_BLANK_ALONE = range(1, 8)
ENDS = {COMMENT: "-->", INSTRUCTION: "?>", CDATA: "]]>", DECLARATION: ">"}


def scan_html(text: str, at: int) -> int | None:
    """Find the end of a tag, comment or the like that begins here."""
    match = TAG.match(text, at)
    if match:
        return match.end()
    if text.startswith(("<!-->", "<!--->"), at):
        return text.index(">", at) + 1
    for start, end in FENCED:
        if text.startswith(start, at):
            if start == "<!" and not text[at + 2 : at + 3].isalpha():
                return None
            found = text.find(end, at + len(start))
            return None if found < 0 else found + len(end)
    return None


def block_start(text: str, *, interrupts: bool) -> int:
    """Tell which kind of raw HTML block a line begins, or 0."""
    if not text.startswith("<"):
        return 0
    if VERBATIM_TAG.match(text):
        return VERBATIM
    for kind, (start, _) in zip((COMMENT, INSTRUCTION, CDATA), FENCED, strict=False):
        if text.startswith(start):
            return kind
    if text.startswith("<!") and text[2:3].isalpha():
        return DECLARATION
    if BLOCK_TAG.match(text):
        return TO_BLANK
    return TO_BLANK_ALONE if not interrupts and WHOLE_TAG_LINE.match(text) else 0


def block_ends(kind: int, text: str) -> bool:
    """Whether a line ends a raw HTML block of this kind."""
    if kind == VERBATIM:
        return VERBATIM_END.search(text) is not None
    return kind in ENDS and ENDS[kind] in text
