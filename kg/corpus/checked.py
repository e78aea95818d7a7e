"""Checks a store against the constraints over the whole corpus, and says so where one was not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kg import resources
from kg.corpus.asked import Asker
from kg.corpus.places import StorePlaces
from kg.corpus.rules import Rule, rules
from kg.errors import FaultError, LimitError
from kg.shacl.results import Result
from kg.terms import SH, Term

_COMPONENT: Final = f"<{SH}SPARQLConstraintComponent>"


def seconds(cables: int) -> float:
    """Give the time that one constraint may take: a minute, and two milliseconds for each cable.

    The slowest of ours needs a hundredth of that, so who reaches it grows with the square of the corpus.
    """
    return 60 + cables / 500


def own_rules() -> list[Rule]:
    """Give the constraints over a corpus that come with kg."""
    return rules([resources.shapes_of_the_whole()])


def results(store: Path, cables: int, asked: Sequence[Rule] | None = None, within: float = 0) -> Iterator[Result]:
    """Give what the constraints find in a store of so many cables, which nobody may write meanwhile.

    A constraint that is stopped (after `within` seconds; 0: as the number of cables allows) gives a result
    too; see `unchecked`. Raises FaultError when the store cannot be read.
    """
    with Asker(store, within or seconds(cables)) as asker:
        places = _places(store)
        for rule in own_rules() if asked is None else asked:
            try:
                for row in asker.rows(rule.query):
                    yield _result(rule, row, places)
            except LimitError as error:
                yield _stopped(rule, str(error))


def _places(store: Path) -> StorePlaces:
    import pyoxigraph  # noqa: PLC0415

    try:
        return StorePlaces(pyoxigraph.Store.read_only(str(store)))
    except OSError as error:
        raise FaultError(f"{store}: the store cannot be opened: {error}; build the release again") from error


def _result(rule: Rule, row: Sequence[str], places: StorePlaces) -> Result:
    focus, value = Term(row[0]), Term(row[1] or row[0])
    place = places.of(focus, value, "")
    return Result(
        cable=place.cable,
        line=place.line,
        severity=rule.severity,
        shape=rule.shape,
        focus=focus,
        path="",
        value=value,
        component=_COMPONENT,
        message=rule.message,
        file=place.file,
        column=place.column,
        words=places.words(focus, value),
    )


def _stopped(rule: Rule, reason: str) -> Result:
    return Result(
        cable="",
        line=0,
        severity="Warning",
        shape=rule.shape,
        focus=rule.shape,
        path="",
        value="",
        component=_COMPONENT,
        message=f"This was not checked for all cables: {reason}. {rule.message}",
        file="",
    )


def unchecked(result: Result) -> bool:
    """Tell whether a result says that its constraint was not checked: it is about the constraint itself."""
    return result.focus == result.shape
