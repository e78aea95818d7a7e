"""The program: what a user types, what comes back, and the exit code."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg.release.build import Options, build
from kg.release.opened import Release
from tests.conftest import SEEDS, Run

Make = Callable[..., str]
ONE = SEEDS / "05STATE44120_a.md"


def test_build_ends_with_a_summary_and_what_to_type_next(run: Run) -> None:
    done = run("build", SEEDS)
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "cables      28",
        "paragraphs  177",
        "7 Warning",
        "public/current/dumps/",
        "serve       ",
        "query       ",
    ):
        assert words in done.stdout


def test_commands_of_the_summary_can_be_typed(run: Run, tmp_path: Path) -> None:
    done = run("build", ONE, "-o", "my releases")
    typed = next(line.removeprefix("query").strip() for line in done.stdout.splitlines() if line.startswith("query "))
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    rows = subprocess.run(typed, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)  # noqa: S602
    assert "GUIDANCE ON THE ANDEAN BALLOON GROUP" in rows.stdout


def test_parse_prints_one_record_a_line(run: Run) -> None:
    done = run("parse", SEEDS)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(records)) == (0, 28)
    assert list(records[0])[:4] == ["id", "copy", "layout", "source"]


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "rdfxml"])
def test_map_writes_every_format_with_the_same_triples(run: Run, form: str) -> None:
    parsers = {"ttl": "turtle", "nq": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}
    whole = rdflib.Dataset()
    whole.parse(data=run("map", ONE, "-f", form).stdout, format=parsers.get(form, form))
    expected = rdflib.Dataset()
    expected.parse(data=run("map", ONE, "-f", "nq").stdout, format="nquads")
    assert {quad[:3] for quad in whole.quads()} == {quad[:3] for quad in expected.quads()}


def test_map_validates_by_itself(run: Run) -> None:
    done = run("validate", "-", stdin=run("map", ONE).stdout)
    assert (done.returncode, done.stdout) == (0, "0 Violation, 0 Warning, 0 Info\n")


def test_reads_a_cable_from_standard_input(run: Run) -> None:
    done = run("parse", "-", stdin=ONE.read_text(encoding="utf-8"))
    assert json.loads(done.stdout)["id"] == "05STATE44120"


def test_validate_tells_invalid_from_unreadable(run: Run, tmp_path: Path) -> None:
    data = run("map", ONE).stdout
    wrong = data.replace('dcterms:identifier "05STATE44120"', 'dcterms:identifier "05STATE44120", "05STATE9"')
    (tmp_path / "wrong.ttl").write_text(wrong)
    (tmp_path / "broken.ttl").write_text("@prefix : <")
    done = run("validate", "wrong.ttl")
    assert done.returncode == 1
    assert "05STATE44120_a.md:" in done.stdout
    assert [run("validate", name).returncode for name in ("broken.ttl", "none.ttl")] == [3, 2]
    assert run("validate", "wrong.ttl", "--shapes", "broken.ttl").returncode == 3


def test_validate_uses_shapes_of_ones_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text("""@prefix sh: <http://www.w3.org/ns/shacl#> .
      @prefix ck: <https://w3id.org/cables/ns#> . @prefix x: <https://example.org/> .
      x:S a sh:NodeShape ; sh:targetClass ck:Cable ; sh:property x:P .
      x:P a sh:PropertyShape ; sh:path ck:nothing ; sh:minCount 1 ; sh:message "nothing here" .""")
    (tmp_path / "one.ttl").write_text(run("map", ONE).stdout)
    done = run("validate", "one.ttl", "--shapes", "shapes.ttl", "-f", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["counts"]["Violation"]) == (1, 1)
    assert report["results"][0]["message"] == "nothing here"


def test_fail_on_decides_what_stops(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text(run("map", SEEDS / "08QUITO610_a.md").stdout)
    codes = [run("validate", "one.ttl", "--fail-on", severity).returncode for severity in ("violation", "warning")]
    assert codes == [0, 1]


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_query_writes_each_result_format(run: Run, release: Release, form: str) -> None:
    done = run("query", "-r", release.path, "SELECT ?c { ?c ck:cites cable:06LIMA4120 }", "-f", form)
    assert done.returncode == 0
    assert "https://w3id.org/cables/cable/07LIMA87" in done.stdout


def test_query_reads_a_file_and_prints_a_table(run: Run, release: Release, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT (COUNT(?c) AS ?n) { ?c a ck:Cable }")
    done = run("query", "-r", release.path, "q.rq")
    assert done.stdout.split() == ["n", "--", "28"]
    rdf = run("query", "-r", release.path, "DESCRIBE station:STATE").stdout
    assert (None, rdflib.SKOS.notation, rdflib.Literal("STATE")) in rdflib.Graph().parse(data=rdf, format="turtle")


def test_show_prints_a_cable_with_its_network(run: Run, release: Release) -> None:
    shown = run("show", "-r", release.path, "2005 STATE 44120").stdout
    for words in (
        "GUIDANCE ON THE ANDEAN BALLOON GROUP",
        "cites 3",
        "04STATE31877  (not held)",
        "cited by 5",
        "WINTERGREEN",
    ):
        assert words in shown
    missing = run("show", "-r", release.path, "04STATE31877").stdout
    assert missing.startswith("04STATE31877 is not held; it is cited by 10:")


def test_dump_selects_cables_with_what_explains_them(run: Run, release: Release) -> None:
    done = run("dump", "-r", release.path, "-f", "nq", "--where", "year=2007,from=Ecuador Quito")
    dataset = rdflib.Dataset()
    dataset.parse(data=done.stdout, format="nquads")
    names = {str(graph.identifier).rpartition("/")[2] for graph in dataset.graphs() if len(graph)}
    assert names == {"07QUITO214", "07QUITO402", "quality", "vocabulary"}
    assert run("dump", "-r", release.path, "--where", "colour=blue").returncode == 2


def test_dump_says_when_no_cable_meets_the_conditions(run: Run, release: Release) -> None:
    done = run("dump", "-r", release.path, "--where", "id=99NOWHERE1")
    assert (done.returncode, done.stderr) == (0, "kg: no cable meets these conditions\n")


def test_dump_selects_a_cable_by_any_spelling_of_its_id(run: Run, release: Release) -> None:
    done = run("dump", "-r", release.path, "-f", "nq", "--where", "id=07 Quito 214")
    graphs = {line.split()[-2] for line in done.stdout.splitlines() if "/doc/" in line}
    assert graphs == {"<https://w3id.org/cables/doc/cable/07QUITO214>"}


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "rdfxml", "schemaorg"])
def test_dump_writes_the_same_bytes_twice(run: Run, release: Release, form: str, tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        assert run("dump", "-r", release.path, "-f", form, "-o", name, PYTHONHASHSEED=seed).returncode == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["build", "nowhere"], 2, "no such file"),
        (["build"], 2, "Missing argument"),
        (["build", str(ONE), "--base", "nonsense"], 2, "base"),
        (["build", str(ONE), "--issued", "soon"], 2, "date"),
        (["build", str(ONE), "-o", "/proc/nothing"], 4, "/proc"),
        (["query", "SELECT * { ?s ?p ?o }"], 2, "no release here"),
        (["query", "no-such-file.rq"], 2, "neither a query nor a file"),
        (["frobnicate"], 2, "No such command"),
        (["map", str(ONE), "-f", "csv"], 2, "csv"),
        (["parse", str(SEEDS), "--layout", "klingon"], 2, "klingon"),
    ],
)
def test_wrong_calls_say_why(run: Run, arguments: list[str], code: int, words: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "query", ["SELECT {", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "INSERT DATA {}"]
)
def test_wrong_queries_say_why(run: Run, release: Release, query: str) -> None:
    done = run("query", "-r", release.path, query)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: ")


def test_a_violation_ends_with_1_and_wins_over_rejected_input(run: Run, tmp_path: Path, cable: Make) -> None:
    (tmp_path / "good.md").write_text(cable())
    (tmp_path / "nothing.md").write_text("nothing")
    assert run("build", "good.md", "nothing.md").returncode == 3
    (tmp_path / "bad.md").write_text(cable(id="1850QUITO214"))
    assert run("build", "good.md", "nothing.md", "bad.md").returncode == 1
    kept = run("build", "good.md", "bad.md", "--keep-invalid")
    assert "cables      2" in kept.stdout


def test_options_come_from_flags_then_environment_then_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('[build]\noutput = "from-file"\n')
    assert run("build", ONE).returncode == 0
    assert run("build", ONE, KG_OUTPUT="from-environment").returncode == 0
    assert run("build", ONE, "-o", "from-flag", KG_OUTPUT="from-environment").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"kg.toml", "from-file", "from-environment", "from-flag"}


def test_info_names_versions_and_settings(run: Run) -> None:
    done = run("info", KG_BASE="https://example.org/")
    assert "rdflib" in done.stdout
    assert "KG_BASE=https://example.org/" in done.stdout


def test_info_tells_what_the_release_is_and_how_to_cite_it(run: Run, release: Release) -> None:
    lines = run("info", "-r", release.path).stdout.splitlines()
    (cited,) = (line for line in lines if line.startswith("Cite as "))
    assert cited.split("  ")[-1] == (
        f"Diplomatic cables as linked data, release {release.id} (2026). {release.base}release/{release.id}"
    )
    assert "Licence                  CC0 1.0  <https://creativecommons.org/publicdomain/zero/1.0/>" in lines
    assert not [line for line in lines if line.startswith("Publisher")]


def test_damaged_description_is_a_fault_of_the_release(run: Run, tmp_path: Path) -> None:
    made = build([ONE], tmp_path / "public", Options(issued="2026-11-24"))
    (made.path / "schema.jsonld").write_text("{")
    done = run("info")
    assert done.returncode == 4
    assert "schema.jsonld: damaged" in done.stderr


def test_archives_are_refused_with_a_reason(run: Run, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "pack.tar", "w") as pack:
        member = tarfile.TarInfo("a.md")
        member.size = 4
        pack.addfile(member, io.BytesIO(b"text"))
    done = run("parse", "pack.tar")
    assert done.returncode == 3
    assert "pack.tar" in done.stderr


STRANGE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .
x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path x:n ; sh:pattern %s ; sh:message "no match" ] ."""
THING = '@prefix x: <https://example.org/> . [] a x:T ; x:n "a", "b" .'


def test_shapes_of_a_stranger_fail_as_unreadable_or_report_in_full(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(THING)
    (tmp_path / "ill.ttl").write_text(STRANGE % '"("')
    (tmp_path / "good.ttl").write_text(STRANGE % '"^a$"')
    assert run("validate", "d.ttl", "--shapes", "ill.ttl").returncode == 3
    text = run("validate", "d.ttl", "--shapes", "good.ttl")
    assert (text.returncode, "no match" in text.stdout, "d.ttl" in text.stdout) == (1, True, True)
    turtle = run("validate", "d.ttl", "--shapes", "good.ttl", "-f", "ttl").stdout
    report = rdflib.Graph().parse(data=turtle, format="turtle")
    assert (None, rdflib.SH.focusNode, None) in report
    assert (None, rdflib.SH.sourceShape, None) in report


BROKEN = {
    "a datatype that is a text": ('sh:datatype "x"', "ill-formed"),
    "a count that is a text": ('sh:minCount "many"', "ill-formed"),
    "a query that asks elsewhere": (
        'sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }" ]',
        "cannot be used|refused",
    ),
}


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("name", BROKEN)
def test_shapes_that_are_none_are_unreadable_to_each_engine(run: Run, tmp_path: Path, name: str, engine: str) -> None:
    constraint, words = BROKEN[name]
    (tmp_path / "data.ttl").write_text(THING)
    (tmp_path / "bad.ttl").write_text((STRANGE % '"a"').replace("sh:pattern", f"{constraint} ; sh:pattern"))
    done = run("validate", "data.ttl", "--shapes", "bad.ttl", "--engine", engine)
    assert (done.returncode, done.stderr.startswith("kg: bad.ttl: shapes: "), done.stderr.count("\n")) == (3, True, 1)
    assert re.search(words, done.stderr)


def test_byte_order_mark_is_no_part_of_the_data(run: Run, tmp_path: Path) -> None:
    for name, text in (("a.ttl", THING), ("a.nt", "<x:s> <x:p> <x:o> .\n"), ("a.jsonld", "{}")):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
        assert run("validate", name).returncode == 0


@pytest.mark.parametrize(
    "name", ["cable:05STATE44120", "https://w3id.org/cables/cable/05STATE44120#p4", "05STATE44120_a"]
)
def test_show_takes_every_name_of_a_cable(run: Run, release: Release, name: str) -> None:
    assert run("show", "-r", release.path, name).stdout.startswith("05STATE44120\n")


VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1934v05"><text><body><div type="document" n="31"
xml:id="d31"><note type="source">800.1/1: Telegram</note><head>The Ambassador in Chile to the Secretary of State</head>
<dateline><date when="1934-05-02">May 2, 1934</date></dateline><p>The kite is up.</p></div>
</body></text></TEI>"""


@pytest.mark.parametrize("name", ["frus1934v05-d31", "FRUS1934V05-D31"])
def test_document_of_a_volume_is_found_in_any_case(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "frus1934v05.xml").write_text(VOLUME)
    assert run("build", "frus1934v05.xml").returncode == 0
    assert run("show", name).stdout.startswith("frus1934v05-d31\n")
    assert "The kite is up." in run("dump", "--where", f"id={name}").stdout
    asked = run("query", "--question", "copies-of-a-cable", "--param", f"cable={name}")
    assert "frus1934v05.xml" in asked.stdout


@pytest.mark.parametrize("name", ["cable:05STATE44120", "https://w3id.org/cables/cable/05STATE44120", "05STATE44120_a"])
def test_dump_takes_the_names_that_show_takes(run: Run, release: Release, name: str) -> None:
    done = run("dump", "-r", release.path, "--where", f"id={name}")
    assert "GUIDANCE ON THE ANDEAN BALLOON GROUP" in done.stdout


@pytest.mark.parametrize("name", ["", "..", "99NOWHERE1"])
def test_show_says_that_there_is_no_such_cable(run: Run, release: Release, name: str) -> None:
    assert run("show", "-r", release.path, name).returncode == 2


@pytest.mark.parametrize("epoch", ["soon", "99999999999999999", "999999999999"])
def test_a_date_of_issue_that_is_none_is_a_wrong_call(run: Run, epoch: str) -> None:
    done = run("build", ONE, SOURCE_DATE_EPOCH=epoch)
    assert (done.returncode, "is no date" in done.stderr) == (2, True)


def test_a_configuration_without_tables_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("build = 3\n")
    assert run("build", ONE).returncode == 2


def test_a_closed_pipe_is_no_failure(tmp_path: Path) -> None:
    script = f"set -o pipefail; {sys.executable} -m kg parse {SEEDS} {SEEDS} {SEEDS} | head -c 10"
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    done = subprocess.run(
        ["/bin/bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, '{"id": "03', "")
