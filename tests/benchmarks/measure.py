"""One stage of the line, or of the rival's, in a process of its own: CPU seconds and peak memory.

    python -m tests.benchmarks.measure STAGE FOLDER     prints {"cables", "cpu", "beside", "peak_mb", "mb"}

CPU time is of the stage alone (imports and preparation left out), peak memory of the whole process.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import rdflib

import kg
from kg import formats, quads, readers, store
from kg.cable import Cable
from kg.quads import Mapped
from kg.release import checking
from kg.release.build import TOGETHER, Options, build
from kg.release.checking import Checker
from kg.shacl import reference
from kg.shacl.results import Result
from kg.terms import DEFAULT_BASE, SH, Names
from kg.vocabulary import Triple, vocabulary
from tests.benchmarks import rival
from tests.shacl_reference import rows

Timed = Callable[[], Any]
Row = tuple[str, ...]
FOUND = "KG_FOUND"
"""Variable that names the file for what a validation found."""


def texts(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def cables(folder: Path) -> list[Cable]:
    return [cable for name, data in texts(folder) for cable in readers.read(name, data)]


def mapped(folder: Path) -> list[Mapped]:
    return [quads.quads(cable, Names(), vocabulary()) for cable in cables(folder)]


def parse(folder: Path) -> Timed:
    records = texts(folder)
    vocabulary()
    return lambda: [readers.read(name, data) for name, data in records]


def reading(folder: Path) -> Timed:
    """Read a folder as a command does, cutting tables into their rows and keeping no cable."""
    vocabulary()

    def line() -> int:
        return sum(isinstance(one, Cable) for one in kg.read(folder))

    return line


def mapping(folder: Path) -> Timed:
    values = cables(folder)
    return lambda: [quads.quads(cable, Names(), vocabulary()) for cable in values]


def nquads(folder: Path) -> Timed:
    """Parse, map and write N-Quads, a cable at a time, as the build does."""
    records = texts(folder)
    names, known = Names(), vocabulary()

    def line() -> None:
        for name, data in records:
            for cable in readers.read(name, data):
                quads.quads(cable, names, known).nquads.encode()

    return line


def turtle(folder: Path) -> Timed:
    values = [quad for one in mapped(folder) for quad in one.quads]
    return lambda: formats.by_name("ttl").write(values, io.BytesIO(), DEFAULT_BASE)


class Measured(NamedTuple):
    """What a stage found, its CPU seconds, and those of what it takes turns with: parsing, mapping and N-Quads."""

    found: Sequence[Row]
    cpu: float
    beside: float


def validate(folder: Path) -> Timed:
    """Check cables as the build does, some when they are mapped, and the vocabulary; mapping is not counted."""
    records, checker, names, known = texts(folder), Checker(), Names(), vocabulary()

    def line() -> Measured:
        found: list[Result] = []
        entries: dict[str, list[str]] = {}
        cpu = beside = 0.0
        for start in range(0, len(records), TOGETHER):
            begun = time.process_time()
            some = [cable for name, data in records[start : start + TOGETHER] for cable in readers.read(name, data)]
            values = [quads.quads(cable, names, known) for cable in some]
            assert all(one.nquads.encode() for one in values)
            beside += time.process_time() - begun
            for one in values:
                # the build needs the triples anyway; rivals get their graphs ready as well
                entries |= {subject: _lines(triples) for subject, triples in one.entries.used.items()}
            begun = time.process_time()
            found += [result for one in values for result in checker.results(one)]
            cpu += time.process_time() - begun
        lines = sorted({line for of_one in entries.values() for line in of_one})
        begun = time.process_time()
        found += checking.vocabulary(lambda: lines)
        cpu += time.process_time() - begun
        rows_found = [(one.focus, one.path, one.value, one.component, f"<{SH}{one.severity}>") for one in found]
        return Measured(rows_found, cpu, beside)

    return line


def _lines(triples: tuple[Triple, ...]) -> list[str]:
    return [f"{subject} {predicate} {value} <urn:g> .\n" for subject, predicate, value in triples]


def merged(values: list[Mapped]) -> rdflib.Graph:
    held = frozenset(one.subject for one in values)
    return formats.to_rdflib_graph(quad for one in values for quad in (*one.quads, *one.entries.quads(held)))


def pyshacl(folder: Path) -> Timed:
    """Our graph and our shapes through stock pySHACL: the engine is what is compared."""
    graph, shapes = merged(mapped(folder)), reference.own_shapes()

    def line() -> list[Row]:
        _, report, _ = rival.validate(graph, shapes)
        return [(*row[:1], row[1] if row[1].startswith("<") else "", *row[2:]) for row in rows(report)]

    return line


def pyrudof(folder: Path) -> Timed:
    """The same through pyrudof, 100 cables a call: of more its time grows faster than they do."""
    rudof: Any = importlib.import_module("pyrudof")  # a rival that need not be there
    values = mapped(folder)
    texts = [merged(values[start : start + 100]).serialize(format="nt") for start in range(0, len(values), 100)]
    shapes = reference.own_shapes().serialize(format="turtle")

    def line() -> list[Row]:
        found: list[Row] = []
        for text in texts:
            one = rudof.Rudof(rudof.RudofConfig())
            one.read_data(text, format=rudof.RDFFormat.NTriples)
            one.read_shacl(shapes)
            for entry in one.validate_shacl():
                path = f"<{entry.path}>" if entry.path else ""
                found.append((f"<{entry.focus_node}>", path, f"<{entry.constraint_component}>"))
        return found

    return line


def load(folder: Path) -> Timed:
    dump = Path(tempfile.mkdtemp()) / "dump.nq"
    with dump.open("wb") as file:
        formats.by_name("nq").write((quad for one in mapped(folder) for quad in one.quads), file, DEFAULT_BASE)
    return lambda: store.fill(dump.parent / "store", [dump])


def lines_of_a_build(folder: Path) -> Timed:
    """The build up to the store, which gets nothing: its peak memory is what must not grow."""
    store.Filling.add = lambda *_: None  # type: ignore[method-assign]
    return _built(folder, "load")


def stored_build(folder: Path) -> Timed:
    """The build until the cables are in dumps and store."""
    return _built(folder, "check")


class _MeasuredError(Exception):
    pass


def _built(folder: Path, until: str) -> Timed:
    """Give the peak memory of a build until it begins a stage, where it ends."""

    def note(stage: str, *_: int) -> None:
        if stage == until:
            raise _MeasuredError

    def line() -> int:
        with suppress(_MeasuredError):
            build([folder], tempfile.mkdtemp(), Options(issued="2026-11-24"), note)
        return sum(resource.getrusage(one).ru_maxrss for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    return line


def rival_parse(folder: Path) -> Timed:
    records = [data.decode() for _, data in texts(folder)]
    return lambda: [rival.parse(text) for text in records]


def rival_mapping(folder: Path) -> Timed:
    records = [rival.parse(data.decode()) for _, data in texts(folder)]
    return lambda: rival.to_dataset(records)


def rival_nquads(folder: Path) -> Timed:
    records = [data.decode() for _, data in texts(folder)]
    return lambda: rival.nquads(rival.to_dataset([rival.parse(text) for text in records]))


def rival_turtle(folder: Path) -> Timed:
    dataset = rival.to_dataset([rival.parse(data.decode()) for _, data in texts(folder)])
    return lambda: rival.turtle(dataset)


STAGES: dict[str, Callable[[Path], Timed]] = {
    "read": reading,
    "parse": parse,
    "map": mapping,
    "nquads": nquads,
    "turtle": turtle,
    "validate": validate,
    "load": load,
    "build": lines_of_a_build,
    "build-store": stored_build,
    "rival-parse": rival_parse,
    "rival-map": rival_mapping,
    "rival-nquads": rival_nquads,
    "rival-turtle": rival_turtle,
    "pyshacl": pyshacl,
    "pyrudof": pyrudof,
}


def main(stage: str, folder: str) -> None:
    run = STAGES[stage](Path(folder))
    start = time.process_time()
    answer = run()
    cpu, beside = time.process_time() - start, 0.0
    if isinstance(answer, Measured):
        answer, cpu, beside = answer
    if os.environ.get(FOUND):
        Path(os.environ[FOUND]).write_text(json.dumps(answer), encoding="utf-8")
    peak = answer if stage in {"build", "build-store"} else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files = list(Path(folder).iterdir())
    count = answer if stage == "read" else len(files)
    size = sum(file.stat().st_size for file in files) / 1e6
    json.dump({"cables": count, "cpu": cpu, "beside": beside, "peak_mb": peak / 1024, "mb": size}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
