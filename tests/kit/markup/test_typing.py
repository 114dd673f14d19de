"""What people type on forums, and what they get."""

import pytest

from app.kit.markup import render


def flat(source: str) -> str:
    """Render without the line ends between tags, which mean nothing."""
    return render(source).replace("\n", "")


def test_a_line_break_is_kept() -> None:
    assert flat("one\ntwo") == "<p>one<br>two</p>"


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert flat("one\n\n\ntwo") == "<p>one</p><p>two</p>"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_to_end_a_line_counts(end: str) -> None:
    assert flat(f"- a{end}- b") == "<ul><li>a</li><li>b</li></ul>"


@pytest.mark.parametrize("sign", ["-", "*", "+"])
def test_a_list_straight_after_a_paragraph(sign: str) -> None:
    html = flat(f"I tried:\n{sign} reset\n{sign} pairing")
    assert html == "<p>I tried:</p><ul><li>reset</li><li>pairing</li></ul>"


def test_a_numbered_list_straight_after_a_paragraph() -> None:
    assert flat("Steps:\n1. open\n2. press") == "<p>Steps:</p><ol><li>open</li><li>press</li></ol>"


def test_a_year_at_the_start_of_a_line_is_no_list() -> None:
    assert flat("I bought it in\n2019. It works.") == "<p>I bought it in<br>2019. It works.</p>"


def test_a_list_may_start_at_any_number() -> None:
    assert flat("3. three\n4. four") == '<ol start="3"><li>three</li><li>four</li></ol>'


def test_a_quote_straight_after_a_paragraph() -> None:
    html = flat("You said:\n> hello\n> again\n\nYes")
    assert html == "<p>You said:</p><blockquote><p>hello<br>again</p></blockquote><p>Yes</p>"


def test_a_heading_straight_after_a_paragraph() -> None:
    assert flat("text\n## Setup\nmore") == "<p>text</p><h4>Setup</h4><p>more</p>"


def test_a_fence_straight_after_a_paragraph() -> None:
    html = flat("Run:\n```\nmake\n```\nthen")
    assert html == (
        '<p>Run:</p><pre class="highlight" tabindex="0"><code>make</code></pre><p>then</p>'
    )


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    assert "<p>" not in flat("```\nmake\n\nrun")


def test_a_table_straight_after_a_paragraph() -> None:
    html = flat("Compare:\na | b\n--- | ---\n1 | 2")
    assert html.startswith("<p>Compare:</p><table><thead><tr><th>a</th><th>b</th></tr></thead>")


@pytest.mark.parametrize("spaces", [2, 3, 4])
@pytest.mark.parametrize("inner", ["-", "1."])
@pytest.mark.parametrize("outer", ["-", "*", "1."])
def test_lists_nest_by_two_three_or_four_spaces(outer: str, inner: str, spaces: int) -> None:
    indent = " " * spaces
    html = flat(f"{outer} a\n{indent}{inner} b\n{indent}{inner.replace('1', '2')} c\n")
    tag = "ol" if inner == "1." else "ul"
    assert f"<li>a<{tag}><li>b</li><li>c</li></{tag}></li>" in html


@pytest.mark.parametrize("spaces", [2, 3, 4])
@pytest.mark.parametrize("sign", ["-", "1."])
def test_lists_nest_three_deep(sign: str, spaces: int) -> None:
    rows = [" " * spaces * depth + f"{sign} {depth}" for depth in range(3)]
    back = sign.replace("1", "2")
    html = flat("\n".join([*rows, f"{back} last"]))
    tag = "ol" if sign == "1." else "ul"
    assert html == (
        f"<{tag}><li>0<{tag}><li>1<{tag}><li>2</li></{tag}></li></{tag}></li><li>last</li></{tag}>"
    )


def test_code_inside_a_list_item() -> None:
    html = flat("1. run\n   ```\n   make\n   ```\n2. done")
    assert (
        '<li>run<pre class="highlight" tabindex="0"><code>make</code></pre></li><li>done</li>'
        in html
    )


def test_code_is_coloured_by_classes_without_styles() -> None:
    html = render('```python\nprint("hi")\n```')
    assert '<code class="language-python"><span class="nb">print</span>' in html
    assert "style" not in html


def test_code_in_an_unknown_language_stays_as_it_is() -> None:
    html = flat("```klingon\nqapla'\n```")
    assert html == (
        '<pre class="highlight" tabindex="0"><code class="language-klingon">qapla\'</code></pre>'
    )


def test_indented_code() -> None:
    assert (
        flat("a\n\n    b *c*")
        == '<p>a</p><pre class="highlight" tabindex="0"><code>b *c*</code></pre>'
    )


def test_inline_code_is_left_alone() -> None:
    assert flat("use `a*b*c @bob` now") == "<p>use <code>a*b*c @bob</code> now</p>"


def test_emphasis_and_strikethrough() -> None:
    html = flat("*a* _b_ **c** __d__ ***e*** ~~f~~ ~g~")
    assert html == (
        "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> "
        "<em><strong>e</strong></em> <del>f</del> ~g~</p>"
    )


def test_names_with_underscores_are_not_emphasised() -> None:
    assert flat("set max_open_files") == "<p>set max_open_files</p>"


def test_a_table_with_alignment() -> None:
    html = flat("| a | b | c |\n|:--|:-:|--:|\n| 1 | `x\\|y` | **3** |")
    assert '<th class="left">a</th><th class="center">b</th><th class="right">c</th>' in html
    assert '<td class="center"><code>x|y</code></td><td class="right"><strong>3</strong>' in html


def test_task_lists_are_boxes_that_cannot_be_pressed() -> None:
    html = flat("- [ ] buy **it**\n- [x] try\n- [y] no")
    assert html == (
        '<ul><li class="task"><label><input disabled type="checkbox"> buy <strong>it</strong>'
        '</label></li><li class="task"><label><input checked disabled type="checkbox"> try'
        "</label></li><li>[y] no</li></ul>"
    )


def test_a_loose_task_list_with_a_list_inside() -> None:
    html = flat("- [ ] a\n\n  - b\n\n- [x] c")
    assert '<li class="task"><p><label><input disabled type="checkbox"> a</label></p><ul>' in html


REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    "source, address, words",
    [
        ("see https://a.example/b.", "https://a.example/b", "https://a.example/b"),
        ("see www.a.example!", "https://www.a.example", "www.a.example"),
        ("(http://a.example/x_(y))", "http://a.example/x_(y)", "http://a.example/x_(y)"),
        ("http://a/__init__.py?x=1&y=2", "http://a/__init__.py?x=1&amp;y=2", None),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("<help@a.example>", "mailto:help@a.example", "help@a.example"),
        ("[a](https://a.example)", "https://a.example", "a"),
        ("[a][1]\n\n[1]: https://a.example", "https://a.example", "a"),
        ("[a](/questions/1)", "/questions/1", "a"),
        ("[a](www.a.example)", "https://www.a.example", "a"),
        ("**https://a.example**", "https://a.example", "https://a.example"),
        ("[https://a.example](https://b.example)", "https://b.example", "https://a.example"),
    ],
)
def test_links(source: str, address: str, words: str | None) -> None:
    html = render(source)
    assert f'<a href="{address}" {REL}>{words or address}</a>' in html
    assert html.count("<a ") == 1


def test_an_address_in_code_or_in_a_word_is_no_link() -> None:
    assert "<a" not in render("`https://a.example` xhttps://a.example mail@www.a.example")


@pytest.mark.parametrize("scheme", ["ftp", "tel", "data", "javascript", "file", "irc"])
def test_a_link_with_another_scheme_keeps_its_words_alone(scheme: str) -> None:
    assert flat(f"[words]({scheme}:x)") == "<p><span>words</span></p>"


def test_a_remote_picture_becomes_a_link() -> None:
    html = flat("![a cat](https://a.example/cat.png)")
    assert html == f'<p><a href="https://a.example/cat.png" {REL}>a cat</a></p>'


def test_a_remote_picture_without_words_shows_its_address() -> None:
    assert ">https://a.example/cat.png</a>" in render("![](https://a.example/cat.png)")


def test_a_linked_remote_picture_keeps_its_link() -> None:
    html = flat("[![cat](https://a.example/s.png)](https://a.example/l.png)")
    assert html == (f'<p><a href="https://a.example/l.png" {REL}><span>cat</span></a></p>')


def test_html_in_the_words_of_a_picture_is_text_too() -> None:
    assert 'alt="a &lt;b&gt; c"' in render("![a <b> c](/files/x.png)")


def test_our_own_upload_is_a_picture() -> None:
    html = flat('![a cat](/files/ab/cat.png "Mimi")')
    assert html == '<p><img alt="a cat" loading="lazy" src="/files/ab/cat.png" title="Mimi"></p>'


@pytest.mark.parametrize(
    "address",
    ["//a.example/files/x.png", "/files/../signout", "/filesx/a.png", "/files/%2e%2e/signout"],
)
def test_nothing_else_is_a_picture(address: str) -> None:
    assert "<img" not in render(f"![x]({address})")


def test_headings_stay_below_those_of_the_page() -> None:
    html = flat("\n\n".join("#" * level + f" {level}" for level in range(1, 7)))
    assert html == "<h3>1</h3><h4>2</h4><h5>3</h5><h6>4</h6><h6>5</h6><h6>6</h6>"


def test_an_underlined_heading() -> None:
    assert flat("Title\n=====\ntext") == "<h3>Title</h3><p>text</p>"


def test_raw_html_is_shown_as_text() -> None:
    html = flat("<b>bold</b>\n\n<div>\n*x*\n</div>")
    assert html == (
        "<p>&lt;b&gt;bold&lt;/b&gt;</p><p>&lt;div&gt;<br><em>x</em><br>&lt;/div&gt;</p>"
    )


def test_entities_and_escapes_come_out_as_the_signs_they_name() -> None:
    assert flat(r"&copy; &amp;lt; \*no\* &#x41; &nosuch; AT&T") == (
        "<p>© &amp;lt; *no* A &amp;nosuch; AT&amp;T</p>"
    )


def test_no_text_brings_an_id_or_a_class_of_its_own() -> None:
    html = flat('# a {#x .y}\n\n{: id="x" }\n\n<p id="x" class="y">')
    assert html == ('<h3>a {#x .y}</h3><p>{: id="x" }</p><p>&lt;p id="x" class="y"&gt;</p>')


def test_a_horizontal_line() -> None:
    assert flat("a\n\n---\n\nb") == "<p>a</p><hr><p>b</p>"


@pytest.mark.parametrize("source", ["", " ", "\n\n", "\t\n", "\u00a0"])
def test_nothing_gives_next_to_nothing(source: str) -> None:
    assert "<p></p>" not in render(source)
