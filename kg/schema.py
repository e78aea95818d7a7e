"""The contract of a record as data: the JSON Schema of what `kg parse` prints.

Which keys there are, in which order, of which type and which of them always stand is read from the values
themselves (`kg.cable`, `kg.records`); words that come from a list are read from that list. Here stand only what
a key means and which form its text has.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from kg.cable import (
    NOTES,
    Address,
    Cable,
    Declassification,
    Heading,
    Mention,
    Note,
    Paragraph,
    Reference,
    Sections,
    Source,
    Tag,
)
from kg.grammar import address_lists, markings, portions, precedences, references
from kg.readers import READERS
from kg.records import ALWAYS, HIDDEN, RENAMED
from kg.terms import DEFAULT_BASE

VERSION: Final = "1.0.0"
"""Version of the contract: the first number grows when a key goes or changes its meaning, the second for a new key."""

MEANINGS: Final[MappingProxyType[type, dict[str, str]]] = MappingProxyType(
    {
        Cable: {
            "id": "message reference: year, station and serial without leading zeros, or the archive's own id",
            "copy": "canonical id as the source gives it",
            "layout": "form of the source",
            "source": "the record's own bytes in its file",
            "holder": "archive that holds the document, from its footer",
            "message_references": "forms of the reference met in the telegram, in order, once each",
            "subject": "subject of the archive's fields, else of the telegram",
            "body_subject": "SUBJECT line of the telegram, unwrapped, without its portion mark",
            "date": "date or date-time in the precision stated; Z only where it is stated",
            "date_text": "date as written",
            "dtg": "date-time group of the telegram",
            "precedence": "the highest of the precedence line and of single addressees",
            "from": "sender as the archive has it, else the FM line",
            "to": "addressees for action",
            "info": "addressees for information",
            "addresses": "one TO or INFO line of the telegram each",
            "excluded": "posts that a collective address leaves out (XMT)",
            "pass_to": "whom the telegram is to be passed to",
            "original_classification": "level that the telegram had",
            "classification": "level that the archive has now",
            "captions": "handling: SIPDIS, NODIS, NOFORN and others, once each, in order",
            "tags": "TAGS of the archive, else of the telegram",
            "body_tags": "codes of the telegram's own TAGS line",
            "executive_order": "number of the order meant",
            "declassification": "when it is to be declassified",
            "classified_by": "who classified it",
            "derived_from": "from what the classification is derived",
            "reasons": "reasons for the classification",
            "references": "what the REF lines and the archive's references cite, one entry a citation",
            "mentions": "cables cited inside paragraphs",
            "sections": "sections of a telegram sent in several",
            "page_lines": "page lines found and taken out of the text",
            "headings": "titles inside the text",
            "paragraphs": "the text",
            "signature": "who signs",
            "fields": "every other field of the archive with a value, by its label",
            "notes": "everything unusual that was met",
        },
        Source: {
            "path": "relative to the folder given; a member of an archive is pack.zip!/a/b.md",
            "line": "first line of the record",
            "offset": "byte at which the record begins",
            "bytes": "length in bytes",
            "sha256": "hash of these bytes",
            "encoding": "name of the codec; offsets count code points of the text decoded with it",
        },
        Address: {
            "role": "for action or for information",
            "label": "addressee",
            "routing": "routing indicator",
            "precedence": "precedence for this addressee alone",
            "number": "serial of the message to this addressee",
        },
        Tag: {
            "code": "code or phrase; mended where the mend is sure",
            "label": "title of the code in the source",
            "person": "person named by the tag",
            "raw": "what was written where the code was mended",
        },
        Declassification: {"raw": "instruction as written", "date": "the day, where it names one"},
        Reference: {
            "label": "letter of the entry",
            "raw": "as written",
            "kind": "what is cited",
            "id": "id of a cable, in the form of the record's own id",
            "notal": "not addressed to all who get the telegram",
            "where": "who cites it",
        },
        Mention: {
            "id": "id of the cable",
            "paragraph": "id of the paragraph",
            "via": "by the letter of a reference, by the word reftel, or by its own number in the text",
        },
        Sections: {"count": "sections announced", "seen": "sections met"},
        Heading: {
            "id": "name of the title in this record",
            "n": "number of the title",
            "text": "the title",
            "start": "code point at which it begins in the record",
            "end": "code point behind it",
        },
        Paragraph: {
            "id": "name of the paragraph in this record: p4, p4-2 where the number repeats, u1 without a number",
            "n": "number that the telegram gives it",
            "mark": "portion mark as written",
            "level": "level that the mark states",
            "caveats": "captions that the mark states",
            "heading": "number of the title over it",
            "section": "section of the telegram",
            "text": "its words, behind number and mark, lines joined",
            "start": "code point at which the text begins in the record",
            "end": "code point behind the text",
        },
        Note: {
            "code": "; ".join(f"{code}: {meaning}" for code, meaning in NOTES.items()),
            "line": "line of the file",
            "text": "what stands there",
        },
    }
)
"""Part of a record -> its keys and what they mean."""

_LEVELS: Final = tuple(dict.fromkeys(markings.LEVELS.values()))
_PLACE: Final = {"minimum": 0}
_ID: Final = {"pattern": r"^\S(.*\S)?$"}
_PARAGRAPH: Final = {"pattern": r"^(p\d+(-\d+)?|u\d+)$"}
_PRECEDENCE: Final = {"enum": list(precedences.RANKS)}


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"enum": list(dict.fromkeys(words))}


FORMS: Final[MappingProxyType[type, dict[str, dict[str, Any]]]] = MappingProxyType(
    {
        Cable: {
            "id": _ID,
            "copy": _ID,
            "layout": _one_of(reader.name for reader in READERS),
            "date": {"pattern": r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?Z?)?)?)?$"},
            "precedence": _PRECEDENCE,
            "original_classification": _one_of(_LEVELS),
            "classification": _one_of(_LEVELS),
            "executive_order": {"pattern": r"^\d{4,6}$"},
            "page_lines": _PLACE,
        },
        Source: {
            "offset": _PLACE,
            "sha256": {"pattern": "^[0-9a-f]{64}$"},
            "encoding": _one_of(("utf-8", "utf-8-sig", "utf-16", "cp1252")),
        },
        Address: {"role": _one_of(address_lists.ROLES.values()), "precedence": _PRECEDENCE},
        Declassification: {"date": {"pattern": r"^\d{4}-\d\d-\d\d$"}},
        Reference: {
            "kind": _one_of(("cable", *(kind for kind, _ in references.KINDS), "other")),
            "where": _one_of(("body", "metadata", "both")),
        },
        Mention: {"paragraph": _PARAGRAPH, "via": {"pattern": "^(ref [A-Z]|reftel|text)$"}},
        Heading: {"id": {"pattern": r"^h\d+$"}, "start": _PLACE},
        Paragraph: {
            "id": _PARAGRAPH,
            "level": _one_of(level for level, _ in portions.PORTIONS.values() if level),
            "start": _PLACE,
        },
        Note: {"code": _one_of(NOTES)},
    }
)
"""Key -> the form of its value, where it is not any text or number from 1 on."""

_UNSTATED: Final[dict[type, frozenset[str]]] = {
    Paragraph: frozenset({"n", "mark", "level", "caveats", "heading", "section"}),
    Reference: frozenset({"label"}),
}
"""Keys that a part has no default for and that are left out all the same where nothing is stated."""


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{DEFAULT_BASE}schema/record-{VERSION}.json",
        "version": VERSION,
        "title": "A diplomatic cable",
        "description": "What kg parse prints for one cable. Keys come in this order; what is not stated is left out.",
        **_object(Cable),
        "$defs": {part.__name__: _object(part) for part in MEANINGS if part is not Cable},
    }


def _object(part: type) -> dict[str, Any]:
    """Describe a part of a record."""
    hints = get_type_hints(part)
    hidden = HIDDEN.get(part, frozenset())
    names = {name: RENAMED.get(name, name) for name in _names(part) if name not in hidden}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key for name, key in names.items() if _always(part, name)],
        "properties": {key: _property(part, key, hints[name]) for name, key in names.items()},
    }


def _names(part: type) -> tuple[str, ...]:
    return getattr(part, "_fields", ()) or tuple(item.name for item in dataclasses.fields(part))


def _always(part: type, name: str) -> bool:
    """Tell whether a key stands in every record."""
    if part is Cable and name in ALWAYS:
        return True
    defaults = getattr(part, "_field_defaults", None)
    if defaults is None:
        defaults = {item.name for item in dataclasses.fields(part) if item.default is not dataclasses.MISSING}
    return name not in defaults and name not in _UNSTATED.get(part, ())


def _property(part: type, key: str, hint: Any) -> dict[str, Any]:
    found = {"description": MEANINGS[part].get(key, ""), **_typed(hint)}
    if key == "fields":
        found |= {"type": "object", "additionalProperties": found.pop("items")["prefixItems"][1]}
    return found | FORMS.get(part, {}).get(key, {})


def _typed(hint: Any) -> dict[str, Any]:
    """Describe a value by its type: an empty text or a 0 is left out of a record, so none stands in it."""
    if hint in MEANINGS:
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if get_origin(hint) in {Union, types.UnionType}:
        return _typed(next(one for one in get_args(hint) if one is not type(None)))
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest == [...]:
            return {"type": "array", "items": _typed(first)}
        return {"prefixItems": [_typed(first), *map(_typed, rest)]}
    return dict(_PLAIN[hint])


_PLAIN: Final[dict[Callable[..., object], dict[str, Any]]] = {
    str: {"type": "string", "minLength": 1},
    int: {"type": "integer", "minimum": 1},
    bool: {"const": True},
}
