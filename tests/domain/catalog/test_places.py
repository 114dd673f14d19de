"""Products, spaces, tags and announcements."""

from typing import Any

import pytest
from sqlalchemy import delete

from app.domain.catalog.actions import (
    add_product,
    add_space,
    describe_tag,
    edit_product,
    edit_space,
    ensure_default_space,
    publish_announcement,
    register_ownership,
    tags_named,
    withdraw_announcement,
    withdraw_ownership,
)
from app.domain.catalog.events import SpaceChanged
from app.domain.catalog.models import Announcement, Product, Space, Tag
from app.domain.catalog.queries import (
    announcement_by_id,
    announcement_row,
    announcements,
    ask_fields,
    default_space,
    owned_products,
    popular_tags,
    product_by_slug,
    product_node,
    product_tree,
    space_by_slug,
    spaces,
    tag_by_name,
    tags_like,
)
from app.domain.catalog.rules import tag_name
from app.domain.forum.reactions import recount_space
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.catalog import (
    make_announcement,
    make_group,
    make_owner,
    make_product,
    make_space,
    make_tag,
)
from tests.factories.forum import make_question, make_text

# -- products -------------------------------------------------------------------------------------


def test_the_tree_knows_every_products_place(session, statements):
    asked = [{"name": "firmware", "label": "Firmware"}]
    lamps = make_product("Lamps", fields=asked, question_count=1, position=2)
    bulb = make_product("Bulb", parent=lamps, question_count=2)
    tiny = make_product("Tiny", parent=bulb, question_count=4, fields=[{"name": "x", "label": "X"}])
    plugs = make_product("Plugs", position=1)
    ids = [product.id for product in (lamps, bulb, tiny, plugs)]
    with statements() as ran:
        tree = product_tree()
    assert len(ran) == 1
    assert [root.id for root in tree.roots] == [ids[3], ids[0]]
    node = tree.by_slug[lamps.slug]
    assert node.descendant_ids == tuple(ids[:3])
    assert (node.total_count, node.children[0].id) == (7, ids[1])
    assert [step[0] for step in tree.by_id[ids[2]].path] == ids[:3]
    assert tree.by_id[ids[1]].fields == asked, "a product asks what the one above asks"
    assert ask_fields(bulb) == asked
    assert ask_fields(tiny)[0]["name"] == "x"
    assert ask_fields(None) == []
    assert [one.id for one in tree.all] == [ids[0], ids[1], ids[2], ids[3]]


def test_products_are_found_by_slug(session):
    product = make_product()
    assert product_by_slug(product.slug).id == product_node(product.slug).id == product.id
    for find in (product_by_slug, product_node):
        with pytest.raises(NotFound):
            find("nothing")


def test_an_admin_shapes_the_tree(ada, morgan, alice):
    lamps = write(add_product, by=ada, name="Lamps & more", fields=[{"label": "Firmware"}])
    again = write(add_product, by=ada, name="Lamps & more", parent=lamps)
    assert (lamps.slug, again.slug) == ("lamps-more", "lamps-more-2")
    assert lamps.fields == [{"name": "firmware", "label": "Firmware", "required": False}]
    with pytest.raises(Invalid):
        write(edit_product, lamps, by=ada, name="Lamps", about="", parent=again, fields=[])
    write(edit_product, again, by=ada, name="Bulbs", about="Round.", parent=None, fields=[])
    assert (again.name, again.slug, again.parent_id) == ("Bulbs", "lamps-more-2", None)
    for person in (morgan, alice):
        with pytest.raises(Forbidden):
            write(add_product, by=person, name="Mine")
        with pytest.raises(Forbidden):
            write(edit_product, lamps, by=person, name="Mine", about="", parent=None, fields=[])
    with pytest.raises(Invalid):
        write(add_product, by=ada, name=" ")
    with pytest.raises(Invalid):
        write(add_product, by=ada, name="x" * 81)
    assert db.session.query(Product).count() == 2


def test_owners_register_and_see_the_owners_space(alice, guest, ulla):
    product = make_product()
    space = make_space("owners", product=product)
    for _ in range(2):
        write(register_ownership, product, by=alice)
    assert owned_products(alice) == {product.id}
    assert space.id in {row.id for row in spaces(alice)}
    write(withdraw_ownership, product, by=alice)
    write(withdraw_ownership, product, by=alice)
    assert space.id not in {row.id for row in spaces(alice)}
    for person in (guest, ulla):
        with pytest.raises(Forbidden):
            write(register_ownership, product, by=person)
    assert owned_products(guest) == set()


# -- spaces ---------------------------------------------------------------------------------------


def test_there_is_one_default_space(session):
    assert write(ensure_default_space).id == default_space().id
    assert db.session.query(Space).filter(Space.is_default).count() == 1


def test_a_site_without_spaces_gets_one(session):
    with unit_of_work():
        db.session.execute(delete(Space))
    with pytest.raises(NotFound):
        default_space()
    made = write(ensure_default_space, "Forum")
    assert (made.slug, made.visibility, made.is_default) == ("forum", "public", True)


def test_spaces_are_listed_and_found_for_those_who_see_them(alice, bob, guest, morgan):
    inside = make_space("group", group=make_group(alice))
    members = make_space("members")
    seen = {
        person: {row.id for row in spaces(person)} & {inside.id, members.id}
        for person in (alice, bob, guest, morgan)
    }
    assert seen == {
        alice: {inside.id, members.id}, bob: {members.id}, guest: set(),
        morgan: {inside.id, members.id},
    }  # fmt: skip
    assert space_by_slug(inside.slug, actor=alice).id == inside.id
    with pytest.raises(NotFound):
        space_by_slug(inside.slug, actor=bob)


def test_an_audience_needs_what_it_names(ada, morgan):
    for visibility in ("group", "owners", "friends"):
        with pytest.raises(Invalid):
            write(add_space, by=ada, name="Inner", visibility=visibility)
    with pytest.raises(Forbidden):
        write(add_space, by=morgan, name="Inner")
    space = write(add_space, by=ada, name="Inner", visibility="group", group=make_group())
    assert space.slug == "inner"
    with pytest.raises(Invalid):
        write(edit_space, default_space(), by=ada, name="C", about="", visibility="members")


def test_a_new_audience_holds_for_all_public_figures(ada, alice):
    space = make_space()
    product = make_product()
    make_question(author=alice, space=space, product=product, tags=(make_tag("wifi"),))
    assert alice.question_count == product.question_count == 1
    write(edit_space, space, by=ada, name="Inner", about="", visibility="members")
    recount_space(SpaceChanged(space.id))
    db.session.expire_all()
    assert (alice.question_count, product.question_count) == (0, 0)
    assert tag_by_name("wifi").question_count == 0


# -- tags -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("WiFi", "wifi"), (" Brand  new ", "brand-new"), ("a_b", "a-b"), ("C++", "c++"),
        ("c#", "c#"), (".net", ".net"), ("--x--", "x"), ("<b>", "b"), ("Küche", "küche"),
        ("\uff37ide", "wide"), ("हिन्दी", "हिन्दी"), ("...", ""), ("\u202e", ""), ("日本", "日本"),
    ],
)  # fmt: skip
def test_a_tag_is_kept_in_one_spelling(typed, kept):
    assert tag_name(typed) == kept
    assert tag_name(kept) == kept


def test_tags_are_found_made_or_refused(alice, tess):
    make_tag("wifi")
    (found,) = write(tags_named, ["WIFI", "wifi"], by=alice, most=5)
    assert found.name == "wifi"
    for names in (["new one"], ["!!"], ["x" * 41], ["wifi", "a", "b"]):
        with pytest.raises(Invalid):
            write(tags_named, names, by=alice, most=2)
    made = write(tags_named, ["new one", "wifi"], by=tess, most=2)
    assert [tag.name for tag in made] == ["new-one", "wifi"]
    assert write(tags_named, ["", " "], by=alice, most=1) == []
    assert db.session.query(Tag).count() == 2


def test_tags_are_offered_while_typing_the_most_used_first(session):
    make_tag("wifi", question_count=2)
    make_tag("wi_x", question_count=9)
    make_tag("wired", question_count=5)
    make_tag("unused")
    assert [tag.name for tag in tags_like("WI")] == ["wi_x", "wired", "wifi"]
    assert [tag.name for tag in tags_like("wi%")] == ["wi_x", "wired", "wifi"]
    assert tags_like("%") == tags_like("") == []
    assert [tag.name for tag in popular_tags(2)] == ["wi_x", "wired"]


def test_editors_describe_tags(erin, alice):
    tag = make_tag("wifi")
    write(describe_tag, tag, by=erin, about=" All about radio. ")
    assert tag.about == "All about radio."
    with pytest.raises(Forbidden):
        write(describe_tag, tag, by=alice, about="x")
    with pytest.raises(NotFound):
        tag_by_name("nothing")


# -- announcements --------------------------------------------------------------------------------


def test_announcements_stand_where_they_concern(session, statements):
    lamps = make_product("Lamps")
    bulb, plugs = make_product("Bulb", parent=lamps), make_product("Plugs")
    everybody = make_announcement("To all")
    pinned = make_announcement("Pinned", pinned=True)
    of_lamps = make_announcement("Lamps", product_id=lamps.id, on_ask_form=True)
    make_announcement("Plugs", product_id=plugs.id)
    gone = make_announcement("Gone")

    def titles(*args, **values):
        return {row.title for row in announcements(*args, **values)}

    assert titles(bulb) == {"To all", "Pinned", "Lamps", "Gone"}
    assert titles(product_node(plugs.slug)) == {"To all", "Pinned", "Plugs", "Gone"}
    assert announcements(bulb)[0].id == pinned.id
    assert titles(bulb, on_ask_form=True) == {"Lamps"}
    assert titles(on_ask_form=True) == set()
    assert announcement_row(everybody.id).title == "To all"
    assert of_lamps.id == announcement_by_id(of_lamps.id).id
    assert len(announcements(n=2)) == 2
    assert gone.withdrawn_at is None


def test_staff_announce_and_withdraw(hanna, alice, tess):
    for person in (alice, tess):
        with pytest.raises(Forbidden):
            write(publish_announcement, by=person, title="Hi", kind="release", body=make_text())
    said: dict[str, Any] = {"title": "Hi", "kind": "release", "body": make_text()}
    for wrong in ({"kind": "gossip"}, {"title": " "}, {"body": make_text(" ")}):
        with pytest.raises(Invalid):
            write(publish_announcement, by=hanna, **(said | wrong))
    assert db.session.query(Announcement).count() == 0
    made = write(publish_announcement, by=hanna, **said)
    assert announcement_row(made.id).author.handle == "hanna"
    with pytest.raises(Forbidden):
        write(withdraw_announcement, made, by=alice)
    write(withdraw_announcement, made, by=hanna)
    write(withdraw_announcement, made, by=hanna)
    for find in (announcement_row, announcement_by_id):
        with pytest.raises(NotFound):
            find(made.id)
    assert announcements() == []


def test_an_owner_is_not_asked_twice(alice):
    product = make_product()
    make_owner(alice, product)
    write(register_ownership, product, by=alice)
    assert owned_products(alice) == {product.id}
