"""Validation of a store that is elsewhere: shapes become queries, its rows become results.

Facts
-----
* A store gives no file of RDF; where a result is in a telegram it says itself, in the `ck:path` and `ck:lines` of
  the copy, and the words of a part stand beside it. They are asked for once the results are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg import remote
from kg.shacl import report, selects
from kg.shacl.check import Finding
from kg.shacl.graph import Graph
from kg.shacl.literals import is_literal
from kg.shacl.places import SAID
from kg.shacl.results import Result

TOGETHER: Final = 200
"""Nodes that one query asks about: a longer one is refused by servers that count its bytes."""


def findings(endpoint: str, shapes: Graph) -> list[Finding]:
    """Ask an endpoint what violates the shapes, each constraint once for all its focus nodes.

    Raises InputError (code `shapes`) for shapes that no query can ask, UsageError for a query that the endpoint
    refuses, FaultError when it cannot be reached or leaves rows out.
    """

    def ask(text: str) -> list[selects.Row]:
        return remote.rows(endpoint, text)

    return list(dict.fromkeys(selects.found(ask, shapes)))


def results(endpoint: str, found: Sequence[Finding]) -> list[Result]:
    """Say of findings where in which telegram they are."""
    graph = Graph()
    for nodes in _portions(dict.fromkeys(node for finding in found for node in _asked(finding))):
        rows = remote.rows(endpoint, _FACTS.format(nodes=" ".join(nodes), said=", ".join(SAID)))
        graph.add((row["s"], row["p"], row["o"]) for row in rows)
    return report.results(found, graph)


_FACTS: Final = "SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?o . FILTER (?p IN ({said})) }}"


def _asked(finding: Finding) -> Iterator[str]:
    """Give the nodes that know the place and the words of a finding: the copy, and the parts that are meant."""
    _, focus, value = finding
    if focus.startswith("<"):
        yield f"{focus.rstrip('>').partition('#')[0]}#copy>"
    yield from (node for node in (focus, value) if "#" in node and not is_literal(node) and node.startswith("<"))


def _portions(nodes: Iterable[str]) -> Iterator[Sequence[str]]:
    every = list(nodes)
    return (every[start : start + TOGETHER] for start in range(0, len(every), TOGETHER))
