"""Checks a store against the constraints over the whole corpus, and says so where one was not checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.corpus.asked import Asker
from kg.corpus.places import StorePlaces
from kg.errors import FaultError, LimitError
from kg.shacl import own, report, selects
from kg.shacl.check import Finding, Source
from kg.shacl.graph import Graph
from kg.shacl.results import Result
from kg.shacl.selects import Question


def seconds(cables: int) -> float:
    """Give the time that one constraint may take: a minute, and two milliseconds for each cable.

    The slowest of ours needs a hundredth of that, so who reaches it grows with the square of the corpus.
    """
    return 60 + cables / 500


def own_questions(ask: selects.Ask) -> list[Question]:
    """Give the constraints over a corpus that come with kg; `ask` tells of the classes of a store."""
    return selects.questions(own.whole(), selects.subclasses(ask))


def results(store: Path, cables: int, asked: Sequence[Question] | None = None, within: float = 0) -> Iterator[Result]:
    """Give what the constraints find in a store of so many cables, which nobody may write meanwhile.

    A constraint that is stopped (after `within` seconds; 0: as the number of cables allows) gives a result
    too; see `unchecked`. Raises FaultError when the store cannot be read.
    """
    with Asker(store, within or seconds(cables)) as asker:
        places = _places(store)
        for question in own_questions(asker.rows) if asked is None else asked:
            try:
                for row in asker.rows(question.text):
                    yield from report.placed([selects.finding(question, row)], places)
            except LimitError as error:
                yield _stopped(question.source, str(error))


def strange(store: Path, shapes: Graph, within: float) -> tuple[list[Finding], list[Result]]:
    """Give what shapes of a stranger find in a store as one graph, and where each of it is.

    Raises InputError for shapes that no query can ask, LimitError for a constraint that is not decided within so many
    seconds, FaultError when the store cannot be read.
    """
    with Asker(store, within) as asker:
        found = list(dict.fromkeys(selects.found(asker.rows, shapes)))
    return found, report.placed(found, _places(store))


def _places(store: Path) -> StorePlaces:
    import pyoxigraph  # noqa: PLC0415

    try:
        return StorePlaces(pyoxigraph.Store.read_only(str(store)))
    except OSError as error:
        raise FaultError(f"{store}: the store cannot be opened: {error}; build the release again") from error


def _stopped(source: Source, reason: str) -> Result:
    return Result(
        cable="",
        line=0,
        severity="Warning",
        shape=source.shape,
        focus=source.shape,
        path="",
        value="",
        component=source.component,
        message=f"This was not checked for all cables: {reason}. {report.message(source)}",
        file="",
    )


def unchecked(result: Result) -> bool:
    """Tell whether a result says that its constraint was not checked: it is about the constraint itself."""
    return result.focus == result.shape
