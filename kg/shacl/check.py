"""What a compiled constraint is: a function over value nodes that adds what it finds to a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from kg.shacl.graph import Graph
from kg.shacl.paths import Path


class Source(NamedTuple):
    """Where a result comes from: shape, path, component, severity, and what the shape says about it.

    All are terms in N-Triples form; `constraint` is the value of sh:sparql, "" for constraints of Core;
    `default` is said where the shape has no message; `stated` is the property on whose line a result is.
    """

    shape: str
    path: Path | None
    component: str
    severity: str
    messages: tuple[str, ...]
    default: str
    constraint: str = ""
    stated: str = ""


Finding = tuple[Source, str, str]
"""What was found: its source, the focus node, and the value ("" when there is none)."""

Run = Callable[[Graph, str, Sequence[str], list[Finding]], None]
Holds = Callable[[Graph, str, Sequence[str]], bool]
Fails = Callable[[Graph, str], bool]


FAR: Final = 1_000
"""More than any nesting."""


class Check(NamedTuple):
    """One constraint of one shape.

    `run` gets graph, focus node and value nodes and adds findings; `holds` only tells whether there are none, and
    `fails` tells it of one value where each is looked at alone; `pure` checks ask for nothing but the value.
    `vacuous` constraints hold when there are no values, and none of 1 to `fewest` - 1 values can break them.
    `nesting` counts the shapes within shapes that are asked, 0 for what the value nodes themselves and their types
    tell, FAR for what reads other nodes.
    """

    run: Run
    holds: Holds
    vacuous: bool = True
    nesting: int = 0
    fewest: int = 1
    fails: Fails | None = None
    pure: bool = False


def check(run: Run, *, vacuous: bool = True, nesting: int = 0) -> Check:
    """Make a check of a function that finds: it holds when nothing is found."""

    def holds(graph: Graph, focus: str, values: Sequence[str]) -> bool:
        found: list[Finding] = []
        run(graph, focus, values, found)
        return not found

    return Check(run, holds, vacuous, nesting)


def each(fails: Callable[[str], bool], source: Source) -> Check:
    """Make a check that looks at each value node alone."""

    def run(_: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        for value in values:
            if fails(value):
                out.append((source, focus, value))  # noqa: PERF401 - no list where nothing is found

    return Check(run, lambda _, __, values: not any(map(fails, values)), fails=lambda _, node: fails(node), pure=True)


class _Remembered(dict[str, bool]):
    """Answers about short terms, which come again; all are forgotten when there are too many."""

    def __init__(self, ask: Callable[[str], bool]) -> None:
        super().__init__()
        self.ask = ask

    def __missing__(self, term: str) -> bool:
        found = self.ask(term)
        if len(term) < _SHORT:
            if len(self) >= _MOST:
                self.clear()
            self[term] = found
        return found


_SHORT: Final = 100
_MOST: Final = 2_000


def remembered(ask: Callable[[str], bool]) -> Callable[[str], bool]:
    """Remember what is asked about short terms: numbers and dates come again in each graph."""
    return _Remembered(ask).__getitem__


def fused(runs: Sequence[Run]) -> Run:
    """Make one check of pure ones: values in which they found nothing come again, and are looked up once for all.

    Levels, dates, numbers and words of lists are most values of a cable: this takes 4 % off a whole validation.
    """
    sound: set[str] = set()

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        for value in values:
            if value not in sound:
                break
        else:
            return
        before = len(out)
        for one in runs:
            one(graph, focus, values, out)
        if len(out) == before:
            if len(sound) >= _MOST:
                sound.clear()
            sound.update(value for value in values if len(value) < _SHORT)

    return run


def each_in_graph(fails: Fails, source: Source, *, nesting: int = 0) -> Check:
    """Make a check that looks at each value node in its graph."""

    def run(graph: Graph, focus: str, values: Sequence[str], out: list[Finding]) -> None:
        for value in values:
            if fails(graph, value):
                out.append((source, focus, value))  # noqa: PERF401 - no list where nothing is found

    def holds(graph: Graph, _: str, values: Sequence[str]) -> bool:
        return not any(fails(graph, value) for value in values)

    return Check(run, holds, nesting=nesting, fails=fails)
