"""Single addressees of a telegram, and the lists that archives make of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.grammar import precedences
from kg.grammar.addressees import Addressee, joins, read
from kg.grammar.addresses import labels
from kg.vocabulary import vocabulary

ADDRESSEES = [
    ("RUEHC/SECSTATE WASHDC PRIORITY 4696", ("SECSTATE WASHDC", "RUEHC", "PRIORITY", "4696")),
    ("SECSTATE WASHDC IMMEDIATE 4696", ("SECSTATE WASHDC", "", "IMMEDIATE", "4696")),
    ("SECSTATE WASHDC", ("SECSTATE WASHDC", "", "", "")),
    ("AMEMBASSY LA PAZ 7", ("AMEMBASSY LA PAZ", "", "", "7")),
    ("RUEHQT/AMEMBASSY QUITO 0071", ("AMEMBASSY QUITO", "RUEHQT", "", "0071")),
    ("SECSTATE WASHDC 123456", ("SECSTATE WASHDC", "", "", "123456")),
    ("SECSTATE WASHDC PIORITY 0872", ("SECSTATE WASHDC", "", "PRIORITY", "0872")),
    ("AMEMBASSY LIMA IMMEDIAT", ("AMEMBASSY LIMA", "", "IMMEDIATE", "")),
    ("AMEMBASSY LIMA NIACT IMMEDIATE", ("AMEMBASSY LIMA", "", "NIACT IMMEDIATE", "")),
    ("AMEMBASSY LIMA NIACT 12", ("AMEMBASSY LIMA", "", "NIACT IMMEDIATE", "12")),
    ("AMEMBASSY LIMA PRIORITY  PRIORITY", ("AMEMBASSY LIMA", "", "PRIORITY", "")),
    ("AMEMBASSY LIMA ROUTINE", ("AMEMBASSY LIMA", "", "ROUTINE", "")),
    ("SECSTATE WASHDCPRIORITY 4696", ("SECSTATE WASHDC", "", "PRIORITY", "4696")),
    ("SECSTATE WASHDC PRIORITY4696", ("SECSTATE WASHDC", "", "PRIORITY", "4696")),
    ("SECSTATE WASHDC4696", ("SECSTATE WASHDC", "", "", "4696")),
    ("SECSTATE WASHDC 4696 PRIORITY", ("SECSTATE WASHDC", "", "PRIORITY", "4696")),
    ("SECSTATE WASHDC PRIORITY 1234-1236", ("SECSTATE WASHDC", "", "PRIORITY", "1234-1236")),
    ("SECSTATE WASHDC PRIORITY 0452 0453", ("SECSTATE WASHDC", "", "PRIORITY", "0452 0453")),
    ("AMCONSUL GUAYAQUIL UNN", ("AMCONSUL GUAYAQUIL", "", "", "")),
    ("RUEHQT/AMEMBASSY QUITO 0012\\", ("AMEMBASSY QUITO", "RUEHQT", "", "0012")),
    ("JCS WASHDC//J5//", ("JCS WASHDC//J5//", "", "", "")),
    ("RUEKJCS/JOINT STAFF WASHDC//J5/X1// PRIORITY", ("JOINT STAFF WASHDC//J5/X1//", "RUEKJCS", "PRIORITY", "")),
    ("JCS/DIA IMMEDIATE", ("JCS/DIA", "", "IMMEDIATE", "")),
    ("99SW EXAMPLE AFB GU IMMEDIATE", ("99SW EXAMPLE AFB GU", "", "IMMEDIATE", "")),
    ("RHMFIUU/DET 1 99LG EXAMPLE TU", ("DET 1 99LG EXAMPLE TU", "RHMFIUU", "", "")),
    ("CTF 199 PRIORITY 0023", ("CTF 199", "", "PRIORITY", "0023")),
    ("CTF 199", ("CTF 199", "", "", "")),
    ("CJTF-99", ("CJTF-99", "", "", "")),
    ("ZEN/AMEMBASSY LIMA 12", ("AMEMBASSY LIMA", "ZEN", "", "12")),
    ("LEN/AMCONSUL GUAYAQUIL", ("AMCONSUL GUAYAQUIL", "LEN", "", "")),
    ("RUEHC SECSTATE WASHDC", ("SECSTATE WASHDC", "RUEHC", "", "")),
    ("RUEHEE/ARAB LEAGUE COLLECTIVE", ("ARAB LEAGUE COLLECTIVE", "RUEHEE", "", "")),
    ("US SECRET SERVICE WASHDC", ("US SECRET SERVICE WASHDC", "", "", "")),
]


@pytest.mark.parametrize(("line", "expected"), ADDRESSEES, ids=[line for line, _ in ADDRESSEES])
def test_reads_one_addressee(line: str, expected: tuple[str, str, str, str]) -> None:
    assert read(line) == (Addressee(*expected),)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("RUEHBO/AMEMBASSY BOGOTA 1234RUEHPE/AMEMBASSY LIMA 0012", ["AMEMBASSY BOGOTA", "AMEMBASSY LIMA"]),
        ("AMEMBASSY LIMA AMEMBASSY QUITO PRIORITY USIA", ["AMEMBASSY LIMA", "AMEMBASSY QUITO", "USIA"]),
        ("SECSTATE WASHDC PRIORITY 4696 NSC WASHDC", ["SECSTATE WASHDC", "NSC WASHDC"]),
        ("EXAMPLE COLLECTIVE PIORITY CIA WASHDC DIA WASHDC", ["EXAMPLE COLLECTIVE", "CIA WASHDC", "DIA WASHDC"]),
        ("USDAO AMEMBASSY QUITO", ["USDAO AMEMBASSY QUITO"]),
    ],
)
def test_parts_addressees_that_share_a_line(line: str, names: list[str]) -> None:
    assert [one.label for one in read(line)] == names


@pytest.mark.parametrize(
    ("line", "following", "label"),
    [
        ("RUEHQT", "/AMEMBASSY QUITO 12", "AMEMBASSY QUITO"),
        ("RUEHQT/", "AMEMBASSY QUITO 12", "AMEMBASSY QUITO"),
        ("RUEKDIA/DIA WASHDC//DHO-2/", "NMJIC-J2//", "DIA WASHDC//DHO-2/NMJIC-J2//"),
        ("RUEHZL/EXAMPLE POLITICAL", "COLLECTIVE PRIORITY", "EXAMPLE POLITICAL COLLECTIVE"),
        ("SECSTATE WASHDC", "PRIORITY 12", "SECSTATE WASHDC"),
        ("RUEHC/DEPT OF LABOR WASHINGTON", "DC", "DEPT OF LABOR WASHINGTON DC"),
        ("RHMFISS/HQ EXAMPLE COMMAND FOR THE EXAMPLE REGION AND THE OCEAN", "HONOLULU HI", "HONOLULU HI"),
    ],
)
def test_joins_what_a_long_line_wrapped(line: str, following: str, label: str) -> None:
    (whole,) = read(joins(line, following, read(following)))
    assert whole.label.endswith(label)


@pytest.mark.parametrize("following", ["AMEMBASSY QUITO", "RUEHC/SECSTATE WASHDC//X//", "NSC", "CIA WASHDC"])
def test_leaves_the_next_addressee_alone(following: str) -> None:
    assert not joins("DIA WASHDC//DHI//", following, read(following))


@given(st.text(alphabet="ABCEIMORTY PRIORITY/0123- ", max_size=60))
def test_any_line_gives_addressees(line: str) -> None:
    assert all(isinstance(one.label, str) and one.precedence in {"", *precedences.RANKS} for one in read(line))


@pytest.mark.parametrize("slip", ["PRIORIT", "PRRIORITY", "PRIORITX", "PIRORITY"])
def test_knows_a_precedence_by_one_slip(slip: str) -> None:
    assert precedences.word(slip) == "PRIORITY"


@pytest.mark.parametrize("name", ["PRIORY", "MINORITY", "PRIOR", "LIMA", ""])
def test_takes_no_name_for_a_precedence(name: str) -> None:
    assert not precedences.word(name)


LISTS = [
    ("Peru Lima, American Institute Taiwan, Taipei", ("Peru Lima", "American Institute Taiwan, Taipei")),
    ("Korea (South, once) Seoul, Peru Lima", ("Korea (South, once) Seoul", "Peru Lima")),
    ("Example (never, closed", ("Example (never", "closed")),
    ("Peru Lima, Ecuador\nQuito, Peru Lima", ("Peru Lima", "Ecuador Quito")),
    ("Peru Lima | American Institute Taiwan, Taipei", ("Peru Lima", "American Institute Taiwan, Taipei")),
    ("Peru Lima; Ecuador Quito;", ("Peru Lima", "Ecuador Quito")),
    ("LIMA     STATE", ("LIMA", "STATE")),
    ("PORT AU PRINCE  STATE", ("PORT AU PRINCE", "STATE")),
    ("LIMA\nSTATE", ("LIMA", "STATE")),
    ("STATE, LIMA     QUITO", ("STATE", "LIMA", "QUITO")),
    ("Peru Lima\nEcuador Quito", ("Peru Lima", "Ecuador Quito")),
    ("Office of Examples\nand Tables", ("Office of Examples and Tables",)),
    ("", ()),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=[text for text, _ in LISTS])
def test_parts_a_list_of_the_archive(text: str, expected: tuple[str, ...]) -> None:
    assert labels(text, vocabulary()) == expected
