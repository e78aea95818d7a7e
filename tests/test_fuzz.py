"""Any input: it gives cables that hold what they promise, or one of our errors, and it does so soon.

pytest tests/test_fuzz.py                       10,000 damaged files
KG_FUZZ=1000000 pytest tests/test_fuzz.py       a million
KG_FUZZ_SEED=924 pytest tests/test_fuzz.py      one of them again
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path
from random import Random

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.cable import Cable
from kg.records import line
from kg.release.build import Options, build
from kg.sources import Problem
from tests.hostile import GROWTHS, SIGNS, Growth, damaged, guarded, mapped, readings, tiles
from tests.layouts import RECORDS
from tests.test_schema import faults

MANY = int(os.environ.get("KG_FUZZ", "10000"))
ONE = os.environ.get("KG_FUZZ_SEED", "")
PARTS = 1 if ONE else 20
SAMPLED = 10
"""Of so many inputs one is looked at more closely."""


def holds(data: bytes, *, closely: bool = False) -> None:
    """Check what must hold of any input."""
    for reading in readings(data):
        tiles(reading)
        found = mapped(reading)
        if closely:
            assert faults(json.loads(line(reading.cable))) == []
            assert not found or list(pyoxigraph.parse(found.nquads.encode(), pyoxigraph.RdfFormat.N_QUADS))


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_file_is_read_or_refused(part: int) -> None:
    numbers = [int(ONE)] if ONE else range(part, MANY, PARTS)
    for number in numbers:
        try:
            with guarded():
                holds(damaged(number), closely=bool(ONE) or number // PARTS % SAMPLED == 0)
        except BaseException as error:
            error.add_note(f"again with KG_FUZZ_SEED={number}")
            raise


@pytest.mark.parametrize("growth", GROWTHS, ids=repr)
def test_a_text_that_grows_holds_nobody_up(growth: Growth) -> None:
    with guarded():
        holds(growth.bytes(50_000))


TOKENS = st.sampled_from([sign.decode("utf-8", "replace") for sign in SIGNS])
PIECES = st.lists(st.one_of(TOKENS, st.text(max_size=8)), max_size=12).map("".join)


@settings(max_examples=300)
@given(st.sampled_from(sorted(RECORDS)), st.lists(st.tuples(st.floats(0, 1), PIECES), max_size=4), st.booleans())
def test_a_record_with_anything_in_it_is_read_or_refused(
    layout: str,
    edits: list[tuple[float, str]],
    into: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    text = RECORDS[layout]
    for share, piece in edits:
        place = int(share * len(text))
        text = text[:place] + piece + text[place + (0 if into else len(piece)) :]
    holds(text.encode(errors="replace"))


@settings(max_examples=300)
@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-16")), PIECES.map(str.encode)))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    holds(data)


def packed(random: Random, members: list[bytes]) -> bytes:
    """Pack files in one of the archives people have."""
    file = io.BytesIO()
    if random.random() < 0.5:
        with zipfile.ZipFile(file, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as pack:
            for number, data in enumerate(members):
                pack.writestr(f"a/{number}.md", data)
    else:
        form = random.choice(("w", "w:gz", "w:bz2", "w:xz"))
        with tarfile.open(fileobj=file, mode=form) as pack:  # type: ignore[call-overload]
            for number, data in enumerate(members):
                member = tarfile.TarInfo(f"a/{number}.md")
                member.size = len(data)
                pack.addfile(member, io.BytesIO(data))
    return file.getvalue()


def damaged_archive(number: int) -> bytes:
    """Give an archive of damaged files, itself damaged."""
    random = Random(number)
    data = bytearray(packed(random, [damaged(number * 10 + one) for one in range(random.randrange(6))]))
    for _ in range(random.choice((0, 1, 1, 3))):
        place = random.randrange(len(data) + 1)
        data[place : place + random.choice((0, 1, 1, 30))] = random.randbytes(random.choice((0, 1, 1, 8)))
    return bytes(data[: random.randrange(len(data) + 1)] if random.random() < 0.2 else data)


@pytest.mark.parametrize("number", [int(ONE)] if ONE else range(MANY // 50))
def test_a_damaged_archive_is_read_or_refused(number: int, tmp_path: Path) -> None:
    path = tmp_path / "pack"
    path.write_bytes(damaged_archive(number))
    with guarded():
        found = list(kg.read(path))
    assert all(isinstance(one, Cable) or one.bucket in {"rejected", "skipped"} for one in found)
    assert "internal" not in {one.code for one in found if isinstance(one, Problem)}


@pytest.mark.parametrize("number", [int(ONE)] if ONE else range(3))
def test_the_ledger_adds_up_over_damaged_files(number: int, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    sizes = []
    for one in range(40):
        data = damaged(number * 40 + one)
        (source / f"{one % 30}-07QUITO{one}.md").write_bytes(data)
        sizes.append(len(data))
    for one in range(4):
        (source / f"pack{one}").write_bytes(damaged_archive(number * 4 + one))
    ledger = build([source], tmp_path / "public", Options(issued="2026-11-24")).manifest["ledger"]
    for unit in ("records", "bytes"):
        counts = {bucket: counted[unit] for bucket, counted in ledger.items()}
        assert counts.pop("read") == sum(counts.values())
    assert ledger["read"]["records"] >= 40
    assert ledger["read"]["bytes"] >= sum(sizes)
