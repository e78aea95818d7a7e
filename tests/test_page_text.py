"""The text of a PlusD page, as it is copied or taken out of the page: its table has lost its form."""

from __future__ import annotations

import pytest

import kg
from kg import readers
from kg.readers import spans
from tests.saved_pages import PLUSD_FIELDS

FIELDS = {**PLUSD_FIELDS, "To": "Department of State | Secretary of State"}
TITLE = "TALKS ON THE BANANA ROUND\n"
TEXT = (
    "1. THE TALKS WERE\nCONFIDENTIAL\n\nPAGE 02\n\nQUITO 05313 232126Z\n\nCUT.\n\n2. NO.\nDOE\n\nCONFIDENTIAL\n\nNNN\n"
)
KEYS = (
    "Key fingerprint 0000 AAAA\n\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQQBBGBj\nDtIBH6DJ=\n=abcd\n"
    "-----END PGP PUBLIC KEY BLOCK-----\n\n"
)
PAIRS = [f"{label}: {value}" for label, value in FIELDS.items()]
FORMS = {
    "on two lines": "".join(f"{label}:\n{value}\n" for label, value in FIELDS.items()),
    "parted by empty lines": "".join(f"{label}:\n\n{value}\n\n" for label, value in FIELDS.items()),
    "with tabs": "".join(f"{one}\t{other}\n" for one, other in zip(PAIRS[::2], [*PAIRS[1::2], ""], strict=True)),
    "in a table": "".join(f"| {label}: | {value} |\n" for label, value in FIELDS.items()),
    "on lines": "".join(f"{pair}\n" for pair in PAIRS).replace(TITLE, ""),
}


def facts(cable: kg.Cable) -> tuple[object, ...]:
    tags = " ".join(tag.code for tag in cable.tags)
    texts = [one.text for one in cable.paragraphs]
    return cable.id, cable.copy, cable.date, cable.sender, cable.to, tags, texts, cable.signature


EXPECTED = (
    "78QUITO5313",
    "1978QUITO05313_d",
    "1978-11-23",
    "Ecuador Quito",
    ("Department of State", "Secretary of State"),
    "EC ETRD",
    ["THE TALKS WERE CUT.", "NO."],
    "DOE",
)


@pytest.mark.parametrize("before", ["", KEYS, f"{KEYS}About PlusD\n\n"])
@pytest.mark.parametrize("switch", ["Show Headers\n", "Content\nShow Headers\n\n", ""])
@pytest.mark.parametrize("form", FORMS)
def test_reads_fields_of_any_form(form: str, switch: str, before: str) -> None:
    title = f"Subject: {TITLE}" if form == "on lines" else TITLE
    (cable,) = kg.parse(f"{before}{title}{FORMS[form]}{switch}{TEXT}".encode())
    assert facts(cable) == EXPECTED
    assert (cable.subject, cable.layout, cable.headings) == (TITLE.strip(), "plusd-text", ())


def test_every_character_is_accounted_for() -> None:
    text = f"{KEYS}{TITLE}{FORMS['with tabs']}Show Headers\n{TEXT}"
    (reading,) = readers.readings("page.txt", text.encode())
    found = spans.spans(reading)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert not [one for one in found if one.kind == "unexplained"]


def test_a_label_that_comes_again_is_of_the_telegram() -> None:
    text = "UNCLAS QUITO 05313\n\nTAGS: PREL\nSUBJECT: BANANAS\n\n1. YES.\nDOE\n"
    (cable,) = kg.parse(f"{TITLE}{FORMS['on two lines']}{text}".encode())
    assert (cable.body_tags, cable.body_subject, [tag.code for tag in cable.tags]) == (
        ("PREL",),
        "BANANAS",
        ["EC", "ETRD"],
    )


def test_a_bare_telegram_stands_behind_a_block_of_keys() -> None:
    (cable,) = readers.read("1978QUITO05313_d.txt", f"{KEYS}{TEXT}".encode())
    assert (cable.id, cable.layout, [one.text for one in cable.paragraphs]) == (
        "78QUITO5313",
        "telegram-text",
        ["THE TALKS WERE CUT.", "NO."],
    )
