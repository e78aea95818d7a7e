"""Volumes as XML: elements, attributes and texts are those that a parser finds, each at its place."""

from __future__ import annotations

from itertools import groupby
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import document
from kg.readers import tei
from kg.readers.tei import Element, Part, Piece

VOLUME = '{head}<TEI xml:id="frus1949v99"><text><body>\n{documents}\n</body></text></TEI>\n'

SPACE = st.sampled_from(["", " ", "\n  "])
NAMES = st.sampled_from(["p", "hi", "note", "div", "pb", "TEI", "a-b.c"])
TEXTS = st.text("ab é—\U0001d4b3\n\t\u2003]>\"'=/!?-", max_size=12).filter(lambda text: "]]>" not in text)
REFERENCES = st.sampled_from(["&amp;", "&lt;", "&#8212;", "&#x1D4B3;", "&apos;", "&#10;", "&amp;lt;"])
UNSAID = st.sampled_from(["<!-- <p a='> & -->", "<!---->", "<?end a > ' ?>", "<?x?>"])
CDATA = st.sampled_from(["<![CDATA[<p> & &amp; ]] \n]]>", "<![CDATA[]]>", "<![CDATA[]]]>"])
QUOTED = st.one_of(
    st.text("a >/='\n\té", max_size=6).map(lambda value: f'"{value}"'),
    st.text('a >/="', max_size=6).map(lambda value: f"'{value}'"),
    st.sampled_from(['"document"', "'document'", '"a&amp;b&#65;"']),
)


@st.composite
def elements(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    name, tail = draw(NAMES), draw(SPACE)
    attributes = draw(st.dictionaries(st.sampled_from(["type", "n", "xml:id", "rend"]), QUOTED, max_size=3))
    equals = draw(st.sampled_from(["=", " = "]))
    start = name + "".join(f"{draw(SPACE) or ' '}{key}{equals}{value}" for key, value in attributes.items()) + tail
    parts = draw(st.lists(inner, max_size=4))
    return f"<{start}>{''.join(parts)}</{name}{tail}>" if parts else f"<{start}/>"


CONTENTS = st.lists(
    st.recursive(st.one_of(TEXTS, REFERENCES, UNSAID, CDATA), elements, max_leaves=8), min_size=1, max_size=5
).map("".join)


def parts(*documents: str, head: str = "") -> list[Part]:
    whole = "\n".join(f'<div type="document" n="{n}">{one}</div>' for n, one in enumerate(documents))
    return list(tei.parts(document("v.xml", VOLUME.format(head=head, documents=whole).encode())))


def told(element: Element) -> list[object]:
    """Give name, attributes and content of an element, neighbouring texts as one."""
    content: list[object] = [part.text if isinstance(part, Piece) else told(part) for part in element.parts]
    return [element.name, element.attributes, *joined(content)]


def expected(element: ET.Element) -> list[object]:
    content: list[object] = [element.text or ""]
    for child in element:
        content += [expected(child), child.tail or ""]
    attributes = {key.replace("{http://www.w3.org/XML/1998/namespace}", "xml:"): v for key, v in element.items()}
    return [element.tag, attributes, *joined(content)]


def joined(content: list[object]) -> list[object]:
    found: list[object] = []
    for is_text, group in groupby(content, lambda one: isinstance(one, str)):
        some = list(group)
        found += ["".join(map(str, some))] if is_text else some
    return [one for one in found if one]


@given(st.lists(CONTENTS, min_size=1, max_size=3))
def test_finds_what_a_parser_finds(documents: list[str]) -> None:
    for one, written in zip(parts(*documents), documents, strict=True):
        assert told(one.element)[2:] == expected(ET.fromstring(f"<div>{written}</div>"))[2:]  # noqa: S314


@given(CONTENTS)
def test_tells_where_each_piece_stands(written: str) -> None:
    (one,) = parts(written)
    waiting: list[Element | Piece] = [one.element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Piece):
            assert one.record.text.startswith(part.written, part.at)
        else:
            assert one.record.text.startswith(f"<{part.name}", part.at)
            waiting += part.parts


@pytest.mark.parametrize(
    "head",
    [
        '<!-- <div type="document">a</div> -->\n',
        '<!DOCTYPE TEI [<!ELEMENT p ANY><!-- <div type="document"> -->]>',
        '<?note <div type="document"> ?>',
        "\ufeff<?xml version='1.0'?>",
    ],
)
def test_takes_no_form_of_a_document_for_one(head: str) -> None:
    (one,) = parts("<!-- <div type='document'>a</div> -->b<![CDATA[</div>]]>", head=head)
    assert [part.text for part in one.element.parts if isinstance(part, Piece)] == ["b", "</div>"]


def test_a_reference_that_an_attribute_names_and_nothing_declares_says_nothing() -> None:
    (one,) = parts('<p n="a&who;b"/>', head='<!DOCTYPE TEI SYSTEM "tei.dtd">')
    assert next(one.element.children).attributes == {"n": "ab"}
