"""Validation of RDF as people have it: a file, a folder, a graph in memory, or a release.

Facts
-----
* A cable's graph names agencies, tags and levels that the vocabulary graph explains; shapes that ask for
  a label or a class need it as background, which is read and never checked itself. For a file it comes from
  the dump beside it, if the file lies in a release, and from the authority records of kg.
* pySHACL knows no background: it is given one graph, and results about the background alone are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg import endpoint, formats, graphs
from kg.corpus import checked
from kg.errors import InputError, LimitError
from kg.formats import from_line
from kg.release import checking
from kg.release.opened import CURRENT, GRAPHS, MANIFEST, Release, quads_of
from kg.reports import REPORTS, rdf
from kg.reports.findings import findings
from kg.results import failing
from kg.shacl import own, reference, report
from kg.shacl.check import Finding
from kg.shacl.compile import compiled
from kg.shacl.graph import Graph
from kg.shacl.literals import is_literal, to_rdflib
from kg.shacl.paths import ILL_FORMED
from kg.shacl.results import SEVERITIES, Result, Validation
from kg.terms import DEFAULT_BASE, Names, Term
from kg.vocabulary import vocabulary

if TYPE_CHECKING:
    import rdflib


LARGEST_GRAPH: Final = 2_000_000
"""Triples of a release that are held in memory as one graph: a little more than a gigabyte."""


@dataclass(slots=True)
class Data:
    """A graph to check, its background, and the files that its nodes stand in."""

    graph: Graph
    described: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def home(self, node: str) -> str:
        """Give the file that describes a node, else the one that names it first."""
        return self.described.get(node) or self.named.get(node, "")


class Answer(NamedTuple):
    """What an engine says: typed results, and the standard report that is written when it is asked for.

    `strange` when the shapes are not ours: their results may need blank nodes, which only that report has. `base`
    is that of the IRIs that reports to read make short.
    """

    results: tuple[Result, ...]
    validation: Callable[[], Validation]
    strange: bool = False
    base: str = DEFAULT_BASE

    def written(self, form: str, most: int | None = None) -> str:
        """Write a report of all results, or of the `most` worst ones."""
        if form == "ttl" and most is None and self.strange:
            return str(self.validation().graph.serialize(format="turtle"))
        return "".join(REPORTS[form].write(findings(worst(self.results, most)), self.base))


def load(target: str) -> Graph:
    """Read a file (or `-`, Turtle) or all RDF files of a folder to one graph.

    Raises UsageError when it is not there, InputError with file and line when it cannot be read.
    """
    return _loaded(target).graph


def _loaded(target: str) -> Data:
    data = Data(Graph())
    for path in graphs.files(target):
        part = Graph.of_oxigraph(graphs.quads(path))
        for subject, facts in part.own.items():
            data.described.setdefault(subject, path)
            for value in (value for values in facts.values() for value in values):
                data.named.setdefault(value, path)
        data.graph.add(part.triples())
    return data


def validated(data: rdflib.Graph | str, shapes: rdflib.Graph | None = None, engine: str = "compiled") -> Validation:
    """Validate a graph, a file or a folder: by our shapes with the vocabulary as background, or a stranger's without.

    Raises InputError when data or shapes cannot be read or used, LimitError when the shapes ask for too much.
    """
    given = None if shapes is None else Graph.of_rdflib(reference.triples(shapes))
    return _answer(data, given, engine).validation()


def _answer(data: rdflib.Graph | str, shapes: Graph | None, engine: str) -> Answer:
    one = _loaded(data) if isinstance(data, str) else Data(Graph.of_rdflib(reference.triples(data)))
    if shapes is None:
        one.graph = one.graph.before(_behind(one.graph, data if isinstance(data, str) else ""))
    return ENGINES[engine](one, shapes)


def _behind(graph: Graph, target: str) -> Graph:
    """Give the vocabulary entries that the data names and does not describe."""
    folder = Path(target) if Path(target).is_dir() else Path(target).parent
    beside = folder / "vocabulary.nq.gz"
    quads = quads_of(beside) if target not in {"", graphs.STDIN} and beside.is_file() else ()
    behind = Graph(quad[:3] for quad in quads)
    known = vocabulary()
    named = {value for facts in graph.own.values() for values in facts.values() for value in values}
    for concept in sorted(named - behind.own.keys() - graph.own.keys()):
        if not is_literal(concept):
            behind.add(known.closure(Term(concept)))
    return behind


def _compiled(data: Data, shapes: Graph | None) -> Answer:
    given = own.shapes() if shapes is None else shapes
    found = (own.validator() if shapes is None else compiled(shapes)).findings(data.graph)
    return _answered(found, given, report.results(found, data.graph, data.home), strange=shapes is not None)


def _answered(found: Sequence[Finding], shapes: Graph, results: Iterable[Result], *, strange: bool) -> Answer:
    placed = tuple(sorted(results))

    def validation() -> Validation:
        graph: Any = report.rdf(found, shapes)
        graph.kg_results = placed
        return Validation(not found, graph, report.text(found))

    return Answer(placed, validation, strange)


def _pyshacl(data: Data, shapes: Graph | None) -> Answer:
    if shapes is not None:
        _refuse_ill_formed(shapes)
    graph = data.graph
    behind = graph.background
    given = _rdflib([own.shapes() if shapes is None else shapes])
    found = reference.validate(_rdflib([graph, *([behind] if behind else [])]), given, data.home)
    # only our shapes have a background
    aimed = own.validator().focus_nodes(graph) if behind else ()
    kept = tuple(one for one in found.results if not behind or one.focus in aimed or one.focus not in behind.own)
    validation = found if len(kept) == len(found.results) else found._replace(conforms=not kept)
    return Answer(kept, lambda: validation, shapes is not None)


def _refuse_ill_formed(shapes: Graph) -> None:
    """Raise InputError for shapes against the syntax rules (SHACL, appendix A): pySHACL takes some as it likes."""
    try:
        compiled(shapes)
    except InputError as error:
        if error.reason.startswith(ILL_FORMED):
            raise
    except LimitError:
        pass  # what is too much for one engine may be none for the other


def _rdflib(parts: Iterable[Graph]) -> rdflib.Graph:
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    for part in parts:
        for triple in part.triples():
            graph.add((to_rdflib(triple[0]), to_rdflib(triple[1]), to_rdflib(triple[2])))
    return graph


ENGINES: Final = MappingProxyType({"compiled": _compiled, "pyshacl": _pyshacl})
"""Name of an engine -> the engine; both find the same."""


def answer(target: str, shapes: Graph | None, engine: str = "compiled", largest: int = LARGEST_GRAPH) -> Answer:
    """Validate what a user names: a file, a folder or a release; raises as `validated` does.

    By shapes of a stranger a release is one graph, held in memory up to so many triples and else asked in its store.
    """
    if not is_release(target):
        return _answer(target, shapes, engine)
    release = Release.open(target)
    if shapes is not None:
        in_memory = release.manifest["counts"]["triples"] <= largest
        found = _held(release, shapes, engine) if in_memory else _asked(release, shapes, engine)
        return found._replace(base=release.base)
    with failing():
        results = tuple(sorted(release_results(release, engine)))

    def validation() -> Validation:
        graph = formats.to_rdflib_graph(list(rdf.quads(results, Names(release.base))))
        return Validation(not results, graph, "".join(REPORTS["text"].write(findings(results), release.base)))

    return Answer(results, validation, base=release.base)


def _held(release: Release, shapes: Graph, engine: str) -> Answer:
    graph = Graph(from_line(line)[:3] for line in release.lines(*GRAPHS))
    return ENGINES[engine](Data(graph), shapes)


def _asked(release: Release, shapes: Graph, engine: str) -> Answer:
    counts = release.manifest["counts"]
    if engine != "compiled":
        raise LimitError(f"{release.path}: {counts['triples']:,} triples are too many for the engine {engine}")
    found, placed = checked.strange(release.path / "store", shapes, checked.seconds(counts["cables"]))
    return _answered(found, shapes, placed, strange=True)


def remote(address: str, shapes: Graph | None) -> Answer:
    """Validate what a SPARQL endpoint holds, its shapes as queries; raises as `endpoint.findings` does."""
    given = own.every() if shapes is None else shapes
    found = endpoint.findings(address, given)
    return _answered(found, given, endpoint.results(address, found), strange=shapes is not None)


def is_release(target: str) -> bool:
    """Tell a release, or the folder of releases, from other folders and files."""
    folder = Path(target)
    return target != graphs.STDIN and any((folder / place).is_file() for place in (MANIFEST, f"{CURRENT}/{MANIFEST}"))


def release_results(release: Release, engine: str = "compiled") -> Iterator[Result]:
    """Validate a release by our shapes: each cable with the vocabulary behind it, then the vocabulary.

    Then its description, and what crosses cables, of which the store is asked; memory does not grow.
    """
    yield from checking.of_release(release, own.validator()) if engine == "compiled" else _by_reference(release)
    description = Graph(from_line(line)[:3] for line in release.lines("metadata"))
    yield from ENGINES[engine](Data(description), None).results
    yield from checked.results(release.path / "store", release.manifest["counts"]["cables"])


def _by_reference(release: Release) -> Iterable[Result]:
    behind = Graph(from_line(line)[:3] for line in release.lines("vocabulary"))
    found: dict[str, Result] = {}
    for batch in checking.cables(release, BATCH):
        found |= {result.key: result for result in _pyshacl(Data(batch.before(behind)), None).results}
    found |= {result.key: result for result in _pyshacl(Data(behind), None).results}
    return found.values()


BATCH: Final = 25
"""Cables that pySHACL is given together: it costs some 50 ms a call, and memory grows with the batch."""


def worst(results: Sequence[Result], most: int | None) -> Sequence[Result]:
    """Give not more than so many results, Violations before Warnings before Infos."""
    return sorted(results, key=lambda result: SEVERITIES.index(result.severity))[:most] if most is not None else results
