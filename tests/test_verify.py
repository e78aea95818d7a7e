"""A release held against what it says of itself."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from kg.release.opened import GRAPHS, Release
from kg.store import fill
from kg.web.app import app
from tests.conftest import Run
from tests.test_protocol import Running


@pytest.fixture
def copy(release: Release, tmp_path: Path) -> Path:
    shutil.copytree(release.path, tmp_path / "public")
    return tmp_path / "public"


def test_release_is_as_it_was_built(run: Run, release: Release) -> None:
    done = run("verify", release.path)
    assert (done.returncode, done.stderr) == (0, "")
    # a checkout names its commit in the metadata, an unpacked archive has none: the number is not always the same
    assert done.stdout.endswith(f" {release.manifest['counts']['triples']:,} triples: all as it was built\n")


@pytest.mark.parametrize("where", [0.0, 0.5, 0.99])
def test_every_changed_file_is_found(run: Run, copy: Path, where: float) -> None:
    files = [path for path in copy.rglob("*") if path.is_file() and path.name != "manifest.json"]
    changed = [path for path in files if path.stat().st_size]
    for path in changed:
        data = bytearray(path.read_bytes())
        data[int(where * len(data))] ^= 1
        path.write_bytes(data)
    done = run("verify", "public")
    told = {line.partition(": ")[0] for line in done.stdout.splitlines()}
    assert done.returncode == 1
    assert {path.relative_to(copy).as_posix() for path in changed} <= told


def test_what_is_gone_cut_or_new_is_told(run: Run, copy: Path) -> None:
    (copy / "void.ttl").unlink()
    (copy / "dumps/cables-0000.ttl.gz").write_bytes(b"")
    (copy / "dumps/extra.nq").write_text("")
    done = run("verify", "public")
    assert done.returncode == 1
    for words in (
        "void.ttl: cannot be read: No such file or directory\n",
        "dumps/cables-0000.ttl.gz: has 0 bytes, not ",
        "dumps/extra.nq: is no file of this release\n",
        ": 3 differences\n",
    ):
        assert words in done.stdout


def test_counts_are_held_against_the_dumps_and_the_store(run: Run, copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    triples = manifest["counts"]["triples"]
    manifest["counts"]["graphs"]["cables"] += 1
    manifest["counts"]["triples"] += 1
    (copy / "manifest.json").write_text(json.dumps(manifest))
    done = run("verify", "public")
    assert done.returncode == 1
    assert "dumps of cables: hold 3,320 statements, not 3,321\n" in done.stdout
    assert f"store: hold {triples:,} statements, not {triples + 1:,}\n" in done.stdout
    assert "SHA256SUMS: says something else of manifest.json than the manifest\n" in done.stdout


@pytest.mark.parametrize(("text", "words"), [("{", "manifest cannot be read"), ("{}", "damaged")])
def test_damaged_manifest_is_a_difference(run: Run, copy: Path, text: str, words: str) -> None:
    (copy / "manifest.json").write_text(text)
    done = run("verify", "public")
    assert (done.returncode, words in done.stdout) == (1, True)


def test_packed_content_is_looked_at(run: Run, copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"]["dumps/quality.nq.gz"]["content_sha256"] = "0" * 64
    (copy / "manifest.json").write_text(json.dumps(manifest))
    assert "dumps/quality.nq.gz: holds something else" in run("verify", "public").stdout
    assert gzip.decompress((copy / "dumps/quality.nq.gz").read_bytes())


def test_no_release_is_a_wrong_call(run: Run) -> None:
    assert run("verify", "nowhere").returncode == 2
    assert run("verify").returncode == 2


def test_what_an_endpoint_lost_is_told(run: Run, release: Release, tmp_path: Path) -> None:
    lines = [line for line in release.lines(*GRAPHS) if "/graph/quality>" not in line]
    (tmp_path / "some.nq").write_text("".join(lines[:-1]))
    fill(tmp_path / "store", [tmp_path / "some.nq"])
    (tmp_path / "manifest.json").write_text(json.dumps({"id": "x", "base": release.base}))
    with Running(app(Release.open(tmp_path), ())) as running:
        done = run("verify", release.path, "--endpoint", running.url)
    assert done.returncode == 1
    assert "graphs of quality: hold 0 statements, not 220\n" in done.stdout
    described = release.manifest["counts"]["graphs"]["metadata"]
    assert f"graphs of metadata: hold {described - 1:,} statements, not {described:,}\n" in done.stdout
    assert done.stdout.endswith(": 2 differences\n")


def test_endpoint_that_does_not_answer_is_a_fault(run: Run, release: Release) -> None:
    assert run("verify", release.path, "--endpoint", "http://127.0.0.1:9/").returncode == 4
