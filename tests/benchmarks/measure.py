"""One stage of the line, or of the rival's, in a process of its own: CPU seconds and peak memory.

    python -m tests.benchmarks.measure STAGE FOLDER     prints {"cables", "cpu", "peak_mb", "mb"}

CPU time is of the stage alone (imports and preparation left out), peak memory of the whole process.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kg
from kg import formats, quads, readers, store
from kg.cable import Cable
from kg.quads import Mapped
from kg.release.build import Options, build
from kg.release.checking import Checker
from kg.shacl import reference
from kg.terms import DEFAULT_BASE, Names
from kg.vocabulary import vocabulary
from tests.benchmarks import rival

Timed = Callable[[], Any]


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


def validate(folder: Path) -> Timed:
    """Check mapped cables, as the build does."""
    values, checker = mapped(folder), Checker()
    return lambda: [checker.results(one) for one in values]


def load(folder: Path) -> Timed:
    dump = Path(tempfile.mkdtemp()) / "dump.nq"
    with dump.open("wb") as file:
        formats.by_name("nq").write((quad for one in mapped(folder) for quad in one.quads), file, DEFAULT_BASE)
    return lambda: store.fill(dump.parent / "store", [dump])


def whole_build(folder: Path) -> Timed:
    """The build up to the store: its peak memory is what must not grow."""
    peak: dict[str, int] = {}

    def note(stage: str, *_: int) -> None:
        if stage == "load":
            peak["kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def line() -> int:
        build([folder], tempfile.mkdtemp(), Options(issued="2026-11-24"), note)
        return peak["kb"]

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


def rival_validate(folder: Path) -> Timed:
    """Our graph and our shapes through stock pySHACL: the engine is what is compared."""
    graph = formats.to_rdflib_graph(quad for one in mapped(folder) for quad in (*one.quads, *one.entries.quads()))
    shapes = reference.own_shapes()
    return lambda: rival.validate(graph, shapes)


STAGES: dict[str, Callable[[Path], Timed]] = {
    "read": reading,
    "parse": parse,
    "map": mapping,
    "nquads": nquads,
    "turtle": turtle,
    "validate": validate,
    "load": load,
    "build": whole_build,
    "rival-parse": rival_parse,
    "rival-map": rival_mapping,
    "rival-nquads": rival_nquads,
    "rival-turtle": rival_turtle,
    "rival-validate": rival_validate,
}


def main(stage: str, folder: str) -> None:
    run = STAGES[stage](Path(folder))
    start = time.process_time()
    answer = run()
    cpu = time.process_time() - start
    peak = answer if stage == "build" else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files = list(Path(folder).iterdir())
    count = answer if stage == "read" else len(files)
    size = sum(file.stat().st_size for file in files) / 1e6
    json.dump({"cables": count, "cpu": cpu, "peak_mb": peak / 1024, "mb": size}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
