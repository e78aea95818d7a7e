"""What a release says about itself: counts that are true, a description that catalogues can take."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, VOID, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.term import BNode, Node

from kg import terms
from kg.errors import UsageError
from kg.facts import by_subject
from kg.release.about import About
from kg.release.build import Options, build
from kg.release.commit import commit
from kg.release.metadata.statements import described
from kg.release.opened import Release
from kg.release.statistics import Statistics
from kg.terms import Term
from kg.version import VERSION
from tests import schemas
from tests.conftest import ROOT, SEEDS, Run

SPDX, VCARD, DQV = (Namespace(one) for one in (terms.SPDX, terms.VCARD, terms.DQV))
OA = Namespace("http://www.w3.org/ns/oa#")
DCAT, DCATAP = Namespace(terms.DCAT), Namespace(terms.DCATAP)
DAY = "2026-11-24"
Counted = tuple[Term, Term, Term]


@cache
def graph(path: Path) -> Graph:
    return Graph().parse(path / "void.ttl")


@pytest.fixture
def metadata(release: Release) -> Graph:
    return graph(release.path)


@pytest.fixture
def home(release: Release) -> URIRef:
    return URIRef(f"{release.base}release/{release.id}")


def number(data: Graph, subject: Node, predicate: URIRef) -> int:
    (value,) = data.objects(subject, predicate)
    return int(str(value))


def data_of(release: Release) -> Dataset:
    """All quads of the dumps that the release's void:dataDump names, read by rdflib."""
    dataset = Dataset()
    for path in sorted((release.path / "dumps").glob("*.nq.gz")):
        if path.name != "metadata.nq.gz":
            dataset.parse(data=gzip.decompress(path.read_bytes()).decode(), format="nquads")
    return dataset


# -- VoID ---------------------------------------------------------------------------------------
def test_triples_are_the_real_count_of_the_dumps_named(release: Release, metadata: Graph, home: URIRef) -> None:
    counted = {quad[:3] for quad in data_of(release).quads()}
    assert number(metadata, home, VOID.triples) == len(counted)
    parts = set(metadata.objects(home, VOID.subset)) - set(metadata.subjects(RDF.type, VOID.Linkset))
    assert sum(number(metadata, part, VOID.triples) for part in parts) == len(counted)


def test_description_counts_itself_apart(release: Release, metadata: Graph, home: URIRef) -> None:
    own = number(metadata, URIRef(f"{release.base}graph/metadata"), VOID.triples)
    names, rows = release.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()
    assert names == ["n"]
    assert own == len(metadata)
    assert [[str(own + number(metadata, home, VOID.triples))]] == list(rows)
    assert "is not counted among them" in str(metadata.value(home, DCTERMS.description))


def test_statistics_are_those_of_a_plain_count(release: Release, metadata: Graph, home: URIRef) -> None:
    triples = {quad[:3] for quad in data_of(release).quads()}
    assert number(metadata, home, VOID.distinctSubjects) == len({subject for subject, _, _ in triples})
    assert number(metadata, home, VOID.distinctObjects) == len({value for _, _, value in triples})
    assert number(metadata, home, VOID.properties) == len({predicate for _, predicate, _ in triples})
    assert number(metadata, home, VOID.documents) == release.manifest["counts"]["cables"]
    assert number(metadata, home, VOID.entities) == len({subject for subject, _, _ in triples})


def test_partitions_are_those_of_a_plain_count(release: Release, metadata: Graph, home: URIRef) -> None:
    objects, instances = defaultdict[Node, set[Node]](set), defaultdict[Node, set[Node]](set)
    uses = defaultdict[Node, int](int)
    for subject, predicate, value in {quad[:3] for quad in data_of(release).quads()}:
        objects[predicate].add(value)
        uses[predicate] += 1
        if predicate == RDF.type:
            instances[value].add(subject)
    parts = list(metadata.objects(home, VOID.propertyPartition))
    found = {
        metadata.value(part, VOID.property): (
            number(metadata, part, VOID.triples),
            number(metadata, part, VOID.distinctObjects),
        )
        for part in parts
    }
    assert found == {predicate: (uses[predicate], len(objects[predicate])) for predicate in objects}
    classes = metadata.objects(home, VOID.classPartition)
    entities = {metadata.value(part, VOID["class"]): number(metadata, part, VOID.entities) for part in classes}
    assert entities == {kind: len(things) for kind, things in instances.items()}


def test_names_each_reused_namespace(metadata: Graph, home: URIRef) -> None:
    named = set(map(str, metadata.objects(home, VOID.vocabulary)))
    assert {terms.CK, terms.DCTERMS, terms.SKOS, terms.SH, terms.RDF} <= named


def test_examples_are_things_that_the_release_describes(release: Release, metadata: Graph, home: URIRef) -> None:
    examples = list(metadata.objects(home, VOID.exampleResource))
    assert len(examples) == 3
    assert all(release.query(f"ASK {{ <{one}> a ?kind . <{one}> ?p ?o }}").value for one in examples)
    space = str(metadata.value(home, VOID.uriSpace))
    assert all(str(one).startswith(space) for one in examples)


def test_links_to_other_datasets_make_linksets(tmp_path: Path) -> None:
    from kg.release.metadata import gathered  # noqa: PLC0415
    from kg.release.work import Work  # noqa: PLC0415

    work = Work(tmp_path / "work.sqlite")
    agency, match = Term("<https://w3id.org/cables/agency/peru-lima>"), terms.named("skos:exactMatch")
    values = ("<http://www.wikidata.org/entity/Q1>", "<https://w3id.org/cables/agency/peru>")
    work.add_triples([(agency, match, Term(value)) for value in values], Term("<urn:g>"))
    found = list(gathered.links(work, terms.DEFAULT_BASE))
    work.close()
    assert found == [(match, "http://www.wikidata.org/entity/", 1)]


# -- counters -----------------------------------------------------------------------------------
TERM = st.sampled_from([Term(f"<urn:{letter}>") for letter in "abcdefgh"] + [Term('"x"'), Term('"\ud800"')])


@given(st.sets(st.tuples(TERM, TERM, TERM)))
def test_counts_are_exact_also_when_memory_is_short(triples: set[Counted]) -> None:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        counter = Statistics(Path(folder), most_held=3)
        counter.add(by_subject(sorted(triples)))
        counts = counter.counts()
        counter.close()
        assert not list(Path(folder).iterdir())
    assert (counts.triples, counts.subjects) == (len(triples), len({one[0] for one in triples}))
    assert counts.objects == len({one[2] for one in triples})
    for predicate, (uses, objects) in counts.properties.items():
        values = [value for _, used, value in triples if used == predicate]
        assert (uses, objects) == (len(values), len(set(values)))


def test_watched_values_are_kept_once(tmp_path: Path) -> None:
    holder = terms.ck("holder")
    counter = Statistics(tmp_path, (holder,))
    counter.add((Term(f"<urn:{number}>"), {holder: [Term("<urn:a>")]}) for number in (1, 2))
    assert counter.watched == {holder: {"<urn:a>"}}


# -- DCAT -----------------------------------------------------------------------------------------
def test_every_dump_is_a_distribution_with_its_checksum(release: Release, metadata: Graph, home: URIRef) -> None:
    listed = {}
    for one in metadata.objects(home, DCAT.distribution):
        address = str(metadata.value(one, DCAT.downloadURL))
        checksum = metadata.value(one, SPDX.checksum)
        assert checksum is not None
        value = str(metadata.value(checksum, SPDX.checksumValue))
        listed[address.partition(f"{release.id}/")[2]] = (number(metadata, one, DCAT.byteSize), value)
    files = release.manifest["files"]
    assert listed == {
        name: (entry["bytes"], entry["sha256"])
        for name, entry in files.items()
        if name.startswith("dumps/") and name != "dumps/metadata.nq.gz"
    }


class Asked(NamedTuple):
    """What DCAT-AP 3.0 asks of a class: properties that must be there, that should, and that stand alone."""

    kind: URIRef
    mandatory: tuple[URIRef, ...]
    recommended: tuple[URIRef, ...] = ()
    single: tuple[URIRef, ...] = ()


DCAT_AP = (
    Asked(
        DCAT.Catalog,
        (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
        (
            *(DCAT.dataset, DCAT.service, DCAT.themeTaxonomy, DCTERMS.language, DCTERMS.license, FOAF.homepage),
            *(DCTERMS.modified, DCTERMS.spatial),
        ),
        (DCTERMS.publisher, DCTERMS.license, DCTERMS.modified, DCTERMS.rights, FOAF.homepage),
    ),
    Asked(
        DCAT.Dataset,
        (DCTERMS.title, DCTERMS.description),
        (
            *(DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCTERMS.publisher, DCTERMS.spatial),
            *(DCTERMS.temporal, DCAT.theme),
        ),
        (DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.issued, DCTERMS.modified, DCAT.version),
    ),
    Asked(
        DCAT.DatasetSeries,
        (DCTERMS.title, DCTERMS.description),
        (DCAT.contactPoint, DCTERMS.accrualPeriodicity, DCTERMS.spatial, DCTERMS.temporal, DCTERMS.publisher),
        (DCTERMS.publisher, DCTERMS.modified, DCTERMS.accrualPeriodicity),
    ),
    Asked(
        DCAT.Distribution,
        (DCAT.accessURL,),
        (DCTERMS.description, DCTERMS["format"], DCTERMS.license, DCATAP.availability),
        (
            *(DCAT.byteSize, DCAT.mediaType, DCTERMS["format"], DCTERMS.license, DCTERMS.rights, SPDX.checksum),
            *(DCAT.compressFormat, DCATAP.availability, DCTERMS.issued, DCTERMS.modified),
        ),
    ),
    Asked(
        DCAT.DataService,
        (DCTERMS.title, DCAT.endpointURL),
        (DCAT.contactPoint, DCAT.endpointDescription, DCAT.keyword, DCAT.servesDataset, DCTERMS.publisher, DCAT.theme),
        (DCTERMS.publisher, DCTERMS.license, DCTERMS.accessRights),
    ),
    Asked(
        DCAT.CatalogRecord,
        (FOAF.primaryTopic, DCTERMS.modified),
        (DCTERMS.issued,),
        (FOAF.primaryTopic, DCTERMS.modified, DCTERMS.issued),
    ),
    Asked(FOAF.Agent, (FOAF.name,)),
    Asked(
        SPDX.Checksum,
        (SPDX.algorithm, SPDX.checksumValue),
        single=(SPDX.algorithm, SPDX.checksumValue),
    ),
    Asked(DCTERMS.PeriodOfTime, (DCAT.startDate, DCAT.endDate), single=(DCAT.startDate, DCAT.endDate)),
    Asked(VCARD.Kind, (VCARD.fn,)),
)
"""Written from the tables of https://semiceu.github.io/DCAT-AP/releases/3.0.0/."""

RANGES = {
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.creator: FOAF.Agent,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.rights: DCTERMS.RightsStatement,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.provenance: DCTERMS.ProvenanceStatement,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.compressFormat: DCTERMS.MediaType,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.theme: SKOS.Concept,
    DCAT.distribution: DCAT.Distribution,
    DCAT.landingPage: FOAF.Document,
    SPDX.checksum: SPDX.Checksum,
    SPDX.algorithm: SPDX.ChecksumAlgorithm,
}


@pytest.mark.parametrize("asked", DCAT_AP, ids=lambda asked: asked.kind.rpartition("/")[2])
def test_meets_the_cardinalities_of_dcat_ap(metadata: Graph, asked: Asked) -> None:
    things = list(metadata.subjects(RDF.type, asked.kind))
    assert things
    for thing in things:
        for predicate in (*asked.mandatory, *asked.recommended):
            assert (thing, predicate, None) in metadata, (thing, predicate)
        for predicate in asked.single:
            assert len(set(metadata.objects(thing, predicate))) <= 1, (thing, predicate)


@pytest.mark.parametrize("predicate", RANGES, ids=lambda one: str(one).rpartition("/")[2])
def test_values_have_the_class_that_dcat_ap_expects(metadata: Graph, predicate: URIRef) -> None:
    values = set(metadata.objects(None, predicate))
    assert values
    assert [value for value in values if (value, RDF.type, RANGES[predicate]) not in metadata] == []


def test_everything_has_an_iri(metadata: Graph) -> None:
    assert [term for triple in metadata for term in triple if isinstance(term, BNode)] == []


def test_json_ld_needs_no_other_document_and_says_the_same(release: Release, metadata: Graph) -> None:
    found = Graph().parse(release.path / "dcat.jsonld", format="json-ld")
    assert set(found) <= set(metadata)
    assert {DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, PROV.SoftwareAgent} <= set(found.objects(None, RDF.type))


def test_dump_and_turtle_hold_the_same_graph(release: Release, metadata: Graph) -> None:
    dump = Dataset()
    packed = (release.path / "dumps" / "metadata.nq.gz").read_bytes()
    dump.parse(data=gzip.decompress(packed).decode(), format="nquads")
    assert {quad[:3] for quad in dump.quads()} == set(metadata)


# -- PROV and DQV ---------------------------------------------------------------------------------
def test_run_says_what_it_read_and_which_program_it_was(metadata: Graph, home: URIRef) -> None:
    run = metadata.value(home, PROV.wasGeneratedBy)
    assert run is not None
    assert (run, RDF.type, URIRef(terms.CK + "ParseRun")) in metadata
    used = {str(one).rpartition("#")[2] for one in metadata.objects(run, PROV.used)}
    assert used == {"sources", "configuration"}
    (agent,) = (one for one in metadata.objects(run, PROV.wasAssociatedWith) if "dataset/kg" in str(one))
    assert metadata.value(agent, OWL.versionInfo) == Literal("0.1.0")


def test_no_clock_is_in_the_description(metadata: Graph, home: URIRef) -> None:
    dates = {str(value) for value in metadata.objects() if isinstance(value, Literal) and "date" in str(value.datatype)}
    assert dates == {DAY, f"{DAY}T00:00:00+00:00", "2003-05-19", "2009-05-19"}
    run = metadata.value(home, PROV.wasGeneratedBy)
    assert "no clock" in str(metadata.value(run, RDFS.comment))
    assert metadata.value(run, PROV.startedAtTime) == metadata.value(home, PROV.generatedAtTime)


def test_hash_of_the_sources_can_be_made_again_from_the_data(release: Release, metadata: Graph, home: URIRef) -> None:
    _, rows = release.query("SELECT (STR(?sha) AS ?one) { ?copy ck:sha256 ?sha } ORDER BY ?one").rows()
    text = "".join(f"{one}\n" for (one,) in rows)
    checksum = metadata.value(URIRef(f"{home}#sources"), SPDX.checksum)
    assert str(metadata.value(checksum, SPDX.checksumValue)) == hashlib.sha256(text.encode()).hexdigest()


def test_quality_is_the_share_of_failing_cables(metadata: Graph, home: URIRef) -> None:
    shape = URIRef(terms.SHAPES + "tags-differ")
    measured = {
        metadata.value(one, DQV.isMeasurementOf): one for one in metadata.objects(home, DQV.hasQualityMeasurement)
    }
    assert str(metadata.value(measured[shape], DQV.value)) == f"{1 / 28:.6f}"
    assert {str(metadata.value(one, DQV.value)) for one in measured.values()} > {"0.000000"}
    dimensions = {metadata.value(shape, DQV.inDimension) for shape in measured}
    assert all((one, RDF.type, DQV.Dimension) in metadata for one in dimensions)


def test_report_of_the_validation_is_an_annotation_of_the_release(
    release: Release, metadata: Graph, home: URIRef
) -> None:
    (annotation,) = metadata.objects(home, DQV.hasQualityAnnotation)
    assert metadata.value(annotation, OA.hasTarget) == home
    assert metadata.value(annotation, OA.motivatedBy) == DQV.qualityAssessment
    report = metadata.value(annotation, OA.hasBody)
    assert release.query(f"ASK {{ <{report}> a sh:ValidationReport ; sh:result ?one }}").value


def test_commit_is_read_in_every_form_that_git_keeps_it(tmp_path: Path) -> None:
    one = "0123456789abcdef0123456789abcdef01234567"
    (tmp_path / ".git/refs/heads").mkdir(parents=True)
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert commit(tmp_path) == ""
    (tmp_path / ".git/packed-refs").write_text(f"# pack-refs\n{one} refs/heads/main\n")
    assert commit(tmp_path) == one
    (tmp_path / ".git/refs/heads/main").write_text(one[::-1] + "\n")
    assert commit(tmp_path) == one[::-1]
    (tmp_path / ".git/HEAD").write_text(one + "\n")
    assert (commit(tmp_path), commit(tmp_path / "nowhere")) == (one, "")


# -- what people say --------------------------------------------------------------------------------
ABOUT = About(
    title="Andean telegrams",
    publisher="Riverbank Archive",
    publisher_url="https://riverbank.example/",
    creator="J. Doe",
    license="https://creativecommons.org/licenses/by/4.0/",
    contact="desk@riverbank.example",
    downloads="https://files.example/cables",
    keywords="Andes, telegrams,, Andes",
)


def test_words_of_the_publisher_stand_in_every_description(release: Release, tmp_path: Path) -> None:
    own = build([SEEDS], tmp_path, Options(issued=DAY, about=ABOUT))
    data, page = graph(own.path), json.loads((own.path / "schema.jsonld").read_text())
    assert own.id != release.id
    assert {str(one) for one in data.objects(None, DCTERMS.license)} == {ABOUT.license} == {page["license"]}
    assert set(data.objects(None, VCARD.hasEmail)) == {URIRef("mailto:desk@riverbank.example")}
    assert {str(one) for one in data.objects(None, DCAT.keyword)} == {"Andes", "telegrams"}
    assert page["publisher"] == {"@type": "Organization", "name": "Riverbank Archive", "url": ABOUT.publisher_url}
    assert page["distribution"][0]["contentUrl"].startswith(f"https://files.example/cables/{own.id}/dumps/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"license": "CC0"},
        {"contact": "me"},
        {"title": "a\nb"},
        {"title": " "},
        {"description": ""},
        {"contact": "me@here"},
        {"endpoint": "/sparql"},
        {"license": "https://x.org/a b"},
    ],
)
def test_refuses_what_no_description_can_carry(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=f"--{next(iter(wrong))}"):
        About(**wrong)


def test_words_come_from_flags_variables_and_the_configuration_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        '[build]\ntitle = "From the file"\npublisher = "From the file"\nlicense = "CC0"\n'
    )
    flag = "https://creativecommons.org/licenses/by/4.0/"
    done = run("build", SEEDS, "--license", flag, KG_BUILD_PUBLISHER="From a variable")
    assert done.returncode == 0, done.stderr
    about = json.loads((tmp_path / "public/current/manifest.json").read_text())["options"]["about"]
    assert (about["title"], about["publisher"], about["license"]) == ("From the file", "From a variable", flag)


def test_page_is_what_crawlers_expect(release: Release) -> None:
    text = (release.path / "schema.jsonld").read_text()
    page = json.loads(text)
    assert "<" not in text
    assert page["@type"] == "Dataset"
    assert 50 <= len(page["description"]) <= 5000
    assert page["temporalCoverage"] == "2003-05-19/2009-05-19"
    assert {one["encodingFormat"] for one in page["distribution"]} == {"application/n-quads", "text/turtle"}
    assert page["includedInDataCatalog"]["name"]
    assert {"name", "description", "license", "creator"} <= set(page["isPartOf"])
    assert page["isBasedOn"][0]["holdingArchive"]["name"] == "Riverbank Archive"


def test_a_release_of_nothing_describes_itself_too(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("nothing")
    empty = build([tmp_path / "bad.md"], tmp_path / "out", Options(issued=DAY))
    data = graph(empty.path)
    home = URIRef(f"{empty.base}release/{empty.id}")
    assert number(data, home, VOID.documents) == 0
    assert (home, DCTERMS.temporal, None) not in data
    assert "temporalCoverage" not in json.loads((empty.path / "schema.jsonld").read_text())


def test_a_property_without_values_says_nothing() -> None:
    assert list(described("urn:x", "", ("dcterms:title", []))) == []


def cff(path: Path) -> dict[str, str]:
    """The simple fields of a CITATION.cff."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if re.match(r"[a-z-]+: ", line))


def test_release_says_how_to_cite_it(release: Release, tmp_path: Path) -> None:
    facts = cff(release.path / "CITATION.cff")
    assert {"cff-version": "1.2.0", "type": "dataset", "date-released": f'"{DAY}"'}.items() <= facts.items()
    assert json.loads(facts["version"]) == release.id
    own = build([SEEDS / "07QUITO214_a.md"], tmp_path, Options(issued=DAY, about=replace(ABOUT, title='Say "no"')))
    text = (own.path / "CITATION.cff").read_text(encoding="utf-8")
    assert json.loads(cff(own.path / "CITATION.cff")["title"]) == f'Say "no", release {own.id}'
    assert '  - name: "J. Doe"\n' in text
    assert '    email: "desk@riverbank.example"\n' in text


CITED = {
    "defaults": About(),
    "named": ABOUT,
    "odd": About(
        title='"No": a #1 title, 100 % - yes',
        publisher="- A: B",
        keywords="null, 7, #x, a: b",
        license="https://x.example/l",
    ),
}


@pytest.fixture(scope="module")
def citation_format() -> Any:
    """The schema of the Citation File Format 1.2.0."""
    return schemas.validator("citation-file-format.github.io/1.2.0/schema.json")


def faults(text: str, citation_format: Any) -> list[str]:
    """Say what is wrong with a citation file; YAML reads a bare date as one, the schema wants its text."""
    read = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return [f"{error.json_path}: {error.message}" for error in citation_format.iter_errors(read)]


@pytest.mark.parametrize("about", CITED)
def test_citation_file_of_a_release_is_valid(about: str, citation_format: Any, tmp_path: Path) -> None:
    made = build([SEEDS / "07QUITO214_a.md"], tmp_path, Options(issued=DAY, about=CITED[about]))
    assert faults((made.path / "CITATION.cff").read_text(encoding="utf-8"), citation_format) == []


def test_citation_file_of_the_program_is_valid(citation_format: Any) -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert faults(text, citation_format) == []
    assert faults(text.replace("license: Apache-2.0", "license: Apache"), citation_format)
    assert faults(text.replace("authors:", "writers:"), citation_format)


def test_citation_names_nobody_twice_and_nobody_without_a_name(release: Release, tmp_path: Path) -> None:
    def cited(folder: str, **words: str) -> str:
        made = build([SEEDS / "07QUITO214_a.md"], tmp_path / folder, Options(issued=DAY, about=About(**words)))
        return str(json.loads((made.path / "schema.jsonld").read_text())["creditText"]).replace(made.id, "ID")

    where = f"{release.base}release/ID"
    assert cited("nobody", title="T") == f"T, release ID (2026). {where}"
    assert cited("one", title="T", publisher="A") == f"A (2026). T, release ID. {where}"
    assert cited("maker", title="T", creator="B") == f"B (2026). T, release ID. {where}"


def test_citation_file_names_this_version_and_all_that_its_format_asks_for() -> None:
    facts = cff(ROOT / "CITATION.cff")
    assert facts["version"] == VERSION
    assert {"cff-version", "message", "title", "license", "date-released"} <= set(facts)
    assert "\nauthors:\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
