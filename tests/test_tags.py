"""TAGS as telegrams and archives write them."""

from __future__ import annotations

import pytest

from kg.cable import Tag
from kg.grammar import tags

SUBJECTS = "PREL PGOV PHUM PTER PARM ECON EFIN ETRD EINV ECIN KWMN KCRM MOPS MARR MASS OVIP"
OTHERS = "EC MX CS BA IT US UK GH RI TS OM IC NATO ICAO DOE"
KNOWN = frozenset(f"{SUBJECTS} {OTHERS}".split()).__contains__


def read(text: str) -> list[str]:
    """Give the entries in one word each: code, person in parentheses, what was written behind a mark."""
    found = tags.codes(text, KNOWN)
    return [tag.code + f"({tag.person})" * bool(tag.person) + f"<{tag.raw}" * bool(tag.raw) for tag in found]


@pytest.mark.parametrize(
    "text",
    [
        "PREL PGOV MX",
        "prel, pgov, mx",
        "PREL; PGOV; MX",
        "PREL. PGOV. MX.",
        "PREL.PGOV.MX",
        "PREL/PGOV, MX",
        "PREL - PGOV - MX",
        "PREL-PGOV MX",
        "PREL,\nPGOV\n MX",
        "PREL, PGOV, PREL, MX, PGOV",
        "PRELPGOVMX",
        "PREL, PGOV, MX SIPDIS",
        "PREL, PGOV, MX SECRET",
        "PREL, PGOV, C O N F I D E N T I A L, MX",
    ],
)
def test_reads_codes_whatever_parts_them(text: str) -> None:
    assert read(text) == ["PREL", "PGOV", "MX"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ECONEFINPGOVCS", ["ECON", "EFIN", "PGOV", "CS"]),
        ("PHUM, ITPHUM, ITPHUM", ["PHUM", "IT"]),
        ("KCRM KWMN PHUMBA", ["KCRM", "KWMN", "PHUM", "BA"]),
        ("ECONOMIC", ["ECONOMIC"]),
        ("RIGHTS", ["RIGHTS"]),
        ("PGOVXXXX", ["PGOVXXXX"]),
    ],
)
def test_parts_glued_codes_when_all_are_known(text: str, codes: list[str]) -> None:
    assert read(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("POGOV", ["PGOV<POGOV"]),
        ("MARR, MOPPS", ["MARR", "MOPS<MOPPS"]),
        ("KWWMN PERL", ["KWMN<KWWMN", "PREL<PERL"]),
        ("MARS", ["MARS"]),
        ("SYR", ["SYR"]),
        ("INRB", ["INRB"]),
    ],
)
def test_mends_typos_only_when_sure(text: str, codes: list[str]) -> None:
    assert read(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("OVIP (DOE, JANE A.), PREL", ["OVIP(DOE, JANE A.)", "PREL"]),
        ("PGOV (Doe, Jane)", ["PGOV(DOE, JANE)"]),
        ("OVIP (DOE, JANE) (ROE, JOHN) PREL", ["OVIP(DOE, JANE)", "OVIP(ROE, JOHN)", "PREL"]),
        ("OVIP, (DOE, JANE), PREL", ["OVIP(DOE, JANE)", "PREL"]),
        ("OVIP (DOE, JANE", ["OVIP(DOE, JANE)"]),
        ("OVIP DOE JANE PREL", ["OVIP(DOE, JANE)", "PREL"]),
        ("OVIP EXAMPLE JOHANNA US", ["OVIP(EXAMPLE, JOHANNA)", "US"]),
        ("OVIP PREL US", ["OVIP", "PREL", "US"]),
        ("PREL, US, UK, (DOE, JANE)", ["PREL", "US", "UK", "DOE, JANE(DOE, JANE)"]),
        ("PREL (ICAO)", ["PREL", "ICAO"]),
    ],
)
def test_reads_persons_in_all_forms(text: str, codes: list[str]) -> None:
    assert read(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("PHUM, HUMAN RIGHTS", ["PHUM", "HUMAN RIGHTS"]),
        ("PTER MX COUNTRY CLEARANCE", ["PTER", "MX", "COUNTRY CLEARANCE"]),
        ("ECON CS ECONOMY AND FINANCE", ["ECON", "CS", "ECONOMY AND FINANCE"]),
        ("PGOV LABOR NEW ZEALAND ECON", ["PGOV", "LABOR", "NEW ZEALAND", "ECON"]),
        ("OVIP DOE JANE DOMESTIC POLITICS", ["OVIP(DOE, JANE)", "DOMESTIC POLITICS"]),
        ("(U) PREL AND EC / MX", ["PREL", "EC", "MX"]),
        ("NONE", []),
        ("N/A", []),
        ("", []),
    ],
)
def test_keeps_phrases_and_drops_empty_words(text: str, codes: list[str]) -> None:
    assert read(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ECON, PREL, MOP\nS, EC", ["ECON", "PREL", "MOPS", "EC"]),
        ("ECON P\nREL EC", ["ECON", "PREL", "EC"]),
        ("ZZZ QQQ EC", ["ZZZ", "QQQ", "EC"]),
        ("IT EC US", ["IT", "EC", "US"]),
    ],
)
def test_a_code_that_a_line_end_cut_is_whole_again(text: str, codes: list[str]) -> None:
    assert read(text) == codes


def test_reads_codes_without_knowing_any() -> None:
    found = tags.codes("PREL ZZZZ, OVIP EXAMPLE JOHANNA MX, HUMAN RIGHTS")
    assert [tag.code for tag in found] == ["PREL", "ZZZZ", "OVIP", "MX", "HUMAN RIGHTS"]
    assert found[2].person == "EXAMPLE, JOHANNA"


def test_gives_captions_that_slipped_in() -> None:
    assert tags.captions_in("ECON CA MX SIPDIS") == ("SIPDIS",)
    assert tags.captions_in("ECON, SY, FI") == ()


def test_reads_the_pages_of_the_archive() -> None:
    text = "CH - China (Mainland) | ETRD - Economic Affairs--Foreign Trade | OVIP (DOE, JANE) - Visits - Travel"
    assert tags.titled(text) == (
        Tag("CH", "China (Mainland)"),
        Tag("ETRD", "Economic Affairs--Foreign Trade"),
        Tag("OVIP", "Visits - Travel", "DOE, JANE"),
    )
    assert tags.titled("CH - China (Mainland)") == (Tag("CH", "China (Mainland)"),)
