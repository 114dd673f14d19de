"""HTML bodies and comments to Markdown: what our renderer makes of it says the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.imports.stackexchange.bodies import LONGEST_HTML, to_markdown, to_markdown_many
from app.kit.markup.options import Options
from app.kit.markup.parsing import build_parser
from tests.imports.words import words

PARSER = build_parser(Options(mentions=False))

# What hostile and careless bodies are made of.
PIECES = [
    "<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<pre>", "</pre>", "<code>", "</code>", "<b>",
    "</b>", "<a href='x'>", "</a>", "<td>", "<tr>", "<table>", "</table>", "<br>", "<blockquote>",
    "</blockquote>", "<h1>", "</h1>", "<sup>", "<!--", "-->", "<", ">", "a", " ", "\n", "*", "`",
    "1.", "&lt;", "_", "[", "](", "#", "é", "\\", "|",
]  # fmt: skip

SITE = "iot.stackexchange.com"
PICTURE = "https://i.stack.imgur.com/a.png"


def rendered(markdown):
    return PARSER.reset().convert(markdown)


@pytest.mark.parametrize(
    "html, markdown",
    [
        ("<p>One\ntwo.</p>\n\n<p>Three.</p>", "One two.\n\nThree."),
        ("<p>a<br>b<br />\n c</p>", "a\nb\nc"),
        ("<h1>Big</h1><h3>About C#</h3><p>x</p>", "# Big\n\n### About C#\n\nx"),
        ("<h2>sharp #</h2>", "## sharp \\#"),
        ("<p><b>a</b> <strong>b</strong> <i>c</i> <em>d</em></p>", "**a** **b** *c* *d*"),
        ("<p><strong>note: </strong>x</p>", "**note:** x"),
        ("<p><del>a</del> <s>b</s> <strike>c</strike></p>", "~~a~~ ~~b~~ ~~c~~"),
        ("<p>x<sup>2</sup> H<sub>2</sub>O</p>", "x² H₂O"),
        ("<p>10<sup>-6</sup> <sup>small print</sup></p>", "10⁻⁶ small print"),
        ("<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>", "`Ctrl`+`C`"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<p><code>`a`</code></p>", "`` `a` ``"),
        ("<p><code>a</code><code>b</code></p>", "`a` `b`"),
        ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<blockquote class='spoiler'><p>a</p></blockquote>", "> *Spoiler:*\n>\n> a"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li></ul>",
         "- a\n    - b\n        1. c"),
        ("<ul><li><p>a</p><pre><code>x\ny</code></pre></li></ul>",
         "- a\n\n    ```\n    x\n    y\n    ```"),
        ("<pre><code>a &lt;b&gt;\n\n  c\n</code></pre>", "```\na <b>\n\n  c\n```"),
        ("<pre><code>```\na\n```</code></pre>", "````\n```\na\n```\n````"),
        ("<pre class='lang-py prettyprint'><code>a</code></pre>", "```py\na\n```"),
        ("<pre><code class='language-C++'>a</code></pre>", "```c++\na\n```"),
        ("<!-- language: lang-js -->\n\n<pre><code>a</code></pre>", "```js\na\n```"),
        ("<!-- language-all: lang-sh -->\n<p>x</p><pre><code>a</code></pre>", "x\n\n```sh\na\n```"),
        ("<!-- language: lang-none -->\n<pre><code>a</code></pre>", "```\na\n```"),
        (("<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1|2</td>"
         "<td>x<br>y</td></tr></tbody></table>"),
         "| a | b |\n| --- | --- |\n| 1\\|2 | x y |"),
        ("<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>",
         "|  |  |\n| --- | --- |\n| 1 |  |\n| 2 | 3 |"),
        ("<div class='onebox'><div><p>a</p></div></div>", "a"),
        ("<p>&nbsp;</p><p>a &amp;lt; b &copy;</p>", "a \\&lt; b ©"),
        ("<!-- hidden --><script>x()</script><style>p{}</style><p>a</p>", "a"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    "html, markdown",
    [
        (f"<p><img src='{PICTURE}' alt='the board'></p>", f"[the board]({PICTURE})"),
        (f"<p><img src='{PICTURE}'></p>", f"[picture]({PICTURE})"),
        ("<p><img src='//i.stack.imgur.com/a.png' alt='a [b]'></p>", f"[a \\[b\\]]({PICTURE})"),
        (f"<a href='https://b.org'><img src='{PICTURE}' alt='x'></a>", "[x](https://b.org)"),
        ("<p><img src='data:image/png;base64,AA' alt='x'></p>", "x"),
    ],
)
def test_a_remote_picture_becomes_a_link_with_its_words(html, markdown):
    assert to_markdown(html) == markdown
    assert "<img" not in rendered(to_markdown(html))


@pytest.mark.parametrize(
    "html, markdown",
    [
        ("<a href='https://a.org/x_(y)'>a</a>", "[a](https://a.org/x_(y))"),
        ("<a href='https://a.org/x)y z'>a</a>", "[a](https://a.org/x%29y%20z)"),
        ("<a href='https://a.org/_b_'>https://a.org/_b_</a>", "<https://a.org/_b_>"),
        ("<a href='https://a.org/1'>https://a.org</a>", "[https\\://a.org](https://a.org/1)"),
        ("<a href='javascript:alert(1)'>a</a>", "a"),
        ("<a href='#top'>a</a> <a>b</a>", "a b"),
        ("<a href='/questions/12/x'>a</a>", f"[a](https://{SITE}/questions/12/x)"),
        ("<a href='//a.org'>a</a>", "[a](https://a.org)"),
    ],
)
def test_links_are_complete_and_lead_somewhere(html, markdown):
    assert to_markdown(f"<p>{html}</p>", SITE) == markdown


@pytest.mark.parametrize(
    "text",
    [
        "snake_case and other_snake_case",
        "2 * 3 * 4",
        "if [location] matters",
        "C:\\Windows\\System32",
        "it is 10. Then",
        "a - b + c",
        "5 > 3 and 2 < 3",
        "costs $5 ~ 6 or ^7",
        "https://example.org/a_b_c?x=1&y=_2_",
        "mail bob@example.org",
    ],
)
def test_text_that_means_nothing_special_gets_no_backslash(text):
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert to_markdown(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "1. no list",
        "1986) no list",
        "- no list",
        "+ no list",
        "* no list",
        "> no quote",
        "--- ",
        "===",
        "***",
        "~~~",
        "``` no fence",
        "__init__ and *args and **kwargs",
        "~~not struck~~",
        "[no](link)",
        "[no]: /reference",
        "![no](picture)",
        "<b>no bold</b> <script> <a@b> </i>",
        "&amp; &copy; &#65;",
        "\\* \\_ \\\\ end\\",
        "a | b",
        "$\\alpha_1 \\{ x^2 \\}$ and \\(y\\)",
        "`not code`",
    ],
)
def test_text_that_would_be_markup_stays_text(text):
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for around in ("<p>{}</p>", "<ul><li>{}</li></ul>", "<p>before<br>{}</p>", "{}"):
        body = around.format(html)
        made = rendered(to_markdown(body))
        assert words(made) == words(body)
        for tag in ("<h", "<ol", "<blockquote", "<em", "<strong", "<code", "<del", "<a", "<table"):
            assert tag not in made


@pytest.mark.parametrize(
    "text",
    [
        "[see https://a.org/b_c](d)",
        "(https://a.org/x_(y)_z)",
        "&lt;https://a.org&gt; \\https://b.org",
    ],
)
def test_addresses_in_text_show_as_they_are(text):
    assert words(rendered(to_markdown(f"<p>{text}</p>"))) == words(text)


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>foo:</strong>bar and x<em>'y'</em></p>",
        "<p><em>a</em><strong>b</strong></p>",
        "<p><strong><strong>a</strong></strong></p>",
        "<p>See:<li>a<li>b</p>",
        "<ul><li><pre><code>x</code></pre></li><li><blockquote>q</blockquote></li></ul>",
        "<ol><li></li><li>b</li></ol>",
        "<p><a href='https://a.org'><p>block</p></a></p>",
        "<ul><ul><li>deep</li></ul></ul>",
        "<dl><dt>term</dt><dd>meaning</dd></dl>",
        "<table><tr><td><ul><li>a</li></ul></td><td><pre>x\ny</pre></td></tr></table>",
        "<td>no table</td>",
        "<h2><p>a</p><hr></h2>",
        "<blockquote>" * 14 + "deep" + "</blockquote>" * 14,
        "<ul><li>a" * 14 + "</li></ul>" * 14,
        "<p>unclosed <b>bold <i>both",
        "</p></div></li>",
    ],
)
def test_odd_html_keeps_its_words(html):
    made = words(rendered(to_markdown(html)))
    assert made.split() == words(html).split()


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n ",
        "\x00\x1f\x1e\ud800",
        "<",
        "<!",
        "<!-- a",
        "<![CDATA[x",
        "<?php echo 1 ?>",
        '<?xml version="1.0"?><p>x</p>',
        "https://example.org",
        "notes.html",
        "<a href='http://[bad'>x</a>",
        "<ol start='99999999999'><li>x</li></ol>",
        "&#xd800; &#99999999999; &#0;",
    ],
)
def test_any_string_is_taken(html):
    assert isinstance(to_markdown(html), str)


@settings(max_examples=150, deadline=None)
@given(
    some.lists(
        some.sampled_from(PIECES),
        max_size=30,
    ).map("".join)
)
def test_no_soup_of_tags_is_too_wild(html):
    assert isinstance(to_markdown(html), str)
    rendered(to_markdown(html))


@pytest.mark.parametrize(
    "html",
    ["<b>" * 5_000 + "deep", "<b></i>" * 5_000 + "deep", "<p>deep</p>" * LONGEST_HTML],
    ids=["deep", "deep with stray ends", "long"],
)
def test_what_is_too_deep_or_too_long_becomes_plain_text(html):
    made = to_markdown(html)
    assert "deep" in made
    assert "<" not in made


def test_many_bodies_keep_their_order_in_several_processes():
    bodies = [f"<p>body <b>{number}</b></p>" for number in range(120)]
    expected = [f"body **{number}**" for number in range(120)]
    assert list(to_markdown_many(bodies, processes=1)) == expected
    assert list(to_markdown_many(iter(bodies), processes=2)) == expected
