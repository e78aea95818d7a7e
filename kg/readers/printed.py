"""A document of a volume with its parts told from each other: head, notes, dateline, text, signature."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from kg.cable import Reference
from kg.grammar import dates, headnote
from kg.grammar.headnote import Handling, Parties
from kg.readers.prose import Marked, marked, words
from kg.readers.tei import Element, Part

_DOCUMENT = re.compile(r"(?P<volume>frus[\w.\-]*)?#?(?P<document>d\d+[a-z]?)(?:fn\d+[a-z]?)?")
_RECEIVED = re.compile(r"\[Received [^\[\]]+\]")
_LISTS: Final = frozenset({"subject", "participants", "to", "from"})
_APART: Final = frozenset({"head", "note", "pb", "frus:attachment"})
_LONGEST_CLASS_LINE: Final = 80
_LONGEST_HEAD: Final = 1000
_LONGEST_NOTE: Final = 10_000
"""Heads have some 200 characters, source notes 3,000: what stands farther back in a note is no handling."""


@dataclass(slots=False)
class Printed:
    """A document of a volume, its parts told from each other.

    `lines` stand between head and text ("[Telegram]", class words), those of elements of their own at `lines_at`;
    `extra` are other facts under a label.
    """

    part: Part
    sources: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    lines_at: list[int] = field(default_factory=list)
    datelines: list[Element] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    signed: list[Element] = field(default_factory=list)
    extra: list[tuple[str, str]] = field(default_factory=list)
    body: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, part: Part) -> Printed:
        """Tell the parts of a document from each other."""
        found = cls(part)
        children = list(part.element.children)
        for note in (*found.head.found("note"), *(one for one in children if one.name == "note")):
            if note.attributes.get("type") == "source":
                found.sources.append(words(note))
            elif note.attributes.get("type") == "summary":
                found.extra.append(("Summary", words(note)))
        for child in children:
            if child.name not in _APART:
                _PLACE.get(child.name, _text)(found, child)
        return found

    @cached_property
    def id(self) -> str:
        """The document's id: volume + "-" + document."""
        attributes = self.part.element.attributes
        return f"{self.part.volume}-{attributes.get('xml:id') or 'd' + attributes.get('n', '0')}"

    @cached_property
    def head(self) -> Element:
        """The head, an empty one where there is none."""
        return next((one for one in self.part.element.children if one.name == "head"), Element("head", "", 0))

    @cached_property
    def _marked(self) -> Marked:
        return marked(self.head)

    @cached_property
    def title(self) -> str:
        """The words of the head without the document's number."""
        return headnote.title(self._marked.words[:_LONGEST_HEAD])

    @property
    def is_telegram(self) -> bool:
        """Tell a telegram from everything else."""
        if self.part.element.attributes.get("subtype") == "editorial-note":
            return False
        return (
            headnote.says_telegram(self.title)
            or any(map(headnote.is_telegram_note, self.sources))
            or any(map(headnote.is_telegram_line, self.lines))
        )

    @cached_property
    def parties(self) -> Parties:
        """Who sent it and to whom; a note can name more addressees."""
        number = len(self._marked.words[:_LONGEST_HEAD]) - len(self.title)
        ends, begins = (max(place - number, 0) for place in self._marked[1:])
        sender, addressees = headnote.parties(self.title, ends, begins)
        return Parties(sender, (*addressees, *self._named(headnote.also_sent)))

    @property
    def informed(self) -> tuple[str, ...]:
        """To whom it was repeated."""
        return self._named(headnote.informed)

    def _named(self, found: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for note in self.sources for name in found(note[:_LONGEST_NOTE])))

    @cached_property
    def handling(self) -> Handling:
        """The classification of the source note, or of the line above the text."""
        notes = [headnote.handling_in(note[:_LONGEST_NOTE]) for note in self.sources]
        said = [*notes, *filter(None, map(headnote.handling_of_line, self.lines))]
        return next((one for one in said if one.level), said[-1] if said else Handling())

    @cached_property
    def dated(self) -> Element | None:
        """The printed date."""
        return next((date for line in self.datelines for date in line.found("date")), None)

    @property
    def when(self) -> str:
        """The date in ISO form: of the printed date, else the day of the document's own range."""
        stated = self.dated.attributes if self.dated else {}
        own = self.part.element.attributes.get("frus:doc-dateTime-min", "")
        return stated.get("when") or stated.get("notBefore", "")[:10] or stated.get("from", "")[:10] or own[:10]

    @property
    def date(self) -> str:
        """The date as a record states it: Z only where the volume states UTC."""
        moment = dates.stated(self.when)
        universal = "T" in moment and self.when.endswith(("Z", "+00:00"))
        return moment.removesuffix("Z") + "Z" if universal else moment

    @property
    def place(self) -> str:
        """Where it was written."""
        return next((words(name) for line in self.datelines for name in line.found("placeName")), "").strip(" ,.")

    @property
    def received(self) -> str:
        """When it came in, as printed."""
        found = (_RECEIVED.search(words(line)) for line in self.datelines)
        return next((match.group() for match in found if match), "")

    @property
    def signature(self) -> str:
        """Who signs it."""
        return words(self.signed[0]).strip(" .,[]") if self.signed else ""

    def citations(self, position_of: Callable[[int], tuple[int, int]]) -> tuple[Reference, ...]:
        """Give the documents of this series that head and footnotes cite, each once."""
        found: dict[str, Reference] = {}
        for ref in self.part.element.found("ref"):
            match = _DOCUMENT.fullmatch(ref.attributes.get("target", ""))
            cited = f"{match['volume'] or self.part.volume}-{match['document']}" if match else self.id
            if cited not in found and cited != self.id:
                line, column = position_of(ref.at)
                found[cited] = Reference("", words(ref), "other", cited, False, "metadata", line, column)
        return tuple(found.values())


def _opener(found: Printed, child: Element) -> None:
    found.lines += [words(one, ";") for one in child.children if one.name not in {"dateline", "note"}]
    found.datelines += child.found("dateline")


def _dateline(found: Printed, child: Element) -> None:
    found.datelines.append(child)


def _closer(found: Printed, child: Element) -> None:
    found.signed += child.found("signed")


def _postscript(found: Printed, child: Element) -> None:
    found.extra.append(("Postscript", words(child)))


def _list(found: Printed, child: Element) -> None:
    kind = child.attributes.get("type")
    if kind == "subject":
        found.subjects += map(words, child.found("item"))
    elif kind not in _LISTS:
        found.body.append(child)


def _text(found: Printed, child: Element) -> None:
    """Take text; a first line can be the class words or the editors' word for what the document is."""
    said = words(child, ";") if not found.body and child.name in {"p", "seg"} else ""
    if said and len(said) <= _LONGEST_CLASS_LINE and _is_class_line(said):
        found.lines.append(said)
        found.lines_at.append(child.at)
    else:
        found.body.append(child)


def _is_class_line(said: str) -> bool:
    handling = headnote.handling_of_line(said)
    return headnote.is_telegram_line(said) or bool(handling and not handling.rest)


_PLACE: Final[dict[str, Callable[[Printed, Element], None]]] = {
    "opener": _opener,
    "dateline": _dateline,
    "closer": _closer,
    "postscript": _postscript,
    "list": _list,
}
"""Element of a document -> where it belongs; everything else is text."""
