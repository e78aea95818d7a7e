"""The public functions of kg: each takes what people have and gives what their tools know."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import formats, quads, readers, sources
from kg.cable import Cable
from kg.errors import InputError, UsageError
from kg.records import content
from kg.shacl.results import Validation
from kg.sources import Blob, Problem
from kg.terms import DEFAULT_BASE, Names, Quad
from kg.vocabulary import Entries, vocabulary

if TYPE_CHECKING:
    import rdflib

Source = str | os.PathLike[str] | bytes | IO[bytes]


def read(*inputs: str | os.PathLike[str], layout: str = "") -> Iterator[Cable | Problem]:
    """Read files and folders: each cable, and each input that gives none as a `Problem`.

    Raises UsageError when an input is not there; nothing else stops it.
    """
    for blob in sources.read(inputs):
        if isinstance(blob, Problem):
            yield blob
            continue
        try:
            yield from readers.read(blob.path, blob.data, layout)
        except InputError as error:
            yield Problem.of(error, blob.path, len(blob.data))


def parse(source: Source, layout: str = "") -> list[Cable]:
    """Read the cables of one file, given by its path, its bytes or opened.

    Raises UsageError when the path is no file, InputError when it gives no cable.
    """
    blob = _blob(source)
    return list(readers.read(blob.path, blob.data, layout))


def _blob(source: Source) -> Blob:
    if isinstance(source, bytes):
        return Blob("-", source)
    if not isinstance(source, str | os.PathLike):
        return Blob(Path(str(getattr(source, "name", "-"))).name, source.read(sources.LARGEST_RECORD + 1))
    if Path(source).is_dir():
        raise UsageError(f"{source}: a folder; use kg.read for it")
    (found,) = sources.read([source])
    if isinstance(found, Problem):
        raise InputError(found.reason, code=found.code, path=found.path, line=found.line)
    return found


def mapped(cables: Sequence[Cable], base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """Give the quads of cables, a graph each, and the vocabulary entries that they use."""
    names, entries, held = Names(base), Entries(Names(base), vocabulary()), []
    for cable, nth in numbered(cables):
        one = quads.quads(cable, names, vocabulary(), nth)
        yield from one.quads
        entries.used.update(one.entries.used)
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


def map(source: Source | Cable, base: str = DEFAULT_BASE) -> rdflib.Dataset:  # noqa: A001 - kg.map reads well
    """Map the cables of a file, or one cable, to an rdflib Dataset: one named graph a cable."""
    return formats.to_rdflib(mapped(_cables(source), base))


def graph(source: Source | Cable, base: str = DEFAULT_BASE) -> rdflib.Graph:
    """Map the cables of a file, or one cable, to one rdflib Graph."""
    return formats.to_rdflib_graph(mapped(_cables(source), base))


def _cables(source: Source | Cable) -> list[Cable]:
    return [source] if isinstance(source, Cable) else parse(source)


def validate(data: rdflib.Graph | str | os.PathLike[str], shapes: rdflib.Graph | None = None) -> Validation:
    """Validate a graph or an RDF file with SHACL, against the shapes of kg or others.

    The answer unpacks like pySHACL's: `conforms, report_graph, report_text = kg.validate(graph)`;
    its `.results` are typed. Raises InputError when data or shapes cannot be read.
    """
    from kg import validation  # noqa: PLC0415 - keeps `import kg` light

    return validation.validated(data if not isinstance(data, str | os.PathLike) else os.fspath(data), shapes)
