"""The record of a cable: what `kg parse` prints, one JSON object a cable.

Rules: keys in a fixed order, absent values left out, lists may be empty only where "none" was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final

from kg.cable import Cable, Heading, Paragraph, Reference

RENAMED: Final = {"sender": "from"}
"""Attribute of `Cable` -> key, where Python does not allow the key."""

ALWAYS: Final = frozenset({"page_lines", "references", "headings", "paragraphs", "notes"})
"""Keys that stand even when empty: none of them is an answer."""

HIDDEN: Final[dict[type, frozenset[str]]] = {
    Cable: frozenset({"lines", "body_classification", "body_order", "body_length"}),
    Paragraph: frozenset({"line"}),
    Heading: frozenset({"line"}),
    Reference: frozenset({"line"}),
}
"""Attributes that no record holds: they lead to a line of the source, or compare what the record holds anyway."""


def record(cable: Cable) -> dict[str, object]:
    """Give a cable as a plain mapping, ready for JSON."""
    found: dict[str, object] = {}
    for item in fields(cable):
        if item.name in HIDDEN[Cable]:
            continue
        value = getattr(cable, item.name)
        if value or item.name in ALWAYS:
            found[RENAMED.get(item.name, item.name)] = _SPECIAL.get(item.name, _plain)(value)
    return found


def line(cable: Cable) -> str:
    """Give a cable as one line of NDJSON."""
    return json.dumps(record(cable), ensure_ascii=False)


def _plain(value: Any) -> object:
    names = _names(value)
    if not names:
        return [_plain(one) for one in value] if isinstance(value, tuple) else value
    hidden = HIDDEN.get(type(value), frozenset())
    pairs = ((name, getattr(value, name)) for name in names if name not in hidden)
    return {name: _plain(one) for name, one in pairs if one or name in _NEEDED}


def _names(value: Any) -> tuple[str, ...]:
    """Give the names of a part's values, NamedTuple or dataclass; none of anything else."""
    return getattr(value, "_fields", ()) or tuple(getattr(value, "__dataclass_fields__", ()))


_NEEDED: Final = frozenset({"start", "seen"})
"""Keys of parts that stand even when they are 0 or empty."""


def _source(value: Any) -> object:
    return {item.name: getattr(value, item.name) for item in fields(value)}


_SPECIAL: Final[dict[str, Callable[[Any], object]]] = {
    "source": _source,
    "fields": dict,
}


_PLACES: Final = frozenset({"start", "end"})


def content(cable: Cable) -> str:
    """Hash what a cable says, wherever it was read: the same text again has the same hash."""
    said = {name: value for name, value in record(cable).items() if name not in {"source", "notes"}}
    return hashlib.sha256(json.dumps(_unplaced(said), sort_keys=True).encode()).hexdigest()


def _unplaced(value: object) -> object:
    if isinstance(value, dict):
        return {name: _unplaced(one) for name, one in value.items() if name not in _PLACES}
    return [_unplaced(one) for one in value] if isinstance(value, list | tuple) else value
