"""Spans: every character of a record is accounted for, and what a span says of it is true."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import readers
from kg.document import document, parts
from kg.errors import InputError
from kg.fields import placed
from kg.passage import LineNumbers
from kg.readers import READERS
from kg.readers.assembly import Reading
from kg.readers.spans import GROUPS, Span, spans
from kg.roundtrip import lost, made
from tests.layouts import FILES, RECORDS

PARTLY_READ = {"32-ref-label-forms", "44-heading-pasted-into-the-body"}
"""Cases with a line that no grammar reads yet: "PROGRAM" before "REF:", a heading pasted into a body."""


def readings(data: bytes, layout: str = "", name: str = "07QUITO214") -> tuple[Reading, ...]:
    """Read what may be no cable; a fault of ours is none of the reasons to read nothing."""
    try:
        return readers.readings(name, data, layout)
    except InputError as error:
        if error.code == "internal":
            raise
        return ()


def account_is_true(reading: Reading) -> None:
    """Check what must hold of the spans of any record."""
    found = spans(reading)
    text = reading.given.document.text
    assert [span.start for span in found] == [0, *(span.end for span in found[:-1])]
    assert found[-1].end == len(text)
    assert all(span.start < span.end and span.kind in GROUPS for span in found)
    assert b"".join(made(reading.given.document, found)) == reading.given.document.data
    assert list(lost(reading, found)) == []
    for paragraph in reading.cable.paragraphs:
        for place in (paragraph.start, paragraph.end - 1):
            (span,) = (one for one in found if one.start <= place < one.end)
            assert (span.kind, span.part) == ("paragraph", paragraph.id)


def unexplained(reading: Reading) -> list[str]:
    text = reading.given.document.text
    return [text[span.start : span.end] for span in spans(reading) if span.kind == "unexplained"]


def said(layout: str, kind: str, part: str = "") -> str:
    """Give the words of a record's spans of a kind."""
    (reading,) = readings(RECORDS[layout].encode())
    text = reading.given.document.text
    found = (one for one in spans(reading) if one.kind == kind and part in {"", one.part})
    return "|".join(text[one.start : one.end].strip() for one in found)


def test_there_is_a_record_of_every_layout() -> None:
    assert set(RECORDS) == {reader.name for reader in READERS}


@pytest.mark.parametrize("layout", RECORDS)
def test_explains_every_character_of_a_clean_record(layout: str) -> None:
    (reading,) = readings(RECORDS[layout].encode())
    assert reading.cable.layout == layout
    assert len(reading.cable.paragraphs) >= 1
    account_is_true(reading)
    assert unexplained(reading) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_explains_every_character_of_a_file(path: Path) -> None:
    for reading in readings(path.read_bytes(), name=path.name):
        account_is_true(reading)
        assert unexplained(reading) == [] or path.stem in PARTLY_READ


@pytest.mark.parametrize("folder", ["seed", "bodies", "aad", "frus"])
def test_explains_nearly_all_of_every_real_cable_but_scans(data: Path, folder: str) -> None:
    shares = []
    for path in sorted((data / folder).glob("*")):
        for reading in readings(path.read_bytes(), name=path.name) if ".scan." not in path.name else ():
            account_is_true(reading)
            loose = sum(map(len, unexplained(reading)))
            shares.append(loose / len(reading.given.document.text))
    assert shares
    assert max(shares) < 0.01


@pytest.mark.parametrize(
    ("layout", "kind", "part", "words"),
    [
        ("plusd-text", "opening", "subject", "SUBJECT: BANANA TALKS"),
        ("plusd-text", "opening", "references", "REF: A. LIMA 87|B. 06 QUITO 2890"),
        ("plusd-text", "opening", "pass_to", "STATE FOR WHA/AND"),
        ("plusd-text", "title", "h1", "#### Summary"),
        ("plusd-text", "furniture", "", "QUITO 00000214 002 OF 003"),
        ("plusd-text", "field", "From", "**From:** Ecuador Quito"),
        ("cablegate-csv", "field", "Number", "4711"),
        ("cablegate-html", "skipped", "record", "4713"),
        ("aad-text", "layout", "", "Message Text|Message Attributes"),
        ("aad-text", "field", "Channel Indicators", "Channel Indicators: n/a"),
        ("aad-text", "signature", "", "DOE"),
        ("frus-tei", "opening", "number", "1234."),
        ("frus-tei", "skipped", "note", "Not found."),
        ("frus-tei", "field", "Source", "Source: National Archives, RG 59. Confidential; Priority."),
        ("frus-tei", "paragraph", "p1", "1. The talks|went on &amp; on, until the|lamps|were lit."),
        ("telegram-text", "signature", "", "MINIMIZE CONSIDERED. DOE"),
        ("telegram-text", "opening", "classifier", "Classified By: DCM J. Doe, reasons 1.4 (b) and (d)"),
    ],
)
def test_says_what_the_words_are(layout: str, kind: str, part: str, words: str) -> None:
    assert words in said(layout, kind, part)


def test_leaves_what_nobody_understands_unexplained() -> None:
    text = RECORDS["plusd-text"].replace("SIPDIS\n", "ZZXY QQ 7 ,,\n")
    (reading,) = readings(text.encode())
    assert unexplained(reading) == ["ZZXY QQ 7 ,,\n"]


def test_a_page_line_is_no_part_of_the_paragraph_around_it() -> None:
    (reading,) = readings(RECORDS["telegram-text"].encode())
    second = reading.cable.paragraphs[1]
    kinds = [span.kind for span in spans(reading) if second.start <= span.start < second.end]
    assert kinds == ["furniture", "paragraph"]


ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", sorted(set(RECORDS) - {"frus-tei"}))
def test_bytes_come_back_in_every_encoding(layout: str, encoding: str) -> None:
    text = RECORDS[layout].replace("DOE", "DO\u00c9\r\n\x0b\x01\u2019 DOE").replace("went", "w\u00e9nt\ufeff")
    (reading,) = readings(text.encode(encoding, errors="replace"), layout)
    assert reading.cable.source.encoding == encoding
    account_is_true(reading)


@pytest.mark.parametrize("damage", [b"\x81\xe9\x00", "\ufffd".encode(), b"\xff\xfe\xe9", b"\r\r\n\x85"])
def test_bytes_come_back_that_no_text_should_hold(damage: bytes) -> None:
    data = RECORDS["telegram-text"].encode().replace(b"The lamps", b"The " + damage + b" lamps")
    (reading,) = readings(data)
    account_is_true(reading)


def test_bytes_come_back_of_utf_16_that_is_cut_off() -> None:
    data = RECORDS["telegram-text"].encode("utf-16")
    for end in (b"\x00", b"\x00\xd8", b"\x00\xd8\x00", b"\x3d\xd8\x00\xde", b"\xfd\xff"):
        (reading,) = readings(data + end)
        account_is_true(reading)


SIGNS = (
    *("\n\n", "\r\n", "1. (C) ", "SUBJECT: ", "REF: ", "<p>", "</td>", "&amp;", '","', "\\", "---\n", "NNNN\n"),
    *("QUITO 00000214 002 OF 003", "\n\nDOE\n", "## ", "PAGE 02 QUITO 01234 082030Z", "\ufffd", "\u00b6"),
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.one_of(
            st.text(max_size=5),
            st.sampled_from(SIGNS),
        ),
    ),
    max_size=10,
)


@given(st.sampled_from(sorted(RECORDS)), EDITS, st.sampled_from(ENCODINGS))
@example("telegram-text", [(888, "\\")], "utf-8").via("a backslash before a page line, not at the end of a line")
def test_every_byte_of_a_damaged_record_is_accounted_for(
    layout: str, edits: list[tuple[int, str]], encoding: str
) -> None:
    text = RECORDS[layout]
    for place, piece in edits:
        text = text[: place % len(text)] + piece + text[place % len(text) + len(piece) // 2 :]
    for reading in readings(text.encode(encoding, errors="ignore"), layout):
        account_is_true(reading)


def test_a_table_with_the_telegram_in_it_has_no_fields_there() -> None:
    text = RECORDS["plusd-html"]
    (row,) = (line for line in text.split("\n") if "Current Classification" in line)
    opened = row.replace("<td>", '<td><div id="tagged-text"><pre>1. (U) NONE.\n', 1)
    (reading,) = readings(text.replace(row, opened).encode())
    account_is_true(reading)
    assert "current classification" not in reading.given.metadata.fields


@given(st.sampled_from([path.read_text(encoding="utf-8") for path in FILES]), EDITS)
def test_every_byte_of_a_damaged_file_is_accounted_for(text: str, edits: list[tuple[int, str]]) -> None:
    for place, piece in edits:
        text = text[: place % len(text)] + piece + text[place % len(text) + len(piece) // 2 :]
    for reading in readings(text.encode(errors="ignore")):
        account_is_true(reading)


def test_a_wrong_span_loses_bytes() -> None:
    (reading,) = readings(RECORDS["plusd-text"].encode())
    record = reading.given.document
    found = spans(reading)
    assert b"".join(made(record, [*found[:3], *found[4:]])) != record.data
    assert b"".join(made(record, [Span(0, len(record.text), "unexplained")])) == record.data


def test_a_paragraph_that_says_other_words_is_lost() -> None:
    (reading,) = readings(RECORDS["cablegate-csv"].encode())
    first, *rest = reading.cable.paragraphs
    for wrong in (first._replace(text=first.text[1:]), first._replace(start=first.start + 2)):
        object.__setattr__(reading.cable, "paragraphs", (wrong, *rest))
        assert list(lost(reading, spans(reading))) == [first.id]


@pytest.mark.parametrize("layout", RECORDS)
def test_lines_and_columns_are_those_of_the_file(layout: str) -> None:
    data = (RECORDS[layout] * 2).encode() if layout not in {"frus-tei", "cablegate-csv"} else RECORDS[layout].encode()
    whole = document("07QUITO214", data).text.split("\n")
    found = readings(data, layout)
    assert found
    for cable, record, _ in found:
        starts = [(one.line, one.column, one.start) for one in cable.paragraphs]
        starts += [(one.line, one.column, one.start) for one in cable.headings]
        assert all(whole[line - 1][column - 1] == record.document.text[start] for line, column, start in starts)
        assert all(line <= len(whole) and column <= len(whole[line - 1]) + 1 for _, line, column in cable.lines)


def test_a_paragraph_begins_in_its_column_behind_number_and_mark() -> None:
    (reading,) = readings(RECORDS["plusd-text"].encode())
    places = dict(one.split(":", 1) for one in placed(reading.cable).split())
    assert (places["h1"], places["p1"], places["tag"]) == ("34:6", "36:8", "13")


def test_a_record_that_begins_inside_a_line_counts_columns_from_its_start() -> None:
    found = list(parts(document("two", b"first\nsecond third"), [0, 13]))
    assert [LineNumbers(one.text, one.line, one.before).position(0) for one in found] == [(1, 1), (2, 8)]
