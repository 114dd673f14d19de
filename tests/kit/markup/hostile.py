"""Texts of the greatest length, made to take a parser's time."""

SIZE = 30_000


def fill(piece: str, size: int = SIZE) -> str:
    """Repeat a piece to a size."""
    return (piece * (size // len(piece) + 1))[:size]


REPEATED = [
    "[", "![", "[x](", "[a](<b", '[a](b "', "[a]:", "[a]: x\n", "![a](/files/x ![a](", "]", "[]",
    "[]()", "![]()", "[[", "[a][", "<a ", "<", "<!--", "<![CDATA[", "<?", '<a href="', "<x:", "<a@",
    "<b>x</b>", "</", ">", "> ", ">\n", "> - ", "- > ", "- - ", "1. 1. ", "- a\n", "-\n", "- a\n\n",
    "1. a\n  - b\n", "-     a\n", "- [ ] a\n", "*", "_", "`", "~~", "*a ", "a*", "**a *b ", "*a_ ",
    "_a*b", "~~a", "~~a~~", "`a ``b ", "``` ", "```\n", "```py\nx=1\n```\n", "&", "&#x", "&amp;",
    "&a", "\\", "\\\n", "http://a.b ", "http://", "www.", "www.a", "@", "@ab ", "a@b.", "#", "# ",
    "# a\n", "a\n=\n", "***\n", "---\n", "|", "|-", "| a\n|-\n", "|a|b|\n|-|-|\n|c|d|\n", "\n",
    "a\n", " ", "\t", "\t- a\n", "word ", "a\u0300", "😀", "\u202e", "\x00", "\x02", "\ud800",
    "(", "!", "![a](b)\n", "    a\n", "a  \n", "\r", "\x0c", "é&", "=\n", "+\n+ +", "__a", "a__",
]  # fmt: skip
SHAPED = [
    fill("[", 20_000),
    "![" * 20_000,
    "[x](" * 10_000,
    "<a " * 20_000,
    ">" * 20_000,
    "> " * 20_000,
    "\n".join("  " * depth + "- a" for depth in range(500)),
    "\n".join("  " * depth + "- a" for depth in range(200)),
    "\n".join(" " * depth + "- a" for depth in range(240)),
    "\n".join("> " * depth + "a" for depth in range(170)),
    "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000,
    "|" + "a|" * 50 + "\n|" + "-|" * 50 + "\n" + "|\n" * 4_000,
    "|" + "a|" * 49 + "\n|" + "-|" * 49 + "\n" + ("|" * 50 + "\n") * 90,
    "".join("`" * width + " " for width in range(1, 240)),
    "\n".join(f"[a{number}]: /u{number} 't'" for number in range(1_500)),
    "[a]: /" + "u" * 9_000 + "\n\n" + "[a] " * 5_000,
    "[a]: /" + "u" * 9_000 + "\n\n" + "[a]\n\n" * 1_600,
    "http://" + "a" * 29_000,
    "http://a" + ")" * 29_000,
    "http://a" + "(" * 29_000,
    "[a](" + "(" * 29_000,
    "[a](" + "\\" * 29_000,
    "[" + "a" * 29_000 + "]",
    "[" + "\\" * 29_000 + "]",
    "@" + "a." * 14_000,
    "<a " + "b " * 14_000,
    "<a" + " " * 29_000,
    "<a b='" + "c" * 29_000,
    "<a@" + "b." * 14_000,
    "&#" + "1" * 29_000 + ";",
    "![" * 500 + "a" + "](/files/a)" * 500,
    "[" * 500 + "a" + "](b)" * 500,
    "*a " * 300 + "b*" * 300,
    "**a " * 300 + " b**" * 300,
    "*" * 500 + "a" + "*" * 500,
    "*a_b " * 400 + "c_d* " * 400,
    "> " * 10 + "a\n" + "b\n" * 4_000,
    "- " * 10 + "a\n" + "b\n" * 4_000,
    "a\n" + "=" * 29_000,
    "- " + "#" * 29_000,
    "\n".join(f"```l{number}\nx\n```" for number in range(1_500)),
    *(
        f"```{language}\n" + fill(piece, 14_000) + "\n```"
        for language, piece in {
            "python": '"""', "perl": "s{{", "json": "[", "html": "<a ", "markdown": "[a](",
            "tex": "\\", "ruby": "%q(", "bash": "$(", "js": "/a", "php": "<?php $a ", "yaml": "- ",
            "cpp": "#if(", "sql": "'", "css": "a{", "xml": "<!", "rust": "r#", "haskell": "{-",
            "lua": "[=", "scala": '"${', "console": "$ ", "diff": "+", "makefile": "$(", "ini": "[",
        }.items()
    ),
]  # fmt: skip


def hostile_texts() -> list[str]:
    """Return every shape at the size where it hurts."""
    return [fill(piece) for piece in REPEATED] + SHAPED
