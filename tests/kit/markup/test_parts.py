"""Mentions, the parts that are stored, and the words taken out of them."""

import json

import pytest

from app.kit.markup import (
    VERSION,
    cook,
    excerpt,
    flowing,
    for_mail,
    join,
    plain,
    quote,
    render,
    shortened,
)

MEMBERS = {"bob": 2, "eve": 5, "al_ice": 7, "j.doe": 9, "Zoë": 11}


def find(handles: set[str]) -> dict[str, int]:
    return {handle: MEMBERS[handle] for handle in handles if handle in MEMBERS}


def link(number: int) -> tuple[str, str] | None:
    handle = {identity: handle for handle, identity in MEMBERS.items()}.get(number)
    return (handle, f"/members/{handle}") if handle else None


def test_a_mention_is_stored_by_id_and_named_when_it_is_shown() -> None:
    result = cook("Hi @bob, hi @nobody!", find_members=find)
    assert result.parts == ("<p>Hi ", {"mention": 2}, ", hi @nobody!</p>")
    assert result.mentions == ("bob", "nobody")
    assert join(result.parts, link) == (
        '<p>Hi <a class="mention" href="/members/bob">@bob</a>, hi @nobody!</p>'
    )
    renamed = join(result.parts, lambda _: ("robert", "/members/robert"))
    assert ">@robert</a>" in renamed
    assert result.html == "<p>Hi @bob, hi @nobody!</p>"
    assert result.version == VERSION
    assert not result.fallback


def test_somebody_who_is_gone_leaves_no_link() -> None:
    result = cook("Hi @bob!", find_members=find)
    assert join(result.parts, lambda _: None) == "<p>Hi @…!</p>"


def test_parts_can_be_stored_as_json() -> None:
    result = cook("**@bob** and @eve", find_members=find)
    stored = json.loads(json.dumps(result.parts))
    assert join(stored, link) == join(result.parts, link)


def test_everybody_is_looked_up_once_and_together() -> None:
    asked: list[set[str]] = []

    def remember(handles: set[str]) -> dict[str, int]:
        asked.append(handles)
        return find(handles)

    cook("@bob @eve @bob", find_members=remember)
    cook("nobody here", find_members=remember)
    assert asked == [{"bob", "eve"}]


@pytest.mark.parametrize(
    "source, handles",
    [
        ("@bob.", ("bob",)),
        ("(@bob)", ("bob",)),
        ("@bob's", ("bob",)),
        ("@bob @bob", ("bob",)),
        ("_thanks @bob_", ("bob",)),
        ("@al_ice and @j.doe", ("al_ice", "j.doe")),
        ("**@bob**", ("bob",)),
        ("@Zoë", ("Zoë",)),
        ("| a |\n|---|\n| @bob |", ("bob",)),
        ("> @bob:", ("bob",)),
        ("mail bob@bob.example", ()),
        ("`@bob`", ()),
        ("```\n@bob\n```", ()),
        ("[@bob](https://a.example)", ()),
        ("https://a.example/@bob", ()),
        ("\\@bob", ()),
        ("@b", ()),
        ("@" + "b" * 31, ()),
        ("@@bob", ()),
        ("@bob@a.example", ()),
        ("![@bob](/files/x.png)", ()),
    ],
)
def test_who_is_mentioned(source: str, handles: tuple[str, ...]) -> None:
    assert cook(source, find_members=find).mentions == handles


def test_nobody_is_called_by_a_flood() -> None:
    result = cook(" ".join(f"@member{number}" for number in range(300)))
    assert len(result.mentions) == 50
    assert "@member299" in result.html


def test_the_words_of_a_text() -> None:
    result = cook("# A\n- b\n- *c*d &amp; <e>\n\n@bob\n\n| f | g |\n|---|---|", find_members=find)
    assert plain(result.parts, link) == "A b cd & <e> @bob f g"
    assert plain(result.html) == "A b cd & <e> @bob f g"


def test_a_picture_speaks_by_its_description() -> None:
    assert plain(render("see ![the lamp](/files/a.png)")) == "see the lamp"


def test_an_excerpt_is_cut_between_words() -> None:
    html = render("The lamp is *off*, however often I press the button.")
    assert excerpt(html, 20) == "The lamp is off…"
    assert excerpt(html) == "The lamp is off, however often I press the button."
    assert len(excerpt(render("x" * 500), 160)) == 160


def test_a_quote_names_its_writer_and_leaves_older_quotes_out() -> None:
    assert quote("> old\n\nI think\n\nso", "bob") == "> @bob:\n>\n> I think\n>\n> so\n\n"
    html = render(quote("- a\n- b", "bob") + "No.").replace("\n", "")
    assert html == ("<blockquote><p>@bob:</p><ul><li>a</li><li>b</li></ul></blockquote><p>No.</p>")


def test_quotes_of_quotes_never_grow_too_deep() -> None:
    text = "first"
    for _ in range(30):
        text = quote(text, "bob") + "again"
    assert not cook(text).fallback
    assert text.count(">") < 10


def test_in_mail_every_address_is_whole() -> None:
    html = render("[a](/questions/1?x=1&y=2) ![p](/files/p.png) [b](https://b.example/) `<&>`")
    mail = for_mail(html, "https://c.example/")
    assert 'href="https://c.example/questions/1?x=1&amp;y=2"' in mail
    assert 'src="https://c.example/files/p.png"' in mail
    assert 'href="https://b.example/"' in mail
    assert "<code>&lt;&amp;&gt;</code>" in mail


def test_in_mail_nothing_else_changes() -> None:
    html = render('# a\n- [x] *b* "c" \'d\' &copy; &lt;\n\n```py\nx = "/y"\n```')
    assert plain(for_mail(html, "https://c.example")) == plain(html)
    assert for_mail(html, "https://c.example").count("<") == html.count("<")


def test_plain_words_are_cut_between_two_of_them() -> None:
    assert shortened("Hold the button for ten seconds", 17) == "Hold the button…"
    assert shortened("Hold the button", 15) == "Hold the button"


@pytest.mark.parametrize(
    "source, line",
    [
        ("# What it means\n\nIt is well.\n\nWait", "What it means · It is well. Wait"),
        ("| Light | Meaning |\n|--|--|\n| Red | Off |", "Light · Meaning · Red · Off"),
        ("Do this:\n\n1. hold it\n2. let go!\n3. wait", "Do this: hold it · let go! wait"),
        ("one line\nof a paragraph", "one line of a paragraph"),
        ("so\n\n    first = 1\n    second = 2\n", "so · first = 1 second = 2"),
        ("a &lt;b&gt; & c", "a <b> & c"),
        ("", ""),
    ],
)
def test_a_text_flows_with_its_blocks_parted(source: str, line: str) -> None:
    assert flowing(render(source)) == line
