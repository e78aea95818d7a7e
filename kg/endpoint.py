"""Validation of a store that is elsewhere: shapes become queries, its rows become results.

Facts
-----
* A store gives no file of RDF; where a result is in a telegram it says itself, in the `ck:path` and `ck:lines` of
  the copy, and the words of a part stand beside it. They are asked for once the results are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kg import remote
from kg.shacl import report, selects
from kg.shacl.check import Finding
from kg.shacl.graph import Graph
from kg.shacl.literals import literal
from kg.shacl.places import SAID, Places
from kg.shacl.results import Result
from kg.terms import CK

AT_ONCE: Final = 2
"""Questions under way: a store answers each on one core, and others want to ask it too."""
TOGETHER: Final = 200
"""Nodes that one query asks about: a longer one is refused by servers that count its bytes."""


def findings(endpoint: str, shapes: Graph) -> list[Finding]:
    """Ask an endpoint what violates the shapes, each constraint once for all its focus nodes.

    Raises InputError (code `shapes`) for shapes that no query can ask, UsageError for a query that the endpoint
    refuses, FaultError when it cannot be reached or leaves rows out.
    """

    def ask(text: str) -> list[selects.Row]:
        return remote.rows(endpoint, text)

    return list(dict.fromkeys(selects.found(ask, shapes, AT_ONCE)))


def results(endpoint: str, found: Sequence[Finding]) -> list[Result]:
    """Say of findings where in which telegram they are; what belongs to no cable is where one first names it."""
    facts = Graph()
    _learn(endpoint, facts, (node for finding in found for node in _meant(finding)))
    placed = report.placed(found, Places(facts))
    astray = [finding for finding, result in zip(found, placed, strict=True) if not result.cable]
    naming = _naming(endpoint, {node for _, focus, value in astray for node in (focus, value) if node.startswith("<")})
    _learn(endpoint, facts, (_copy(subject) for subject, _ in naming.values()))
    return report.placed(found, _Places(facts, naming))


class _Places(Places):
    """The places of what an endpoint said of the nodes in question."""

    def __init__(self, facts: Graph, naming: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(facts)
        self._named = naming

    def naming(self, node: str) -> tuple[str, str]:
        """Give the first subject of a cable that leads to a node, and by which property; "" when there is none."""
        return self._named.get(node, ("", ""))


def _meant(finding: Finding) -> Iterator[str]:
    """Give the nodes that know place and words of a finding: the parts that are meant, and the copy they stand in."""
    for node in finding[1:]:
        if node.startswith("<"):
            yield from (node, _copy(node))


def _copy(node: str) -> str:
    return f"{node.rstrip('>').partition('#')[0]}#copy>"


def _learn(endpoint: str, facts: Graph, nodes: Iterable[str]) -> None:
    for some in _portions(nodes):
        rows = remote.rows(endpoint, _FACTS.format(nodes=some, said=", ".join(SAID)))
        facts.add((row["s"], row["p"], row["o"]) for row in rows)


_FACTS: Final = "SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?o . FILTER (?p IN ({said})) }}"


def _naming(endpoint: str, nodes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Ask which part of a cable names a node first, by address, and by which property."""
    rows = (row for some in _portions(nodes) for row in remote.rows(endpoint, _FIRST.format(nodes=some)))
    return {row["node"]: (f"<{literal(row['first']).lexical}>", f"<{literal(row['by']).lexical}>") for row in rows}


_FIRST: Final = f"""
SELECT ?node ?first (MIN(STR(?property)) AS ?by) WHERE {{{{
  {{{{
    SELECT ?node (MIN(STR(?any)) AS ?first) WHERE {{{{
      VALUES ?node {{{{ {{nodes}} }}}}
      ?any ?leads ?node .
      FILTER (isIRI(?any))
      BIND (IRI(CONCAT(STRBEFORE(CONCAT(STR(?any), "#"), "#"), "#copy")) AS ?copy)
      ?copy <{CK}path> ?file .
    }}}} GROUP BY ?node
  }}}}
  BIND (IRI(?first) AS ?subject)
  ?subject ?property ?node .
}}}} GROUP BY ?node ?first
"""


def _portions(nodes: Iterable[str]) -> Iterator[str]:
    every = list(dict.fromkeys(nodes))
    return (" ".join(every[start : start + TOGETHER]) for start in range(0, len(every), TOGETHER))
