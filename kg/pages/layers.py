"""Layout of a directed graph in columns: the method of Sugiyama, Tagawa and Toda (1981), small and deterministic.

Links that would lead back are turned round, each node stands right of all that lead to it, a link that
passes a column takes a lane of its own there, columns are ordered by the mean place of neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Final, NamedTuple

Link = tuple[str, str]

GAP: Final = 16.0
"""Blank between two things of one column, in the units of the heights."""
LANE: Final = 8.0
"""Height of a lane through which a link passes a column."""
SWEEPS: Final = 24
"""How often places are adapted to the neighbours'; they come to rest after some ten."""


class Layout(NamedTuple):
    """Where things stand: column and middle of each, and the stations of each link from left to right."""

    column: dict[str, int]
    middle: dict[str, float]
    routes: dict[Link, tuple[str, ...]]

    def height(self, heights: Mapping[str, float]) -> float:
        """Give the height of the whole."""
        return max(self.middle[name] + heights.get(name, LANE) / 2 for name in self.middle)


def layout(heights: Mapping[str, float], links: Iterable[Link]) -> Layout:
    """Place nodes of some heights that are linked; links of a node to itself have no say.

    >>> layout({"a": 10.0, "b": 10.0}, [("a", "b"), ("b", "a")]).column
    {'a': 0, 'b': 1}
    """
    given = [link for link in links if link[0] != link[1]]
    back = _leading_back(list(heights), given)
    forward = {link: (link[1], link[0]) if link in back else link for link in given}
    column = _columns(list(heights), set(forward.values()))
    routes = {link: _route(ends, column) for link, ends in forward.items()}
    places = {name: column[name] for name in heights} | {
        stop: column[route[0]] + step for route in routes.values() for step, stop in enumerate(route)
    }
    steps = {step for route in routes.values() for step in pairwise(route)}
    columns = [[name for name in places if places[name] == number] for number in range(max(places.values()) + 1)]
    return Layout(places, _middles(columns, steps, heights), routes)


def _leading_back(names: Sequence[str], links: Sequence[Link]) -> set[Link]:
    """Find the links that close a circle when the graph is walked depth first."""
    back: set[Link] = set()
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        for link in links:
            if link[0] == name and link[1] in (*above, name):
                back.add(link)
            elif link[0] == name and link[1] not in done:
                walk(link[1], (*above, name))
        done.add(name)

    for name in names:
        if name not in done:
            walk(name, ())
    return back


def _columns(names: Sequence[str], links: set[Link]) -> dict[str, int]:
    column = dict.fromkeys(names, 0)
    for _ in names:
        for left, right in links:
            column[right] = max(column[right], column[left] + 1)
    return column


def _route(ends: Link, column: Mapping[str, int]) -> tuple[str, ...]:
    left, right = ends
    lanes = [f"{left} > {right} @{number}" for number in range(column[left] + 1, column[right])]
    return (left, *lanes, right)


def _middles(columns: list[list[str]], steps: set[Link], heights: Mapping[str, float]) -> dict[str, float]:
    """Order each column by the places of its neighbours, then let things move towards them."""
    neighbours = _neighbours(columns, steps)
    middle = {name: place for column in columns for name, place in _stacked(column, heights, {}).items()}
    for sweep in range(SWEEPS):
        order = columns if sweep % 2 == 0 else columns[::-1]
        for column in order:
            wanted = {name: fmean([middle[one] for one in neighbours[name] or [name]]) for name in column}
            column.sort(key=lambda name: (wanted[name], name))
            middle |= _stacked(column, heights, wanted)
    top = min(middle[name] - heights.get(name, LANE) / 2 for name in middle)
    return {name: place - top for name, place in middle.items()}


def _neighbours(columns: Sequence[Sequence[str]], steps: set[Link]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for column in columns for name in column}
    for left, right in sorted(steps):
        found[left].append(right)
        found[right].append(left)
    return found


def _stacked(column: Sequence[str], heights: Mapping[str, float], wanted: Mapping[str, float]) -> dict[str, float]:
    """Stack a column without overlaps, near the places that are wanted."""
    place, bottom = {}, None
    for name in column:
        half = heights.get(name, LANE) / 2
        least = half if bottom is None else bottom + GAP + half
        place[name] = wanted.get(name, least) if bottom is None else max(wanted.get(name, least), least)
        bottom = place[name] + half
    shift = fmean([wanted[name] - place[name] for name in column]) if wanted else 0.0
    return {name: middle + shift for name, middle in place.items()}
