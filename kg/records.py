"""The record of a cable: what `kg parse` prints, one JSON object a cable.

Rules: keys in a fixed order, absent values left out, lists may be empty only where "none" was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, Final

from kg.cable import Cable, Heading, Paragraph, Reference

RENAMED: Final = {"sender": "from"}
"""Attribute of `Cable` -> key, where Python does not allow the key."""

ALWAYS: Final = frozenset({"page_lines", "references", "headings", "paragraphs", "notes"})
"""Keys that stand even when empty: none of them is an answer."""

HIDDEN: Final[dict[type, frozenset[str]]] = {
    Cable: frozenset({"lines", "body_classification", "body_order", "body_length"}),
    Paragraph: frozenset({"line", "column"}),
    Heading: frozenset({"line", "column"}),
    Reference: frozenset({"line", "column"}),
}
"""Attributes that no record holds: they lead to a place of the source, or compare what the record holds anyway."""


def record(cable: Cable) -> dict[str, object]:
    """Give a cable as a plain mapping, ready for JSON."""
    return _record(cable, _NOTHING)


def _record(cable: Cable, without: frozenset[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in _shown(Cable, without):
        value = getattr(cable, name)
        if value or name in ALWAYS:
            found[RENAMED.get(name, name)] = _SPECIAL[name](value) if name in _SPECIAL else _plain(value, without)
    return found


def line(cable: Cable) -> str:
    """Give a cable as one line of NDJSON."""
    return json.dumps(record(cable), ensure_ascii=False)


def _plain(value: Any, without: frozenset[str]) -> object:
    """Give a value as JSON has it, parts (NamedTuple or dataclass) as mappings of what they hold."""
    kind: type = type(value)
    if kind is str or kind is int:  # nine values in ten
        return value
    if names := _shown(kind, without):
        pairs = [(name, getattr(value, name)) for name in names]
        return {name: _plain(one, without) for name, one in pairs if one or name in _NEEDED}
    return [_plain(one, without) for one in value] if kind is tuple else value


@cache
def _shown(kind: type, without: frozenset[str]) -> tuple[str, ...]:
    """Give the names of a part's values that stand in a record; none of anything else."""
    names = getattr(kind, "_fields", ()) or tuple(getattr(kind, "__dataclass_fields__", ()))
    return tuple(name for name in names if name not in HIDDEN.get(kind, _NOTHING) | without)


_NOTHING: Final[frozenset[str]] = frozenset()
_NEEDED: Final = frozenset({"start", "seen"})
"""Keys of parts that stand even when they are 0 or empty."""


def _source(value: Any) -> object:
    return {item.name: getattr(value, item.name) for item in fields(value)}


_SPECIAL: Final[dict[str, Callable[[Any], object]]] = {
    "source": _source,
    "fields": dict,
}


_OF_ITS_COPY: Final = frozenset({"source", "notes", "start", "end"})
"""What depends on where a text was read."""


def content(cable: Cable) -> str:
    """Hash what a cable says, wherever it was read: the same text again has the same hash."""
    said = json.dumps(_record(cable, _OF_ITS_COPY), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
