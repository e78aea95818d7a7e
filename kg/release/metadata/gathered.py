"""From a build to the facts of its description: what was counted, what lies in its folder, what it read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from kg import resources, terms
from kg.release import manifest
from kg.release.commit import commit
from kg.release.ledger import Ledger
from kg.release.metadata.catalogue import WHAT
from kg.release.metadata.facts import Facts, File, Links, Run
from kg.release.metadata.quality import metrics, standards
from kg.release.options import Options
from kg.release.overview import Overview
from kg.release.statistics import Statistics
from kg.release.work import Work
from kg.terms import DEFAULT_BASE, Names, Term
from kg.version import VERSION
from kg.vocabulary import plain

_HOLDER: Final = terms.ck("holder")
_STATION: Final = terms.ck("station")
_COUNTRY: Final = terms.ck("country")
WATCHED: Final = (_HOLDER, _STATION)
"""Properties of cables whose values a description needs."""

MAPPINGS: Final = (
    *[terms.named(f"skos:{name}Match") for name in ("exact", "close", "broad", "narrow", "related")],
    terms.named("owl:sameAs"),
)
"""Properties whose values outside our own namespaces are links to another dataset."""


class Gathered(NamedTuple):
    """A build whose data are written; `graphs` are the triples of each kind of graph.

    `unchecked` are the constraints that were stopped: what they would have measured is not known.
    """

    folder: Path
    options: Options
    work: Work
    overview: Overview
    statistics: Statistics
    ledger: Ledger
    graphs: Mapping[str, int]
    unchecked: Sequence[str] = ()


def facts(made: Gathered, identity: str, day: str) -> Facts:
    """Gather the facts of a release: its id, and the day of its issue."""
    options, watched = made.options, made.statistics.watched
    shapes, ontology = resources.turtle_files("shapes"), resources.turtle_files("ontology")
    of_cables = [path for path in shapes if path.stem != "dataset"]
    return Facts(
        names=Names(options.base),
        id=identity,
        issued=day,
        about=options.about.settled(options.base),
        cables=made.overview.cables,
        paragraphs=made.overview.paragraphs,
        period=(made.overview.first, made.overview.last) if made.overview.first else (),
        counts=made.statistics.counts(),
        graphs=dict(made.graphs),
        files=tuple(_files(made.folder)),
        holders=_labelled(made.work, watched[_HOLDER]),
        places=_labelled(made.work, _countries(made.work, watched[_STATION])),
        examples=_examples(made.overview),
        links=tuple(links(made.work, options.base)),
        standards=tuple(standards((*ontology, *shapes))),
        metrics=tuple(metric for metric in metrics(of_cables) if f"<{metric.shape}>" not in made.unchecked),
        failing=made.work.failing(),
        run=_run(made),
    )


def _files(folder: Path) -> Iterable[File]:
    for path in sorted((folder / "dumps").iterdir()):
        file = File(f"dumps/{path.name}", path.stat().st_size, manifest.sha256(path))
        if file.graph in WHAT:
            yield file


def _labelled(work: Work, things: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    """Give things with their names, sorted; those that the vocabulary does not name are left out."""
    named = [(thing, work.entry(thing).get(terms.LABEL, [])) for thing in sorted(things)]
    return tuple((thing[1:-1], plain(labels[0])) for thing, labels in named if labels)


def _countries(work: Work, stations: Iterable[Term]) -> set[Term]:
    return {country for station in stations for country in work.entry(station).get(_COUNTRY, ())}


def _examples(overview: Overview) -> tuple[str, ...]:
    """Give a cable, a sender and a tag."""
    met = [counter.most_common(1) for counter in (overview.senders, overview.tags)]
    return tuple(filter(None, (overview.example, *[found[0][0][1:-1] for found in met if found])))


def links(work: Work, base: str) -> Iterable[Links]:
    """Count the links of vocabulary entries to other datasets, by property and namespace."""
    found: Counter[tuple[Term, str]] = Counter()
    for predicate, value in work.linked(MAPPINGS):
        if not value.startswith((f"<{base}", f"<{DEFAULT_BASE}")):
            found[predicate, terms.namespace(value)] += 1
    return (Links(predicate, target, number) for (predicate, target), number in sorted(found.items()))


def _run(made: Gathered) -> Run:
    read = made.ledger.totals()["read"]
    return Run(
        version=VERSION,
        commit=commit(resources.CHECKOUT),
        configuration=hashlib.sha256(json.dumps(made.options.recorded, sort_keys=True).encode()).hexdigest(),
        sources=made.work.sources_hash(),
        records=read["records"],
        size=read["bytes"],
    )
