"""Levels, captions and the classification block: the archive's fields joined with the telegram's own words."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kg.cable import Declassification, Note
from kg.grammar import markings, orders, tags
from kg.grammar.telegram import Telegram
from kg.readers.metadata import Metadata

_ORIGINAL, _CURRENT, _ORDER = "Original Classification", "Current Classification", "Executive Order (E.O.)"


def classified(metadata: Metadata, read: Telegram, year: int) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """Give the values of `Cable` that are about classification, and what was unusual about them."""
    level = _levels(metadata, read)
    order, mended = _order(metadata, read)
    who, why = orders.classifier(_classifier(read))
    at = read.opening.at("order")
    mend = (Note("order-mended", read.where.line(at), read.opening.text("order")[:40]),) if mended and at >= 0 else ()
    return {
        "original_classification": level.original,
        "classification": level.current,
        "body_classification": level.body,
        "body_order": _other_order(metadata, read),
        "captions": level.captions,
        "executive_order": order,
        "declassification": _declassification(metadata, read, year),
        "classified_by": who,
        "derived_from": read.opening.text("derived"),
        "reasons": why or orders.reasons(read.opening.text("reasons")),
        "fields": (*level.fields, *metadata.rest(), *_staff(read)),
    }, (*level.notes, *mend)


def _classifier(read: Telegram) -> str:
    """Give the "Classified By:" entry on one line, its words whole again where the form cut them."""
    lines = next((lines for name, lines in read.opening.entries if name == "classifier"), [])
    if not lines:
        return next((one.text for one in read.text.paragraphs[:_FIRST] if _classifies(one.text)), "")
    text = read.pages.text
    begin = text.rfind("\n", 0, lines[0].start) + 1
    label = begin + text[begin : lines[0].start].upper().rfind("CLASS")
    begin = label if label >= begin and text[begin:label].strip() else begin
    return orders.unwrapped([text[begin : lines[0].end], *(line.text for line in lines[1:])])


_FIRST = 2
"""Telegrams of the 1990s say who classified them in their first paragraph."""
_BY = re.compile(r"(?:this (?:message|cable|telegram) (?:is )?)?classified by\b", re.IGNORECASE)
_NEAR = 250


def _classifies(text: str) -> bool:
    return bool(_BY.match(text) and orders.reasons(text[:_NEAR]))


class _Levels(NamedTuple):
    """Levels and captions; `body` is the level of the telegram's first line, where the archive states another one."""

    original: str
    current: str
    body: str
    captions: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]


def _levels(metadata: Metadata, read: Telegram) -> _Levels:
    """Join the classification fields with the telegram's first line."""
    stated = [(label, metadata.value(label)) for label in (_ORIGINAL, _CURRENT)]
    known = [markings.level(value) for _, value in stated]
    (original, said), (current, more) = known
    archived, own = original or current, read.opening.class_line.level if read.opening.class_line else ""
    slipped = tags.captions_in(read.opening.text("tags"))
    unknown = tuple([one for one, (level, _) in zip(stated, known, strict=True) if one[1] and not level])
    return _Levels(
        original or own or current,
        current or original or own,
        own if archived and own != archived else "",
        tuple(dict.fromkeys([*read.opening.captions, *slipped, *said, *more])),
        unknown,
        tuple([Note("level-unknown", metadata.line(label), label) for label, _ in unknown]),
    )


def _order(metadata: Metadata, read: Telegram) -> tuple[str, bool]:
    number, mended = orders.order(read.opening.text("order"))
    return (number, mended) if number else orders.order(metadata.value(_ORDER))


def _other_order(metadata: Metadata, read: Telegram) -> str:
    """Give the order of the telegram's own line, where the archive's field is empty or names another one."""
    if _ORDER.casefold() not in metadata.fields:
        return ""
    own, stated = orders.order(read.opening.text("order"))[0], metadata.value(_ORDER)
    return own if not stated or orders.order(stated)[0] not in {own, ""} else ""


def _declassification(metadata: Metadata, read: Telegram, year: int) -> Declassification | None:
    for text in (read.opening.text("order"), read.opening.text("declassify"), metadata.value(_ORDER)):
        if text and (found := orders.declassification(text, year)):
            return found
    return None


def _staff(read: Telegram) -> list[tuple[str, str]]:
    """Give who drafted and approved the telegram and to which offices it went, where its heading says so."""
    heading = read.heading
    said = (
        ("Drafted by", heading.drafted_by),
        ("Approved by", heading.approved_by),
        ("Distribution", heading.distribution),
    )
    return [(label, value) for label, value in said if value]
