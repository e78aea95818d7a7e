"""The public functions of kg: each takes what people have and gives what their tools know."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from kg import formats, quads, readers, sources
from kg.cable import Cable
from kg.entries import Entries
from kg.errors import InputError, UsageError
from kg.readers.skipped import Skipped
from kg.records import content
from kg.shacl.results import Validation
from kg.sources import Blob, Problem, Stream
from kg.terms import DEFAULT_BASE, Names, Quad
from kg.vocabulary import vocabulary

if TYPE_CHECKING:
    import rdflib

Source = str | os.PathLike[str] | bytes | IO[bytes]


def read(*inputs: str | os.PathLike[str], layout: str = "") -> Iterator[Cable | Problem]:
    """Read files and folders: each cable, and each input that gives none as a `Problem`.

    Raises UsageError when an input is not there; nothing else stops it.
    """
    for blob in sources.read(inputs, layout):
        if isinstance(blob, Problem):
            yield blob
            continue
        try:
            yield from contents(blob, layout)
        except InputError as error:
            yield Problem.of(error, blob)


def contents(blob: Blob, layout: str = "") -> tuple[Cable | Problem, ...]:
    """Read one record's bytes, by the layout that is forced or that its file told.

    Gives its cables and, as a `Problem`, each document that is none. Raises InputError when there is nothing.
    """
    told = blob.layout if blob.layout in readers.NAMES else ""
    found = readers.contents(blob.path, blob.data, layout or told, blob.line, blob.offset)
    return tuple(_skipped(one) if isinstance(one, Skipped) else one.cable for one in found)


def _skipped(one: Skipped) -> Problem:
    return Problem("skipped", one.code, one.path, one.line, one.bytes, one.reason, one.id)


def parse(source: Source, layout: str = "") -> list[Cable]:
    """Read the cables of one file or archive, given by its path, its bytes or opened.

    Raises UsageError when the path is no file, InputError when part of it gives no cable: kg.read goes on.
    """
    found: list[Cable] = []
    passed: list[Problem] = []
    for blob in _contents(source, layout):
        if isinstance(blob, Blob):
            found += [one for one in contents(blob, layout) if isinstance(one, Cable)]
        elif blob.bucket == "skipped":
            passed.append(blob)
        else:
            raise _error(blob)
    if passed and not found:
        raise _error(passed[0])
    return found


def _error(problem: Problem) -> InputError:
    return InputError(problem.reason, code=problem.code, path=problem.path, line=problem.line)


def _contents(source: Source, layout: str) -> Iterator[Blob | Problem]:
    if isinstance(source, bytes):
        return sources.contents(sources.STDIN, Stream.of(source), layout)
    if not isinstance(source, str | os.PathLike):
        return sources.contents(Path(str(getattr(source, "name", "-"))).name, Stream(source.read), layout)
    if os.path.isdir(source) and os.fspath(source):  # noqa: PTH112 - a text of any length is asked
        raise UsageError(f"{source}: a folder; use kg.read for it")
    return sources.read([source], layout)


def mapped(cables: Sequence[Cable], base: str = DEFAULT_BASE, met: Entries | None = None) -> Iterator[Quad]:
    """Give the quads of cables, a graph each, and the vocabulary entries that they use.

    `met` is filled with these entries, those of a cable before its quads are given.
    """
    names, held = Names(base), []
    entries = met or Entries(names, vocabulary())
    for cable, nth in numbered(cables):
        one = quads.quads(cable, names, vocabulary(), nth)
        entries.add(one.entries)
        yield from one.quads
        held.append(one.subject)
    yield from entries.quads(held)


def numbered(cables: Sequence[Cable]) -> Iterator[tuple[Cable, int]]:
    """Give each text once, and which text of its id it is: of several the fuller first, as in a build."""
    texts: dict[str, dict[str, int]] = defaultdict(dict)
    keys = [(vocabulary().identity(cable.id).id, content(cable)) for cable in cables]
    for (identity, said), cable in zip(keys, cables, strict=True):
        texts[identity][said] = -cable.text_length
    ranks = {identity: sorted(found, key=lambda one: (found[one], one)) for identity, found in texts.items()}
    for (identity, said), cable in zip(keys, cables, strict=True):
        if texts[identity].pop(said, None) is not None:
            yield cable, ranks[identity].index(said) + 1


def map(source: Source | Cable | Iterable[Cable], base: str = DEFAULT_BASE) -> rdflib.Dataset:  # noqa: A001 - kg.map reads well
    """Map the cables of a file, one cable or several to an rdflib Dataset: one named graph a cable."""
    return formats.to_rdflib(mapped(_cables(source), base))


def graph(source: Source | Cable | Iterable[Cable], base: str = DEFAULT_BASE) -> rdflib.Graph:
    """Map the cables of a file, one cable or several to one rdflib Graph."""
    return formats.to_rdflib_graph(mapped(_cables(source), base))


def _cables(source: Source | Cable | Iterable[Cable]) -> list[Cable]:
    if isinstance(source, Cable):
        return [source]
    if isinstance(source, str | bytes | os.PathLike) or hasattr(source, "read"):
        return parse(cast("Source", source))
    return list(source)


def validate(data: rdflib.Graph | str | os.PathLike[str], shapes: rdflib.Graph | None = None) -> Validation:
    """Validate a graph or an RDF file with SHACL, against the shapes of kg or others.

    The answer unpacks like pySHACL's: `conforms, report_graph, report_text = kg.validate(graph)`;
    its `.results` are typed. Raises InputError when data or shapes cannot be read.
    """
    from kg import validation  # noqa: PLC0415 - keeps `import kg` light

    return validation.validated(data if not isinstance(data, str | os.PathLike) else os.fspath(data), shapes)
