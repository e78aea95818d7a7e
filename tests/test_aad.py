"""Electronic telegrams of 1973-79 as the National Archives give them out."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from kg import readers
from kg.cable import Cable
from kg.errors import InputError
from kg.readers import aad_text

STAMP = "Jane Q. Doe Declassified/Released US Department of State EO Systematic Review 04 MAY 2006"
BODY = """
CONFIDENTIAL

PAGE 01        QUITO  01234  082030Z

C O N F I D E N T I A L QUITO 1234

E.O. 11652: GDS
TAGS: PFOR, EC
SUBJECT: BANANA TALKS
REF: STATE 56789

1. THE MINISTER SAID THAT TALKS
CONFIDENTIAL

CONFIDENTIAL

PAGE 02        QUITO  01234  082030Z

WILL GO ON.

2. WE WILL REPORT.
DOE

CONFIDENTIAL

NNN
"""
ATTRIBUTES = {
    "Automatic Decaptioning": "X",
    "Capture Date": "01-Jan-1994 12:00:00 am",
    "Channel Indicators": "n/a",
    "Current Classification": "UNCLASSIFIED",
    "Concepts": "NEGOTIATIONS, BANANAS",
    "Draft Date": "08 MAR 1976",
    "Decaption Date": "01 JAN 1960",
    "Decaption Note": "",
    "Document Number": "1976QUITO01234",
    "Errors": "N/A",
    "Executive Order": "GS",
    "Film Number": "D760088-0123",
    "From": "QUITO",
    "Locator": "TEXT ON-LINE, ON MICROFILM",
    "Original Classification": "CONFIDENTIAL",
    "Reference": "76 STATE 56789, 75 LIMA 345",
    "Status": "<DBA CORRECTED> abc 970103",
    "Subject": "BANANA TALKS",
    "TAGS": "PFOR, EC, OVIP, (DOE, JANE A.)",
    "To": "STATE",
    "Type": "TE",
    "Markings": STAMP,
}


def text(body: str | None = BODY, **changes: str) -> str:
    stated = {**ATTRIBUTES, **{name.replace("_", " "): value for name, value in changes.items()}}
    head = f"{STAMP}\n\n               Message Text\n{body}\n\n" if body is not None else ""
    lines = "\n".join(f"{key}: {value}" for key, value in stated.items())
    return f"{head}            Message Attributes\n\n{lines}\n\n\n{STAMP}\n"


def one(written: str) -> Cable:
    (cable,) = readers.read("a.txt", written.encode())
    return cable


def test_reads_text_and_attributes() -> None:
    cable = one(text())
    assert (cable.id, cable.copy, cable.layout) == ("76QUITO1234", "1976QUITO01234", "aad-text")
    assert (cable.date, cable.date_text) == ("1976-03-08", "08 MAR 1976")
    assert (cable.sender, cable.to, cable.subject) == ("QUITO", ("STATE",), "BANANA TALKS")
    assert (cable.original_classification, cable.classification) == ("CONFIDENTIAL", "UNCLASSIFIED")
    assert [paragraph.text for paragraph in cable.paragraphs] == [
        "THE MINISTER SAID THAT TALKS WILL GO ON.",
        "WE WILL REPORT.",
    ]
    assert (cable.signature, cable.page_lines) == ("DOE", 2)
    assert [(entry.id, entry.where) for entry in cable.references] == [
        ("76STATE56789", "both"),
        ("75LIMA345", "metadata"),
    ]
    assert [(tag.code, tag.person) for tag in cable.tags] == [("PFOR", ""), ("EC", ""), ("OVIP", "DOE, JANE A.")]


def test_keeps_other_attributes_and_drops_what_means_nothing() -> None:
    fields = dict(one(text()).fields)
    assert fields["Film Number"] == "D760088-0123"
    assert fields["Status"] == "<DBA CORRECTED> abc 970103"
    assert fields["Markings"] == STAMP
    assert not fields.keys() & {"Channel Indicators", "Errors", "Decaption Date", "Decaption Note", "Document Number"}


def test_a_value_goes_on_until_the_next_key() -> None:
    cable = one(
        text(Subject=f"BANANA TALKS: A\nSUMMARY OF: RESULTS\n\n\n{STAMP}\n\nTO: DATE", Review_Markings="\n Doe\n US")
    )
    assert cable.subject == "BANANA TALKS: A SUMMARY OF: RESULTS TO: DATE"
    assert dict(cable.fields)["Review Markings"] == "Doe US"


def test_keeps_a_key_that_no_list_holds() -> None:
    assert dict(one(text(Litigation_Code_Aides="NONE")).fields)["Litigation Code Aides"] == "NONE"


@pytest.mark.parametrize(
    ("written", "date"),
    [("08-Mar-1976 12:00:00 am", "1976-03-08"), ("08 mar 1976", "1976-03-08"), ("01 jan 1960", ""), ("n/a", "")],
)
def test_reads_three_spellings_of_a_day(written: str, date: str) -> None:
    assert one(text(Draft_Date=written)).date == date


def test_takes_the_date_sent_where_none_was_drafted() -> None:
    cable = one(text(Draft_Date="01-Jan-1960 12:00:00 am", Sent_Date="09-Mar-1976 12:00:00 am"))
    assert (cable.date, cable.date_text) == ("1976-03-09", "09-Mar-1976 12:00:00 am")


@pytest.mark.parametrize(
    ("written", "to", "info"),
    [
        ("JOHANNESBURG     STATE", ("JOHANNESBURG", "STATE"), ()),
        ("STATE DOD", ("STATE", "DOD"), ()),
        ("USUN NEW YORK", ("USUN NEW YORK",), ()),
        ("STATE INFO LONDON", ("STATE",), ("LONDON",)),
        ("JOHNSTON ROLAND", ("JOHNSTON ROLAND",), ()),
        ("n/a", (), ()),
    ],
)
def test_parts_addressees(written: str, to: tuple[str, ...], info: tuple[str, ...]) -> None:
    cable = one(text(To=written))
    assert (cable.to, cable.info) == (to, info)


@pytest.mark.parametrize(
    ("written", "level", "codes"),
    [("SECRET)", "SECRET", []), ("SECRETARIAT", "CONFIDENTIAL", ["level-unknown"]), ("n/a", "CONFIDENTIAL", [])],
)
def test_does_not_believe_garbage_for_a_level(written: str, level: str, codes: list[str]) -> None:
    cable = one(text(Original_Classification=written))
    assert cable.original_classification == level
    assert [note.code for note in cable.notes if note.code.startswith("level")] == codes


@pytest.mark.parametrize(("written", "raw"), [("N/A", "N/A"), ("n/a", "")])
def test_not_applicable_is_a_value_of_an_order_alone(written: str, raw: str) -> None:
    cable = one(text(BODY.replace("E.O. 11652: GDS\n", ""), Executive_Order=written))
    assert (cable.declassification.raw if cable.declassification else "") == raw


def test_tells_of_a_text_that_the_archive_has_lost() -> None:
    error = (
        "MRN: 1973QUITO000073  SEGMENT NUMBER: 000001  ERROR READING TEXT INDEX FILE; "
        "TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE"
    )
    cable = one(text(f"\n{error}\n", Document_Number="1973QUITO00073"))
    assert (cable.id, cable.paragraphs, cable.message_references) == ("73QUITO73", (), ("1973QUITO000073",))
    assert [(note.code, note.line) for note in cable.notes] == [("no-text", 5)]


def test_tells_of_a_lost_segment_and_reads_the_rest() -> None:
    cable = one(
        text(BODY.replace("WILL GO ON.", "SEGMENT NUMBER: 000002 ERROR READING TEXT INDEX FILE\n\nWILL GO ON."))
    )
    assert "text-gap" in {note.code for note in cable.notes}
    assert not any("ERROR" in paragraph.text for paragraph in cable.paragraphs)
    assert [paragraph.n for paragraph in cable.paragraphs] == [1, 2]


def test_a_card_without_text_is_a_record_with_a_note() -> None:
    cable = one(text(None, Document_Number="P750066-0259", Type="AI"))
    assert (cable.id, cable.paragraphs, cable.subject) == ("P750066-0259", (), "BANANA TALKS")
    assert [note.code for note in cable.notes] == ["no-body"]


def test_reads_several_records_of_one_file_each_with_its_place() -> None:
    whole = text() + text(None, Document_Number="P750066-0259") + text(Document_Number="1976QUITO01235")
    data = whole.encode()
    first, card, last = readers.read("a.txt", data)
    assert [cable.id for cable in (first, card, last)] == ["76QUITO1234", "P750066-0259", "76QUITO1235"]
    assert first.source.bytes + card.source.bytes + last.source.bytes == len(data)
    record = data[last.source.offset :].decode()
    assert record.lstrip().startswith("Message Text")
    paragraph = last.paragraphs[-1]
    assert record[paragraph.start : paragraph.end] == paragraph.text
    assert paragraph.line == data[: last.source.offset].count(b"\n") + record.count("\n", 0, paragraph.start) + 1


def test_without_any_number_there_is_no_record() -> None:
    with pytest.raises(InputError, match="no-id"):
        one("Message Text\n\nHELLO\n\nMessage Attributes\n\nFrom: QUITO\n")


def test_knows_its_own_records() -> None:
    assert aad_text.sniff(text())
    assert aad_text.sniff("Document Number: P750066-0259\nFilm Number: n/a\nDraft Date: 01 JAN 1975\n")
    assert not aad_text.sniff("**Canonical ID:** 10QUITO1\n\nMessage Text follows.\n")


@pytest.mark.parametrize(
    "piece", ["Message Text\n", "Message Text", " \n", "To: A\n", "A b c d e f g\n", "SEGMENT INDEX ERROR READING "]
)
def test_hostile_text_ends_soon(piece: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(InputError):
        readers.read("a.txt", (text() + piece * (200_000 // len(piece))).encode())
    assert time.process_time() - begun < 10


def test_reads_real_bodies(data: Path) -> None:
    for name, numbers, signed in (("1976STATE247538", 8, "KISSINGER"), ("1978USUNN05313", 3, "LEONARD")):
        body = (data / "aad" / f"{name}.body.txt").read_text(encoding="utf-8")
        cable = one(text(body, Document_Number=name, Draft_Date="n/a"))
        assert [paragraph.n for paragraph in cable.paragraphs] == list(range(1, numbers + 1))
        assert cable.signature == signed
        assert not any(words in str(cable.paragraphs) for words in ("NNN", "PAGE 0", "Declassified"))
