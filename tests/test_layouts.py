"""Layouts: which one a record is of, and that what is read stands where the record says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import readers
from kg.cable import Cable
from kg.document import document
from kg.errors import InputError
from kg.passage import LineNumbers, plain, rewritten
from kg.readers.assembly import Reading
from kg.readers.markup import Dress, bare, undone, undressed
from kg.readers.spans import spans
from tests.conftest import ROOT
from tests.hostile import readings, tiles

FOLDER = ROOT / "tests" / "cases"
DRESSED = sorted([*FOLDER.glob("*.csv"), *FOLDER.glob("*.html")])
PAGE = (FOLDER / "cablegate-page.html").read_text(encoding="utf-8")
ROW = (FOLDER / "cablegate-row.csv").read_text(encoding="utf-8")
PLUSD = (FOLDER / "plusd-page.html").read_text(encoding="utf-8")


def reading(text: str) -> Reading:
    (found,) = readers.readings("cable", text.encode())
    return found


def readable(text: str, layout: str = "") -> tuple[Reading, ...]:
    """Read what may be no cable; a fault of ours is none of the reasons to read nothing."""
    try:
        return readers.readings("cable", text.encode(errors="surrogatepass"), layout)
    except InputError as error:
        if error.code == "internal":
            raise
        return ()


def notes(cable: Cable) -> set[str]:
    return {note.code for note in cable.notes}


def said(cable: Cable) -> tuple[object, ...]:
    paragraphs = [(one.mark, one.text) for one in cable.paragraphs]
    return cable.id, cable.subject, cable.date, cable.sender, cable.classification, cable.tags, paragraphs


@pytest.mark.parametrize("path", DRESSED, ids=lambda path: path.stem)
def test_knows_a_record_for_one_layout_only(path: Path) -> None:
    text = document(path.name, path.read_bytes()).text
    (found,) = readers.read(path.name, path.read_bytes())
    asked = readers.READERS[:-1]  # the bare telegram takes what no other layout knows
    assert [reader.name for reader in asked if reader.sniff(text)] == [found.layout]


@pytest.mark.parametrize("path", DRESSED, ids=lambda path: path.stem)
def test_paragraphs_stand_where_the_record_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (found,) = readers.read(path.name, path.read_bytes())
    for paragraph in found.paragraphs:
        source = bare(text[paragraph.start : paragraph.end]).replace("\\\n", "\n").replace("\\", "")
        assert source.split()[0] == paragraph.text.replace("\\", "").split()[0]
        assert source.split()[-1] == paragraph.text.replace("\\", "").split()[-1]


@pytest.mark.parametrize("text", [PAGE, ROW, PLUSD], ids=["page", "row", "plusd"])
def test_fields_stand_where_the_record_says(text: str) -> None:
    for field in reading(text).given.metadata.fields.values():
        if field.value and field.label not in {"Appears in these articles", "To"}:
            assert bare(text[field.start : field.end]).split() == field.value.split()


@pytest.mark.parametrize("path", DRESSED, ids=lambda path: path.stem)
def test_explains_all_that_stands_around_a_telegram(path: Path) -> None:
    (found,) = readers.readings(path.name, path.read_bytes())
    given, tiled = found.given, spans(found)
    assert "".join(given.document.text[span.start : span.end] for span in tiled) == given.document.text
    telegram = range(given.body.source[0], given.body.source[-1] + given.body.size[-1])
    assert all(span.start in telegram for span in tiled if span.kind == "unexplained")


# Pages as other programs save them


PAGES: dict[str, Callable[[str], str]] = {
    "capital tags": lambda page: re.sub(r"</?[a-z]\w*", lambda match: match.group().upper(), page),
    "double quotes": lambda page: re.sub(r"='([^']*)'", r'="\1"', page),
    "bare attributes": lambda page: page.replace("class='cable'", "class=cable border=0"),
    "a body of rows": lambda page: page.replace("class='cable'>", "class='cable'><tbody>", 1),
    "cells never closed": lambda page: re.sub(r"</t[hdr]>", "", page),
    "attributes on blocks": lambda page: page.replace("<pre>", "<pre class='text' style=\"a\">"),
    "line ends as they are": lambda page: page.replace("&#x000A;", "\n"),
    "carriage returns": lambda page: page.replace("&#x000A;", "&#13;&#10;"),
    "decimal line ends": lambda page: page.replace("&#x000A;", "&#10;"),
    "blocks without code": lambda page: page.replace("<code>", "").replace("</code>", ""),
    "code in blocks": lambda page: page.replace("<code><pre>", "<pre><code>"),
    "pilcrows by name": lambda page: page.replace("¶", "&para;"),
    "pilcrows by number": lambda page: page.replace("¶", "&#xB6;"),
    "bold heads": lambda page: page.replace("<th>", "<th><b>").replace("</th>", "</b></th>"),
    "heads without th": lambda page: page.replace("th>", "td>"),
    "heads in two lines": lambda page: page.replace("Reference ID</th>", "Reference\n  ID</th>"),
    "heads with hard blanks": lambda page: page.replace("Reference ID</th>", "Reference&nbsp;ID</th>"),
    "one more column": lambda page: page.replace("<th>Created", "<th>Seen</th><th>Created").replace(
        "<td>\n<a href='/date", "<TD>12</TD><td>\n<a href='/date"
    ),
    "blocks of code alone": lambda page: re.sub("</?pre>", "", page.replace("PUBLIC KEY", "KEY")),
    "blocks of characters": lambda page: re.sub(r"(<code><pre>)(.*)(</pre>)", r"\1<![CDATA[\2]]>\3", page),
}


@pytest.mark.parametrize("change", PAGES.values(), ids=PAGES)
def test_reads_a_page_as_others_saved_it(change: Callable[[str], str]) -> None:
    assert change(PAGE) != PAGE
    assert said(reading(change(PAGE)).cable) == said(reading(PAGE).cable)


TITLE_IN_A_TABLE = "<table><tr><td>TALKS ON BANANA ROUND &amp; TRADE</td></tr></table>"
PLUSD_PAGES: dict[str, Callable[[str], str]] = {
    "capital tags": PAGES["capital tags"],
    "single quotes": lambda page: page.replace('"', "'"),
    "id without quotes": lambda page: page.replace('id="synopsis"', "id=synopsis"),
    "a body of rows": lambda page: page.replace('"synopsis">', '"synopsis"><tbody>'),
    "cells never closed": lambda page: re.sub(r"</(?:td|tr|div)>(?=</?t|\s*<t)", "", page),
    "two classes": lambda page: page.replace('"s_key"', '"key s_key"'),
    "no switch": lambda page: page.replace('<div><a href="#">Show Headers</a></div>', ""),
    "switch as a button": lambda page: page.replace('<a href="#">Show Headers</a>', "<button>Show headers</button>"),
    "keys in cells": lambda page: re.sub(
        r'<div class="s_key">(.*?)</div>\s*<div class="s_val">(.*?)</div>',
        r'<td class="s_key">\1</td><td class="s_val">\2</td>',
        page,
    ),
    "keys in labels": lambda page: re.sub('"s_key">(.*?)</div>', r'"s_key"><label>\1</label></div>', page),
    "tags in a list": lambda page: re.sub(
        r'<div class="s_val">(<a.*?</a>) \| (<a.*?</a>)', r'<div class="s_val"><ul><li>\1</li><li>\2</li></ul>', page
    ),
    "tags on lines": lambda page: page.replace("</a> | <a", "</a><br/>\n<a"),
    "a title in a table": lambda page: page.replace("TALKS ON BANANA ROUND &amp; TRADE", TITLE_IN_A_TABLE),
    "lines in elements": lambda page: re.sub(
        "<pre>(1.*?)</pre>",
        lambda match: "".join(f"<div>{line or '&nbsp;'}</div>\n" for line in match[1].split("\n")),
        page,
        flags=re.DOTALL,
    ),
    "no block": lambda page: page.replace("<pre>1.", "1.").replace("NNN</pre>", "NNN"),
}


@pytest.mark.parametrize("change", PLUSD_PAGES.values(), ids=PLUSD_PAGES)
def test_reads_a_plusd_page_as_others_saved_it(change: Callable[[str], str]) -> None:
    assert change(PLUSD) != PLUSD
    assert said(reading(change(PLUSD)).cable) == said(reading(PLUSD).cable)


def test_keeps_tags_of_a_plusd_page_as_they_are() -> None:
    value = reading(PLUSD).given.metadata.value("TAGS")
    assert value == "EC - Ecuador | ETRD - Economic Affairs--Foreign Trade"


@pytest.mark.parametrize(
    "unseen",
    [
        '<!-- <table id="synopsis"></table><div id="tagged-text">OLD</div> -->',
        "<script>var id = '<table id=\"synopsis\">'; //<div id='tagged-text'></script>",
        "<STYLE>a:before { content: '<div id=\"tagged-text\">' }</STYLE >",
    ],
)
def test_never_takes_what_nobody_sees_for_a_page(unseen: str) -> None:
    assert said(reading(PLUSD.replace("<body>", f"<body>{unseen}")).cable) == said(reading(PLUSD).cable)
    with pytest.raises(InputError):
        readers.read("page.html", f"<html><body>{unseen}</body></html>".encode())


def test_takes_what_is_never_closed_for_seen() -> None:
    for broken in ("<!-- <b>", "<script>", "<style>"):
        assert said(reading(PLUSD.replace("<body>", f"<body>{broken}")).cable) == said(reading(PLUSD).cable)


def test_never_takes_another_block_for_the_telegram() -> None:
    found = reading(PLUSD.replace("tagged-text", "other-text"))
    assert not found.cable.paragraphs
    assert "no-body" in notes(found.cable)


def test_keeps_the_first_of_two_values_and_tells_the_other() -> None:
    cell = '<tr><td><div class="s_key">From:</div><div class="s_val">Peru Lima</div></td></tr></table>'
    found = reading(PLUSD.replace("</table>", cell)).cable
    assert found.sender == "Ecuador Quito"
    assert "Peru Lima" in dict(found.fields).values()
    assert "duplicate-field" in notes(found)


# The two layouts of Cablegate


@pytest.mark.parametrize("text", [PAGE, ROW], ids=["page", "row"])
def test_gives_the_heading_with_its_places(text: str) -> None:
    heading = reading(text).given.heading
    assert heading
    place = heading.text.index("FM AMEMBASSY QUITO")
    assert text[heading.start(place) : heading.end(place + 18)] == "FM AMEMBASSY QUITO"


def test_takes_the_level_from_the_text_of_a_link() -> None:
    assert reading(PAGE).cable.classification == "CONFIDENTIAL"  # its title says secret


@pytest.mark.parametrize(
    ("created", "told"),
    [("2007-03-14 16:04", True), ("2007-03-14 16:20", False), ("2007-03-14 16:05", False), ("2007-03-14 15:03", False)],
)
def test_tells_a_minute_that_is_the_hour_again(created: str, *, told: bool) -> None:
    found = reading(PAGE.replace("2007-03-14 16:04", created)).cable
    assert ("minute-doubtful" in notes(found)) is told


def test_tells_an_extract_from_a_heading() -> None:
    notice = "This record is a partial extract of the original cable. The full text is not available."
    for text in (re.sub("VZCZC.*1164", notice, PAGE), re.sub('VZCZC[^"]*1164', notice, ROW)):
        found = reading(text)
        assert found.given.heading is None
        assert "partial-extract" in notes(found.cable)


@pytest.mark.parametrize(
    ("record", "joined"),
    [
        (PAGE, re.sub(r"</pre></code>\s*<code><pre>", "&#x000A;&#x000A;", PAGE)),
        (ROW, ROW.replace('","C O N', "\n\nC O N").replace('"VZCZC', '"","VZCZC')),
    ],
)
def test_a_heading_can_stand_in_the_body(record: str, joined: str) -> None:
    apart, together = reading(record).cable, reading(joined).cable
    assert apart.addresses
    assert (together.addresses, together.dtg, together.signature) == (apart.addresses, apart.dtg, apart.signature)
    assert [one.text for one in together.paragraphs] == [one.text for one in apart.paragraphs]


def test_a_block_alone_is_the_body() -> None:
    found = reading(re.sub("<code><pre>VZCZC.*1164</pre></code>", "", PAGE))
    assert found.given.heading is None
    assert said(found.cable) == said(reading(PAGE).cable)


@pytest.mark.parametrize("text", [PAGE[: PAGE.index("It went")], ROW[: ROW.index("ROE")]], ids=["page", "row"])
def test_reads_what_is_there_of_a_record_cut_off(text: str) -> None:
    found = reading(text).cable
    assert found.paragraphs[0].n == 1
    assert "cut-off" in notes(found)


def test_reads_the_whole_copy_of_a_text_that_the_site_replaced() -> None:
    page = (FOLDER / "cablegate-pasted.html").read_text(encoding="utf-8")
    lines = "REF: LI...\n\n\n4713\n\n2007-03-15\n\n07QUITO215\n\nEmbassy Quito\n\nUNCLASSIFIED\n\n07LIMA300\n\nUNCLAS"
    others = re.sub(r"REF: LI\.{3}.*header ends -*(&#x000A;)*UNCLAS", lines, page)
    for text in (page, others):
        found = reading(text).cable
        assert [reference.where for reference in found.references] == ["both"]
        assert [paragraph.text for paragraph in found.paragraphs] == ["They grow."]
        assert "record-pasted" in notes(found)


def test_leaves_out_the_record_of_another_cable() -> None:
    path = FOLDER / "cablegate-raw-row.html"
    (found,) = readers.readings(path.name, path.read_bytes())
    (left,) = [span for span in spans(found) if span.kind == "skipped"]
    assert "07LIMA300" in found.given.document.text[left.start : left.end]


def test_reads_a_page_without_any_text() -> None:
    found = reading(PAGE[: PAGE.index("<code>")]).cable
    assert (found.id, found.paragraphs) == ("07QUITO214", ())
    assert "no-body" in notes(found)


def test_reads_several_pages_in_one_file() -> None:
    both = PAGE + PAGE.replace("07QUITO214", "07QUITO215")
    found = readers.read("pages.html", both.encode())
    assert [cable.id for cable in found] == ["07QUITO214", "07QUITO215"]
    assert sum(cable.source.bytes for cable in found) == len(both.encode())


def test_reads_rows_each_with_its_own_places() -> None:
    rows = ROW + ROW.replace("07QUITO214", "07QUITO215").replace("\n", "\r\n")
    first, second = readers.read("cables.csv", rows.encode())
    assert (first.id, second.id, second.source.line) == ("07QUITO214", "07QUITO215", ROW.count("\n") + 1)
    assert second.source.offset == first.source.bytes == len(ROW.encode())
    (_, later) = readers.read("cables.csv", rows.encode(), line=11, offset=500)
    assert (later.source.line, later.source.offset) == (second.source.line + 10, second.source.offset + 500)
    assert said(first)[1:] == said(second)[1:]
    own = rows.encode()[second.source.offset :].decode()
    assert own[second.paragraphs[1].start :].startswith('\\"No,')


def test_finds_the_row_behind_a_broken_one() -> None:
    broken = (
        ROW[: ROW.index("THE SIGN")] + "\n" + ROW.replace('"3/14/2007 16:20"', '""').replace("QUITO214", "QUITO215")
    )
    first, second = readers.read("cables.csv", broken.encode())
    assert (first.id, second.id) == ("07QUITO214", "07QUITO215")
    assert "cut-off" in notes(first)
    assert len(second.paragraphs) == 2


@pytest.mark.parametrize(
    "row",
    [
        '"17","2/5/1988 9:30","88QUITO164","Embassy Quito"\n',
        '"17","2/5/1988 9:30","88QUITO164","Embassy Quito","SECRET","","FM AMEMBASSY QUITO"\n',
        '"17","2/5/1988 9:30","88QUITO164","Embassy Quito","SECRET","","FM AMEMBASSY QUITO',
        '"17","2/5/1988 9:30","88QUITO164',
        '"17","2/5/1988 9:30,"88QUITO164,"Embassy Quito","SECRET"',
        '"17","","88QUITO164","Embassy Quito","SECRET","","","1. Text."',
    ],
)
def test_reads_what_a_broken_row_holds(row: str) -> None:
    found = reading(row).cable
    assert found.id == "88QUITO164"
    assert notes(found) & {"columns-missing", "quote-missing", "cut-off"} or found.paragraphs


def test_rejects_a_row_without_an_id_and_says_where() -> None:
    rows = ROW + '"18","2/5/1988 9:30","","","","","",""\n'
    with pytest.raises(InputError, match="id") as caught:
        readers.read("cables.csv", rows.encode())
    assert caught.value.line == ROW.count("\n") + 1


def test_undoes_what_is_escaped_and_nothing_else() -> None:
    row = ROW.replace("THE SIGN", r"A\B \n \\\" \\")
    assert 'A\\B \\n \\" \\ \\ ALONE' in reading(row).cable.paragraphs[0].text


# What is undone, for any input


@pytest.mark.parametrize(
    ("dress", "meaning"),
    [
        ("&#x000A;", "\n"),
        ("&#8217;", "\u2019"),
        ("&#0;", "\ufffd"),
        ("&#1;", ""),
        ("&#xD800;", "\ufffd"),
        ("&#9999999;", "\ufffd"),
        ("&Amp;", "&Amp;"),
        ("&notit;", "&notit;"),
        ("</SPAN>", ""),
        ("<p class=x>", "\n"),
        ("<!-- no text -->", ""),
    ],
)
def test_undoes_one_piece_of_dress(dress: str, meaning: str) -> None:
    assert undone(dress) == meaning
    assert bare(f"x{dress}y") == f"x{meaning}y"


@pytest.mark.parametrize(
    "text",
    ["AT&T", "a < b > c", "<doe@example.org>", "<<END OF DOCUMENT>>", "&tantamount to", "R&D; & so on", "C:\\A\\B"],
)
def test_leaves_what_is_no_dress(text: str) -> None:
    assert bare(text) == text


@given(st.lists(st.sampled_from(["&amp;", "&nbsp;", "<br>", "<b>", "</b>", "a", "bc", "\n"]), max_size=12))
def test_places_are_those_of_a_passage_rewritten_piece_by_piece(pieces: list[str]) -> None:
    text = "-" + "".join(pieces) + "-"
    lines = LineNumbers(text)
    pattern = re.compile("(&amp;|&nbsp;|</?b>|<br>)")
    found = undressed(Dress("&<", pattern, undone), plain(text, 0, len(text), lines))
    changes = [(match.start(), match.end(), undone(match.group())) for match in pattern.finditer(text)]
    expected = rewritten(text, 0, len(text), changes, lines=lines)
    assert found.text == expected.text
    for place in range(len(found.text)):
        assert found.start(place) == expected.start(place)
        assert found.end(place + 1) == expected.end(place + 1)


@given(st.sampled_from([PAGE, ROW, PLUSD]), st.lists(st.tuples(st.integers(0, 3000), st.text(max_size=4)), max_size=8))
def test_damage_never_ends_in_anything_but_our_error(text: str, edits: list[tuple[int, str]]) -> None:
    for place, piece in edits:
        text = text[:place] + piece + text[place + 2 * len(piece) :]
    for cable, whole, _ in readable(text):
        assert all(0 <= one.start < one.end <= len(whole.document.text) for one in cable.paragraphs)


HOSTILE = {
    "brackets": "<",
    "cells": "<td>Reference ID",
    "tags": "<td class=",
    "quotes": "<a href='",
    "tables": "<table id=synopsis><td><div class='s_key'>",
    "texts": "<div id='tagged-text'>",
    "blocks": "<pre>",
    "comments": "<!--",
    "comments with tags": "<!-- <p> --",
    "scripts": "<script></script",
    "styles": "<STYLE >",
    "entities": "&#x",
    "links": '<a href="/x" class="tag nav" title="s_kex a \'b\' c">',
    "switches": "<div id='tagged-text'>Show   ",
    "tabs": "\n17\t2007-03-14 16:20\t",
    "columns": '"17","',
    "rows": '\n"17","2/5/1988 9:30","88QUITO1","',
    "escapes": '"\\',
}


HEADS = ["id", "date", "refid", "origin", "classification", "references", "header", "body"]


@pytest.mark.parametrize("heads", [[], [HEADS]], ids=["rows alone", "with heads"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_written_anew_says_the_same(heads: list[list[str]], quoting: Literal[0, 1], end: str) -> None:
    row = re.sub(r"\\+ ", "", ROW)  # a lone backslash means something else to each reader of such tables
    rows = list(csv.reader(io.StringIO(row * 2), escapechar="\\", doublequote=False))
    file = io.StringIO()
    csv.writer(file, quoting=quoting, lineterminator=end).writerows([*heads, *rows])
    (original,), found = kg.parse(row.encode()), kg.parse(file.getvalue().encode())
    assert len(found) == 2
    for cable in found:
        assert (cable.id, cable.subject, cable.to) == (original.id, original.subject, original.to)
        assert [one.text for one in cable.paragraphs] == [one.text for one in original.paragraphs]
    for reading in readings(file.getvalue().encode()):
        tiles(reading)
        assert not [span for span in spans(reading) if span.kind == "unexplained"]


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("layout", ["cablegate-csv", "cablegate-html", "plusd-html"])
def test_hostile_input_ends(piece: str, layout: str) -> None:
    opening = {"cablegate-csv": ROW[:700], "cablegate-html": PAGE[:1200], "plusd-html": PLUSD[:1500]}[layout]
    readable(opening + piece * (200_000 // len(piece)), layout)


@pytest.mark.parametrize("label", ["REFERENCE ID", "Reference Id", "REFERENCE&nbsp;ID"])
def test_labels_of_a_page_can_be_in_capitals(label: str) -> None:
    page = (ROOT / "tests" / "cases" / "cablegate-page.html").read_text(encoding="utf-8")
    (cable,) = kg.parse(page.replace("Reference ID", label).encode())
    (plain,) = kg.parse(page.encode())
    assert (cable.id, cable.date, cable.sender) == (plain.id, plain.date, plain.sender)
