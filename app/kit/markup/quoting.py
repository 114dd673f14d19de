"""Quoting somebody in an answer."""

MAX_QUOTED = 2_000


def quote(source: str, handle: str) -> str:
    """Make a Markdown quote of a text, without the quotes it holds itself, and a line to go on."""
    lines = [
        line
        for line in source.replace("\r\n", "\n").split("\n")
        if not line.lstrip().startswith(">")
    ]
    text = "\n".join(lines).strip("\n")
    if len(text) > MAX_QUOTED:
        text = text[:MAX_QUOTED].rstrip() + " …"
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"> @{handle}:\n>\n{quoted}\n\n"
