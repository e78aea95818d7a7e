"""The overview of the ontology as a drawing: classes as boxes, their main object properties as arrows.

A property is drawn where it leads from a class of ours to a class of ours, narrows no other one, and is
not only there to gather narrower ones. It is a line in the box of its class, and the arrow begins there, so
that no label can lie on another.
Numbers are units of SVG.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kg.pages.facts import Facts
from kg.pages.layers import Layout, Link, layout
from kg.pages.ontology import ABOVE, DOMAIN, INVERSE, RANGE, Page
from kg.terms import CK, OWL

WIDTH: Final = 164.0
"""Of a box: the longest name of a property fits, at LINE's font size."""
COLUMN: Final = 232.0
HEAD: Final = 26.0
LINE: Final = 15.0
PAD: Final = 7.0
MARGIN: Final = 10.0
APART: Final = 5.0
"""How far from the middle of a head arrows of two kinds keep from each other."""


class Line(NamedTuple):
    """A property inside a box: its name, where it stands, and whether it leads back to its own class."""

    name: str
    y: float
    loop: bool


class Box(NamedTuple):
    """A class: its name, place and size, and its lines."""

    name: str
    x: float
    y: float
    height: float
    lines: tuple[Line, ...]


class Arrow(NamedTuple):
    """An arrow: from where to where in words, the path of SVG, and whether it says "is a kind of"."""

    source: str
    target: str
    path: str
    kind_of: bool


class Drawing(NamedTuple):
    """The whole."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def drawing(page: Page) -> Drawing:
    """Draw the classes of an ontology."""
    known, names = page.facts, [entry.iri for entry in page.classes]
    links = properties(known, names)
    kinds = [(above, name) for name in names for above in known.nodes(name, ABOVE[0]) if above in names]
    counts = {name: sum(len(links[link]) for link in links if link[0] == name) for name in names}
    heights = {name: HEAD + count * LINE + (PAD if count else 0) for name, count in counts.items()}
    placed = layout(heights, [*links, *kinds])
    boxes = {name: _box(name, links, placed, heights[name]) for name in names}
    arrows = [_arrow(link, boxes, placed, _middle(boxes[link[0]], links[link])) for link in links if len(set(link)) > 1]
    arrows += [_arrow(link, boxes, placed, None) for link in kinds]
    width = (max(placed.column.values()) * COLUMN) + WIDTH + 2 * MARGIN
    return Drawing(width, placed.height(heights) + 2 * MARGIN, tuple(boxes.values()), tuple(arrows))


def properties(known: Facts, classes: Sequence[str]) -> dict[Link, list[str]]:
    """Give the properties to draw, by the classes between which they lead."""
    found: dict[Link, list[str]] = defaultdict(list)
    for name in known.of_type(OWL + "ObjectProperty"):
        above = [one for one in known.nodes(name, ABOVE[1]) if one.startswith(CK) and known.nodes(one, DOMAIN[0])]
        if above or known.nodes(name, INVERSE) or _gathers(known, name):
            continue
        for source in known.nodes(name, *DOMAIN):
            for target in known.nodes(name, RANGE[0]):
                if source in classes and target in classes:
                    found[source, target].append(name)
    return dict(found)


def _gathers(known: Facts, name: str) -> bool:
    return not known.nodes(name, DOMAIN[0]) and any(name in known.nodes(one, ABOVE[1]) for one in known.subjects)


def _box(name: str, links: Mapping[Link, list[str]], placed: Layout, height: float) -> Box:
    """Place a box and its lines, which stand in the order of the places where their arrows go first."""
    top = placed.middle[name] - height / 2 + MARGIN
    own = sorted((link for link in links if link[0] == name), key=lambda link: (_first(link, placed), link[1]))
    rows = [(one, link[1] == name) for link in own for one in links[link]]
    lines = [Line(one, top + HEAD + (number + 0.5) * LINE, loop) for number, (one, loop) in enumerate(rows)]
    return Box(name, placed.column[name] * COLUMN + MARGIN, top, height, tuple(lines))


def _first(link: Link, placed: Layout) -> float:
    route = placed.routes.get(link, link)
    return placed.middle[route[1] if route[0] == link[0] else route[-2]]


def _middle(box: Box, names: Sequence[str]) -> float:
    own = [line.y for line in box.lines if line.name in names]
    return (own[0] + own[-1]) / 2


def _arrow(link: Link, boxes: Mapping[str, Box], placed: Layout, start: float | None) -> Arrow:
    """Draw an arrow along its route; without a start it leads from the head of a class to a kind of it."""
    source, target = boxes[link[0]], boxes[link[1]]
    route = placed.routes[link]
    rightwards = route[0] == link[0]
    stops = route[1:-1] if rightwards else route[-2:0:-1]
    side = (WIDTH, 0.0) if rightwards else (0.0, WIDTH)
    head = target.y + HEAD / 2
    begin = (source.x + side[0], source.y + HEAD / 2 + APART if start is None else start)
    points = [begin]
    for stop in stops:
        x, y = placed.column[stop] * COLUMN + MARGIN, placed.middle[stop] + MARGIN
        points += [(x + side[1], y), (x + side[0], y)]
    points.append((target.x + side[1], head + APART if start is None else head - APART))
    return Arrow(link[0], link[1], _path(points), start is None)


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Join points by curves between columns and straight lines through them."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for number, (left, right) in enumerate(pairwise(points)):
        middle = (left[0] + right[0]) / 2
        curve = f"C{middle:.1f} {left[1]:.1f} {middle:.1f} {right[1]:.1f} {right[0]:.1f} {right[1]:.1f}"
        path += curve if number % 2 == 0 else f"L{right[0]:.1f} {right[1]:.1f}"
    return path
