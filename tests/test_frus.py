"""Volumes of Foreign Relations: which documents are telegrams, and what is read of each."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg import readers
from kg.cable import Cable
from kg.errors import InputError
from kg.readers import frus_tei
from kg.readers.assembly import Reading
from kg.readers.skipped import Skipped
from kg.readers.spans import spans

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"
    xml:id="frus1949v99">
<teiHeader><p>Zürich &amp; elsewhere</p></teiHeader>
<text><body>
{documents}
</body></text>
</TEI>
"""
PLAIN = """<div type="document" xml:id="d{n}" n="{n}"{more}>
    {before}<head>{head}</head>
    <dateline><placeName>Quito</placeName>, <date when="{when}">a day</date>.<lb/>[Received 9 p.m.]</dateline>
    {text}
    <closer><signed><hi rend="smallcaps">Doe</hi></signed></closer>
</div>"""
HEAD = 'The Chargé in Ecuador (<persName type="from">Doe</persName>) to the <gloss type="to">Secretary of State</gloss>'
FILED = '<note rend="inline" type="source">822.00/12–149: Telegram</note>'


def document(text: str, head: str = HEAD, before: str = FILED, **changes: str) -> str:
    facts = {"n": "7", "more": "", "when": "1949-12-01T16:00:00", **changes}
    return PLAIN.format(text=text, head=head, before=before, **facts)


def contents(*documents: str, doctype: str = "") -> tuple[object, ...]:
    volume = VOLUME.format(documents="\n".join(documents), doctype=doctype)
    return readers.contents("frus1949v99.xml", volume.encode())


def telegram(*documents: str) -> Cable:
    (cable,) = (one.cable for one in contents(*documents) if isinstance(one, Reading))
    return cable


def test_reads_a_telegram_of_the_years_before_1950() -> None:
    cable = telegram(
        document("<p>61. Your despatch No. 12.\n       The talks <pb n='3'/>go on.</p><p>Report soon.</p>")
    )
    assert (cable.id, cable.copy, cable.layout) == ("frus1949v99-d7", "frus1949v99-d7", "frus-tei")
    assert cable.message_references == ("61",)
    assert (cable.sender, cable.to) == ("Chargé in Ecuador (Doe)", ("Secretary of State",))
    assert (cable.date, cable.date_text, cable.signature) == ("1949-12-01T16:00", "a day", "Doe")
    assert [one.text for one in cable.paragraphs] == ["Your despatch No. 12. The talks go on.", "Report soon."]
    assert dict(cable.fields)["Received"] == "[Received 9 p.m.]"


@pytest.mark.parametrize(
    ("before", "head", "text"),
    [
        (FILED, HEAD, "<p>Text.</p>"),
        ('<note type="source">File No. 822.00/1</note>', HEAD, "<opener><seg>[Telegram]</seg></opener><p>Text.</p>"),
        ("", "12. Telegram From the Embassy in Ecuador to the Department of State", "<p>Text.</p>"),
        ("", "Mr. Doe to Mr. Roe.", "<p>[Telegram—Paraphrase.]</p><p>Text.</p>"),
    ],
)
def test_knows_a_telegram_by_note_head_or_line(before: str, head: str, text: str) -> None:
    assert [one.text for one in telegram(document(text, head, before)).paragraphs] == ["Text."]


@pytest.mark.parametrize(
    ("head", "more", "reason"),
    [
        (HEAD, "", "letter, despatch or note"),
        ("3. Memorandum From John Doe to Jane Roe", "", "memorandum"),
        ("3. Editorial Note", ' subtype="editorial-note"', "editorial note"),
        ("3. Airgram From the Embassy in Ecuador to the Department of State", "", "airgram"),
    ],
)
def test_skips_what_is_no_telegram_and_says_why(head: str, more: str, reason: str) -> None:
    (one,) = contents(document("<p>A telegram is named here: Telegram 12.</p>", head, "", more=more))
    assert isinstance(one, Skipped)
    assert (one.id, one.code, one.reason) == ("frus1949v99-d7", "no-telegram", f"no telegram: {reason}")


def test_skipped_documents_stand_where_they_say() -> None:
    one, other = contents(document("<p>Á.</p>", before=""), document("<p>B.</p>", before=""))
    data = VOLUME.format(documents="", doctype="").encode()
    assert isinstance(one, Skipped)
    assert isinstance(other, Skipped)
    assert one.offset == data.index(b"\n</body>")
    assert (other.line - one.line, other.offset) == (6, one.offset + one.bytes + 1)


def test_a_record_is_the_bytes_of_its_document_and_offsets_point_into_them() -> None:
    text = (
        "<p>12. ¿Qué &amp; más? The <gloss>GOE</gloss> will try.<note>No.</note></p>\n<p>[2 lines not declassified]</p>"
    )
    volume = VOLUME.format(documents=document("<p>Ü</p>", before="") + document(text), doctype="").encode()
    (reading,) = readers.readings("v.xml", volume)
    source = reading.cable.source
    record = volume[source.offset : source.offset + source.bytes].decode(source.encoding)
    assert record.startswith('<div type="document"')
    assert record.endswith("</div>")
    first, second = reading.cable.paragraphs
    assert record[first.start : first.end] == "¿Qué &amp; más? The <gloss>GOE</gloss> will try."
    assert (first.text, second.text) == ("¿Qué & más? The GOE will try.", "[2 lines not declassified]")
    assert volume.count(b"\n", 0, volume.index(b"[2 lines")) + 1 == second.line


def test_reads_the_classification_of_a_source_note() -> None:
    note = (
        '<note type="source">Source: Department of State, Files. Secret; Niact; Limdis; Sensitive. Drafted by Doe. '
        "Also sent to Lima. Repeated to Bogotá, the Mission to the U.N., and Hong Kong.</note>"
    )
    head = f"12. Telegram From the Embassy in Ecuador to the Department of State{note}"
    cable = telegram(document("<p>1. Text.</p><p>2. More.</p>", head, "", when="1966-03-08T16:15:00+00:00"))
    assert (cable.original_classification, cable.precedence, cable.captions) == (
        "SECRET",
        "NIACT IMMEDIATE",
        ("LIMDIS",),
    )
    assert cable.to == ("Department of State", "Lima")
    assert cable.info == ("Bogotá", "Mission to the U.N.", "Hong Kong")
    assert cable.date == "1966-03-08T16:15Z"
    assert dict(cable.fields)["Handling"] == "SENSITIVE"
    assert [one.n for one in cable.paragraphs] == [1, 2]


def test_reads_class_words_beside_the_dateline() -> None:
    opener = '<opener><seg><hi rend="smallcaps">secret   us urgent</hi></seg></opener>'
    cable = telegram(document(f"{opener}<p>Secret talks go on.</p>"))
    assert (cable.classification, dict(cable.fields)["Handling"]) == ("SECRET", "US URGENT")
    assert [one.text for one in cable.paragraphs] == ["Secret talks go on."]


def test_reads_the_class_line_above_the_text() -> None:
    cable = telegram(document('<p rend="flushleft">Confidential<lb/>Priority</p><p>3340. Text.</p>'))
    assert (cable.classification, cable.precedence, cable.message_references) == ("CONFIDENTIAL", "PRIORITY", ("3340",))
    assert [one.text for one in cable.paragraphs] == ["Text."]


def test_reads_labels_before_the_first_numbered_paragraph() -> None:
    text = "<p>447. Subj: Banana Talks. Ref: State 25347.</p><p>1. First.</p><p>A. Point.</p><p>2. Second.</p>"
    cable = telegram(document(text, when="1977-02-14"))
    assert (cable.message_references, cable.body_subject) == (("447",), "Banana Talks.")
    assert [entry.id for entry in cable.references] == ["77STATE25347"]
    assert [one.text for one in cable.paragraphs] == ["First.\nA. Point.", "Second."]


def test_keeps_items_of_a_list_with_their_labels() -> None:
    items = (
        "<list><label>(<hi>a</hi>)</label> <item>Change words.</item><label>(b)</label><item>Delete all.</item></list>"
    )
    (paragraph,) = telegram(document(f"<p>We propose to: {items}</p>")).paragraphs
    assert paragraph.text == "We propose to:\n(a) Change words.\n(b) Delete all."


def test_reads_a_transcribed_telegram_like_any_other() -> None:
    lines = (
        "C O N F I D E N T I A L QUITO 001234",
        "E.O. 11652: GDS",
        "TAGS: PFOR, EC",
        "SUBJECT: BANANA TALKS",
        "1. FIRST.",
        "2. SECOND.",
    )
    head = "5. Telegram 1234 From the Embassy in Ecuador to the Department of State, May 2, 1974, 0930Z."
    cable = telegram(document("".join(f"<p>{line}</p>" for line in lines), head, "", when="1974-05-02"))
    assert cable.message_references == ("1234", "QUITO 001234")
    assert (cable.body_tags, cable.body_subject) == (("PFOR", "EC"), "BANANA TALKS")
    assert (cable.to, [one.n for one in cable.paragraphs]) == (("Department of State",), [1, 2])


def test_links_documents_that_footnotes_cite() -> None:
    notes = (
        '<note n="1">See <ref target="#d8">Document 8</ref>, <ref target="#d7fn2">below</ref> and '
        '<ref target="frus1950v01#d9">1950</ref>.</note>'
    )
    first, *_ = (
        one.cable
        for one in contents(document(f"<p>Text.{notes}</p>"), document("<p>Text.</p>", n="8"))
        if isinstance(one, Reading)
    )
    cited = [(entry.id, entry.kind, entry.where) for entry in first.references]
    assert cited == [("frus1949v99-d8", "cable", "metadata"), ("frus1950v01-d9", "other", "metadata")]


UN = "Representative to the United Nations (Doe)"
DEPARTMENT = "Department of State"
ADVISER = "Adviser to Doe"
PERU_AND_CHILE = "Embassy in Peru; Embassy in Chile"


@pytest.mark.parametrize(
    ("head", "sender", "to"),
    [
        (f"The {UN} to the Secretary of State", UN, "Secretary of State"),
        (
            'The Adviser to <persName type="to">Doe</persName> to the <gloss type="to">Embassy</gloss>',
            ADVISER,
            "Embassy",
        ),
        (f"Telegram From {DEPARTMENT} to the Embassy in Peru and the Embassy in Chile", DEPARTMENT, PERU_AND_CHILE),
        (
            f"Telegram From Embassy in Peru to the {DEPARTMENT}, Lima, May 2, 1966, 3 p.m.",
            "Embassy in Peru",
            DEPARTMENT,
        ),
        (f"Circular Telegram From the {DEPARTMENT} to Certain Missions", DEPARTMENT, "Certain Missions"),
    ],
)
def test_reads_sender_and_addressees_of_a_head(head: str, sender: str, to: str) -> None:
    cable = telegram(document("<p>Text.</p>", head))
    assert (cable.sender, "; ".join(cable.to)) == (sender, to)


@pytest.mark.parametrize(
    ("doctype", "code"),
    [
        ('<!DOCTYPE TEI [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "entities"),
        ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "entities"),
        ('<!DOCTYPE TEI [<!ENTITY % p SYSTEM "http://example.org/p"> %p;]>', "entities"),
        ("<broken", "xml"),
    ],
)
def test_refuses_entities_and_broken_xml(doctype: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        contents(document("<p>Text.</p>"), doctype=doctype)
    assert error.value.code == code
    assert error.value.line > 0


def test_refuses_a_named_entity_that_only_an_outer_file_could_declare() -> None:
    with pytest.raises(InputError, match="entities"):
        contents(document("<p>&who;</p>"), doctype='<!DOCTYPE TEI SYSTEM "tei.dtd">')


def test_refuses_elements_without_bottom() -> None:
    with pytest.raises(InputError, match="deep"):
        contents(document("<p>" + "<hi>" * 5000 + "</hi>" * 5000 + "</p>"))


def test_knows_a_volume_from_other_xml() -> None:
    assert frus_tei.sniff(VOLUME)
    assert not frus_tei.sniff('<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letters">')
    assert not frus_tei.sniff("<html>")


@pytest.mark.parametrize("blank", ["&#160;", "&#x2003;", "\u2003", "&#32;", "\n   "])
def test_any_blank_parts_the_words_of_a_head(blank: str) -> None:
    head = HEAD.replace("Chargé in", f"Chargé{blank}in").replace(" to the", f"{blank}to the")
    cable = telegram(document("<p>Text.</p>", head))
    assert (cable.sender, cable.to) == ("Chargé in Ecuador (Doe)", ("Secretary of State",))


def test_words_of_a_head_have_one_blank_between_them() -> None:
    head = HEAD.replace(" to the", " <hi>to </hi> <lb/>\n <hi> the</hi>")
    assert telegram(document("<p>Text.</p>", head)).to == ("Secretary of State",)


def test_reads_text_around_comments_and_in_cdata() -> None:
    text = "<p>12. The ta<!-- <p> -->lks <![CDATA[<of> Q&A; ]]>and <?pb > ?>more.<note><![CDATA[</p> ed.]]></note></p>"
    (reading,) = (one for one in contents(document(text)) if isinstance(one, Reading))
    (paragraph,) = reading.cable.paragraphs
    assert paragraph.text == "The talks <of> Q&A; and more."
    record = reading.given.document.text
    assert [record[one.start : one.end] for one in spans(reading) if one.kind == "skipped"] == ["</p> ed."]


def rows(data: Path) -> list[dict[str, str]]:
    with (data / "frus" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_finds_the_telegrams_of_real_volumes(data: Path) -> None:
    for name in sorted({row["file"] for row in rows(data)}):
        found = readers.contents(name, (data / "frus" / name).read_bytes())
        told = {one.id if isinstance(one, Skipped) else one.cable.id: isinstance(one, Skipped) for one in found}
        stated = {row["id"]: row["is_telegram"] == "no" for row in rows(data) if row["file"] == name}
        assert {document.rpartition("-")[2]: skipped for document, skipped in told.items()} == stated


def test_reads_real_telegrams_as_their_editors_state_them(data: Path) -> None:
    telegrams = [row for row in rows(data) if row["is_telegram"] == "yes"]
    read = {
        (name, cable.id.rpartition("-")[2]): cable
        for name in {row["file"] for row in telegrams}
        for cable in readers.read(name, (data / "frus" / name).read_bytes())
    }
    assert len(read) == len(telegrams) == 30
    for row in telegrams:
        cable = read[row["file"], row["id"]]
        assert cable.message_references == (row["telegram_number"],)
        assert (cable.sender, "; ".join(cable.to), cable.signature) == (row["from"], row["to"], row["signature"])
        assert cable.date.rstrip("Z") == row["date"][:16]
        assert sum(one.n > 0 for one in cable.paragraphs) == int(row["numbered_paragraphs"])
        assert not cable.notes or {note.code for note in cable.notes} == {"heading-residue"}
