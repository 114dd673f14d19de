"""Where things live: the addresses that are promised."""

from __future__ import annotations

import pytest

from app import links
from app.domain.subjects import Subject


def test_a_question_is_read_by_its_id_and_slug():
    assert links.question_url(42, "printer-offline") == "/questions/42-printer-offline"
    assert links.question_url(42) == "/questions/42"


def test_a_post_is_a_place_on_its_questions_page():
    assert links.answer_url(42, "lamp", 9) == "/questions/42-lamp?answer=9#answer-9"
    assert links.reply_url(42, "lamp", 7) == "/questions/42-lamp?reply=7#reply-7"
    assert links.answer_permalink(9) == "/answers/9"


@pytest.mark.parametrize(
    "subject,named,url",
    [
        (Subject("question", 42), {"name": "lamp"}, "/questions/42-lamp"),
        (
            Subject("answer", 9),
            {"question_id": 42, "slug": "lamp"},
            links.answer_url(42, "lamp", 9),
        ),
        (Subject("answer", 9), {}, "/answers/9"),
        (Subject("reply", 7), {"question_id": 42, "slug": "lamp"}, links.reply_url(42, "lamp", 7)),
        (Subject("reply", 7), {}, "/replies/7"),
        (Subject("member", 3), {"name": "ed"}, "/members/ed"),
        (Subject("product", 3), {"name": "mesh-2"}, "/products/mesh-2"),
        (Subject("space", 3), {"name": "beta"}, "/spaces/beta"),
        (Subject("tag", 3), {"name": "wi-fi"}, "/tags/wi-fi"),
        (Subject("announcement", 3), {}, "/announcements/3"),
    ],
)
def test_every_subject_has_an_address(subject, named, url):
    assert links.url_of(subject, **named) == url


def test_words_of_people_cannot_leave_their_part_of_an_address():
    assert links.tag_url("c#/../admin?x=1") == "/tags/c%23%2F..%2Fadmin%3Fx%3D1"
    assert links.question_url(1, "käse") == "/questions/1-k%C3%A4se"


def test_a_whole_address_has_one_slash_between_site_and_path():
    assert links.absolute("/notices", "https://a.example/") == "https://a.example/notices"
