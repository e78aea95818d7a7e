"""Shape-based constraints: node, and qualified counts (section 4.7); sh:property stands with the shape itself."""

from __future__ import annotations

from kg.shacl.about import About
from kg.shacl.check import FAR, At, Check
from kg.shacl.code import Code
from kg.shacl.constraints.counts import number
from kg.shacl.literals import true
from kg.shacl.shape import Shape
from kg.terms import SH

_PROPERTY = f"<{SH}property>"
_QUALIFIED = f"<{SH}qualifiedValueShape>"


def of_shape(value: str, about: About) -> Check:
    """Ask for nodes that conform to a shape."""
    shape = about.shape(value)
    return Check(about.source, shape.fails, nesting=shape.nesting + 1)


def at_least_qualified(value: str, about: About) -> Check | None:
    """Ask for a number of values that conform to the qualified shape."""
    return _qualified(about, number(value), None)


def at_most_qualified(value: str, about: About) -> Check | None:
    """Ask for no more than a number of values that conform to the qualified shape."""
    return _qualified(about, 0, number(value))


def _qualified(about: About, least: int, most: int | None) -> Check | None:
    wanted = about.value("qualifiedValueShape")
    if not wanted:
        return None
    qualified = about.shape(wanted)
    siblings = _siblings(wanted, about)

    def lacks(code: Code, values: str) -> str:
        counted, value = code.name(), code.name()
        decided = f">= {code.constant(least)}" if most is None else f"> {code.constant(most)}"
        code.line(f"{counted} = 0")
        with code.block(f"for {value} in {values}"):
            at = At(code, value)
            tests = [f"not ({qualified.fails.write(at)})", *[f"({other.fails.write(at)})" for other in siblings]]
            for name, text in at.ready.items():
                code.line(f"{name} = {text}")
            with code.block(f"if {' and '.join(tests)}"):
                code.line(f"{counted} += 1")
                # the others change nothing: most texts need not be looked at
                with code.block(f"if {counted} {decided}"):
                    code.line("break")
        return f"{counted} < {code.constant(least)}" if most is None else f"{counted} {decided}"

    return Check(about.source, lacks=lacks, vacuous=least <= 0, nesting=FAR)


def _siblings(own: str, about: About) -> list[Shape]:
    """Give the qualified shapes of the other property shapes of all shapes that have this one (section 4.7.3)."""
    if not true(about.value("qualifiedValueShapesDisjoint")):
        return []
    shapes = about.shapes
    parents = shapes.subjects(_PROPERTY, about.node)
    beside = dict.fromkeys(one for parent in parents for one in shapes.values(parent, _PROPERTY))
    qualified = dict.fromkeys(one for other in beside for one in shapes.values(other, _QUALIFIED))
    return [about.shape(one) for one in qualified if one != own]
