"""What the two layouts of Cablegate share: the same records, once as rows of a table, once as pages.

Facts
-----
* A record is number, created, reference id, origin, classification, references, heading and body. Origin is
  "Embassy Quito", classification the current one, "UNCLASSIFIED//FOR OFFICIAL USE ONLY" among them.
* Some records are extracts: where the heading should be they say "This record is a partial extract of the
  original cable. The full text of the original cable is not available.", sometimes with the date-time group behind.
* Where a record has been put together anew its heading can stand in the body.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.cable import Note
from kg.fields import CANONICAL_ID, REFERENCES
from kg.grammar import dates
from kg.passage import Passage

ID: Final = CANONICAL_ID
CREATED: Final = "Date"
ORIGIN: Final = "From"
CLASSIFICATION: Final = "Current Classification"
CITED: Final = REFERENCES
"""Columns of the record by the labels of the archive."""

_EXTRACT = "partial extract of the original cable"
_NEAR = 300


class Headed(NamedTuple):
    """The heading of a telegram, when the record holds one, and what was unusual about it."""

    heading: Passage | None
    notes: tuple[Note, ...]


def headed(found: Passage | None) -> Headed:
    """Tell a heading from the notice that stands in its place."""
    if found is None or not found.text.strip():
        return Headed(None, ())
    if _EXTRACT in " ".join(found.text[:_NEAR].casefold().split()):
        dated = dates.group(found.text[:_NEAR])[0]
        return Headed(found if dated else None, (Note("partial-extract", found.line(0)),))
    return Headed(found, ())
