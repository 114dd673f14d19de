"""What a page asks of the tree: headings below its own, links marked, no pictures from afar."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

SHIFT = 2
LOWEST = 6
UPLOAD = re.compile(r"/(?:files|attachments)/[A-Za-z0-9._/-]+")
LINK_RELATION = "nofollow ugc noopener"
SCHEMES = frozenset({"http", "https", "mailto"})
HEADINGS = {f"h{level}": f"h{min(level + SHIFT, LOWEST)}" for level in range(1, LOWEST + 1)}
BOXES = {"[ ] ": False, "[x] ": True, "[X] ": True}


def dress(root: Element, *, shift: bool = True) -> None:
    """Change the tree in place; an article's headings have found their level already."""
    for element in list(root.iter()):
        tag = element.tag
        if shift and tag in HEADINGS:
            element.tag = HEADINGS[tag]
        elif tag == "img":
            dress_image(element)
        elif tag == "a":
            dress_link(element)
        elif tag == "li":
            dress_task(element)
    unnest_links(root)


def dress_image(image: Element) -> None:
    """Turn a picture that is not one of our uploads into a link, so that no reader is seen afar."""
    address = image.get("src", "")
    if is_upload(address):
        image.set("loading", "lazy")
        return
    words = image.get("alt", "").strip() or address
    title = image.get("title", "")
    image.attrib.clear()
    image.tag = "a"
    image.set("href", address)
    if title:
        image.set("title", title)
    image.text = words
    dress_link(image)


def is_upload(address: str) -> bool:
    """Whether an address names one of our own uploads and cannot climb out of them."""
    return UPLOAD.fullmatch(address) is not None and ".." not in address


def dress_link(link: Element) -> None:
    """Mark a link as its writer's own; one that leads nowhere allowed keeps its words alone."""
    address = link.get("href", "")
    if address.lower().startswith("www."):
        # Without a scheme it would lead to a page of ours that there is not.
        address = "https://" + address
        link.set("href", address)
    if is_allowed(address):
        link.set("rel", LINK_RELATION)
    else:
        link.attrib.clear()
        link.tag = "span"


def is_allowed(address: str) -> bool:
    """Whether an address is relative or has one of the three schemes."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return False
    return scheme in SCHEMES if scheme else ":" not in address.split("/", 1)[0].split("?", 1)[0]


def unnest_links(root: Element) -> None:
    """Keep the outer link where a linked picture became a link itself, as thumbnails do."""
    for outer in list(root.iter("a")):
        for inner in list(outer.iter("a")):
            if inner is not outer and outer.tag == "a":
                inner.tag = "span"
                inner.attrib.clear()


def dress_task(item: Element) -> None:
    """Turn `[ ]` at the start of an item into a box, labelled by the words behind it."""
    holder = item
    if not (item.text or "").strip() and len(item) and item[0].tag == "p":
        holder = item[0]
    text = holder.text or ""
    is_done = BOXES.get(text[:4])
    if is_done is None:
        return
    item.set("class", "task")
    label = Element("label")
    box = SubElement(label, "input", {"type": "checkbox", "disabled": "disabled"})
    if is_done:
        box.set("checked", "checked")
    box.tail = " " + text[4:]
    holder.text = ""
    for child in list(holder):
        if child.tag in BLOCKS:
            break
        holder.remove(child)
        label.append(child)
    holder.insert(0, label)


BLOCKS = frozenset({"p", "ul", "ol", "pre", "blockquote", "table", "hr", *HEADINGS})
