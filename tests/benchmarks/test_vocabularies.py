"""How much of what telegrams say the vocabularies know: agencies, TAGS and stations, by uses and by labels.

    pytest tests/benchmarks/test_vocabularies.py -s

The real cable, the bodies of 1973-79, the printed volumes and other real text, and a generated corpus in every
layout. A use is a label in a cable; the labels that no list knows are printed, most frequent first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import kg
from kg import quads
from kg.cable import Cable
from kg.terms import Names
from kg.vocabulary import vocabulary
from tests import corpus

KINDS = ("agency", "tag", "station")
GENERATED, SHOWN = 500, 12
LEAST = {
    "seed": {"agency": 1.0, "tag": 1.0, "station": 1.0},
    "bodies": {"station": 0.99},
    "aad": {"agency": 0.95, "tag": 1.0, "station": 1.0},
    "frus": {"agency": 0.95},
    "generated": {"agency": 0.99, "tag": 0.99, "station": 0.99},
}
"""Share of uses below which a list has lost something; the bodies have no heading, so no addressees."""


def used(cables: Iterable[Cable]) -> Iterator[tuple[str, str, bool]]:
    """Give kind and label of each use, and whether a list knows it."""
    names = Names()
    for cable in cables:
        for (kind, label), entry in quads.quads(cable, names, vocabulary()).entries.said.items():
            if kind in KINDS:
                yield kind, label, entry.listed


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    corpus.write_telegrams(folder, GENERATED, seed=1)
    return folder


@pytest.mark.parametrize("name", LEAST)
def test_vocabularies_know_what_telegrams_say(name: str, data: Path, generated: Path) -> None:
    folder = generated if name == "generated" else data / name
    uses = Counter(used(one for one in kg.read(folder) if isinstance(one, Cable)))
    for kind in LEAST[name]:
        own = {(label, listed): number for (of, label, listed), number in uses.items() if of == kind}
        unknown = Counter({label: number for (label, listed), number in own.items() if not listed})
        known = 1 - unknown.total() / sum(own.values())
        print(
            f"\n  {name:<10}{kind:<8}{100 * known:6.1f} % of {sum(own.values()):,} uses, {len(own):,} labels; unknown:"
        )
        print("   ", "; ".join(f"{label[:50]} ({number})" for label, number in unknown.most_common(SHOWN)))
        assert known >= LEAST[name][kind]
