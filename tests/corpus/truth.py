"""What a perfect reader finds in one made-up cable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Cited(NamedTuple):
    """One reference: its letter, what it cites ("" when that is no cable), its kind, whether it is NOTAL."""

    label: str
    id: str
    kind: str = "cable"
    notal: bool = False


class Addressed(NamedTuple):
    """One TO or INFO line."""

    role: str
    label: str
    routing: str = ""
    precedence: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """What stands in the text, planted defects included; what a layout does not state is empty."""

    id: str
    copy: str
    date: str
    subject: str
    sender: str
    to: tuple[str, ...]
    tags: tuple[str, ...]
    body_tags: tuple[str, ...]
    classification: str
    marks: tuple[str, ...]
    numbers: tuple[int, ...]
    references: tuple[str, ...]
    page_lines: int
    declassification: str
    signature: str
    defect: str = ""
    body_subject: str = ""
    info: tuple[str, ...] = ()
    addresses: tuple[Addressed, ...] = ()
    excluded: tuple[str, ...] = ()
    dtg: str = ""
    precedence: str = ""
    captions: tuple[str, ...] = ()
    pass_to: tuple[str, ...] = ()
    order: str = ""
    classified_by: str = ""
    reasons: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    mentions: tuple[tuple[str, ...], ...] = ()
    sections: int = 0
    headings: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up cable: file name, text and the truth about it."""

    name: str
    text: str
    truth: Truth
