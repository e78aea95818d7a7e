"""First lines, captions and portion marks, in the spellings that posts and archives used."""

from __future__ import annotations

import pytest

from kg.grammar import markings, portions
from kg.grammar.markings import ClassLine

FIRST_LINES = {
    "S E C R E T QUITO 000123": ClassLine("SECRET", reference="QUITO 000123"),
    "S e c r e t quito 000123": ClassLine("SECRET", reference="QUITO 000123"),
    "C O N F I D E N T I A L  SECTION 02 OF 03 QUITO 000123": ClassLine("CONFIDENTIAL", (), 2, 3, "QUITO 000123"),
    "CONFI DENTIAL QUITO 000123": ClassLine("CONFIDENTIAL", reference="QUITO 000123"),
    "UNCLAS SECTION 01 OF 02 LA PAZ 000456": ClassLine("UNCLASSIFIED", (), 1, 2, "LA PAZ 000456"),
    "UNCLASSECTION 01 OF 02 LA PAZ 000456": ClassLine("UNCLASSIFIED", (), 1, 2, "LA PAZ 000456"),
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY QUITO 000123": ClassLine("UNCLASSIFIED", ("FOUO",), reference="QUITO 000123"),
    "S E C R E T//NOFORN": ClassLine("SECRET", ("NOFORN",)),
    "SECRET NOFORN": ClassLine("SECRET", ("NOFORN",)),
    "S E C R E T N O F O R N LIMA 000007": ClassLine("SECRET", ("NOFORN",), reference="LIMA 000007"),
    "SECRET//REL TO USA, GBR LIMA 000007": ClassLine("SECRET", ("REL TO USA, GBR",), reference="LIMA 000007"),
    "UNCLAS E F T O QUITO 000123": ClassLine("UNCLASSIFIED", ("EFTO",), reference="QUITO 000123"),
    "CONFIDENTIALSIPDIS": ClassLine("CONFIDENTIAL", ("SIPDIS",)),
    "UNCLAS SIPDIS SECTION 01 OF 02 QUITO 000123 NOFORN": ClassLine(
        "UNCLASSIFIED", ("SIPDIS", "NOFORN"), 1, 2, "QUITO 000123"
    ),
    "LIMITED OFFICIALUSE": ClassLine("LIMITED OFFICIAL USE"),
    "L I M I T E D OFFICIAL USE QUITO 01234": ClassLine("LIMITED OFFICIAL USE", reference="QUITO 01234"),
    "T O P  S E C R E T QUITO 01234": ClassLine("TOP SECRET", reference="QUITO 01234"),
    "CONFIDENTIAL QUITO 1234/1": ClassLine("CONFIDENTIAL", reference="QUITO 1234"),
    "UNCLAS QUITO 1234 SECTION 1 OF 2": ClassLine("UNCLASSIFIED", (), 1, 2, "QUITO 1234"),
    "SECRET SECTION ONE OF TWO QUITO 1234": ClassLine("SECRET", (), 1, 2, "QUITO 1234"),
    "S E C R E T S E C T I O N 0 1 O F 0 2 QUITO 000123": ClassLine("SECRET", (), 1, 2, "QUITO 000123"),
    "S E C R E T FINAL SECTION OF 3 QUITO 1234": ClassLine("SECRET", (), 3, 3, "QUITO 1234"),
    "SECRET SECTION 01 0F 02 QUITO 000123": ClassLine("SECRET", (), 1, 2, "QUITO 000123"),
    "UNCLAS SECTION 02 OF 02 USUN NEW YORK": ClassLine("UNCLASSIFIED", (), 2, 2),
    "UNCLAS QUITO 000123 C O R R E C T E D  C O P Y (SUBJECT LINE)": ClassLine(
        "UNCLASSIFIED", (), 0, 0, "QUITO 000123", "CORRECTED COPY (SUBJECT LINE)"
    ),
    "UNCLAS QUITO 1382 SUSPECTED DUPLICATE 1392": ClassLine(
        "UNCLASSIFIED", (), 0, 0, "QUITO 1382", "SUSPECTED DUPLICATE 1392"
    ),
    "UNCLAS STATE 255577 TOSEC 140323": ClassLine("UNCLASSIFIED", (), 0, 0, "STATE 255577", "TOSEC 140323"),
}


@pytest.mark.parametrize("text", FIRST_LINES)
def test_reads_first_lines_however_spelled(text: str) -> None:
    assert markings.class_line(text) == FIRST_LINES[text]


@pytest.mark.parametrize(
    "text",
    [
        "SECRETARIAT",
        "Secretary of State",
        "Secret talks 2010",
        "SECRET TALKS BEGAN",
        "SECRET - ENTIRE TEXT",
        "CONFIDENTIAL PAGE 02 QUITO 01234 01 OF 02 082030Z",
        "SIPDIS",
        "",
    ],
)
def test_takes_no_prose_for_a_first_line(text: str) -> None:
    assert markings.class_line(text) is None


def test_finds_a_first_line_that_text_goes_on_from() -> None:
    text = "x CONFIDENTIAL QUITO 01234 SECTION 1 OF 2 1. THE MINISTER"
    found = markings.class_line_at(text, 2)
    assert found
    assert found[0] == ClassLine("CONFIDENTIAL", (), 1, 2, "QUITO 01234")
    assert text[found[1] :] == " 1. THE MINISTER"
    assert markings.class_line_at("SECRET MEETINGS WENT ON") is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("SECTION 1 OF 2", (1, 2)),
        ("FINAL SECTION OF 3", (3, 3)),
        ("S E C T I O N 01 OF 02", (1, 2)),
        ("SECTION 2 OF THE LAW", (0, 0)),
    ],
)
def test_reads_a_section_line_alone(text: str, part: tuple[int, int]) -> None:
    assert markings.section(text) == part


CAPTION_LINES = {
    "SIPDIS": ("SIPDIS",),
    "SIPDIS SIPDIS": ("SIPDIS",),
    "NOFORN SIPDIS": ("NOFORN", "SIPDIS"),
    "S E N S I T I V E  S I P D I S": ("SBU", "SIPDIS"),
    "EXDIS, NODISSTADIS": ("EXDIS", "NODIS", "STADIS"),
    "- - LIMDIS - -": ("LIMDIS",),
    "EYES ONLY": ("ONLY",),
    "ROGER CHANNEL": ("ROGER",),
    "SY CHANNEL": ("SY",),
    "OFFICIAL-INFORMAL": ("OFFICIAL INFORMAL",),
    "(SBU)": ("SBU",),
    "SENSITIVE BUT UNCLASSIFIED": ("SBU",),
    "SENSITIVE BUT UNCLASSIFIED - PLEASE HANDLE ACCORDINGLY": ("SBU",),
    "Sensitive but unclassified; not for Internet distribution.": ("SBU",),
    "SIPDIS FOLLOWS": (),
    "ONLY TIME WILL TELL": (),
    "SENSITIVELY": (),
    "PROTECT ACCORDINGLY": (),
    "SY": (),
}


@pytest.mark.parametrize("text", CAPTION_LINES)
def test_reads_caption_lines_whole_or_not_at_all(text: str) -> None:
    assert markings.captions(text) == CAPTION_LINES[text]


def test_knows_advice_that_goes_on_from_a_caption_line() -> None:
    assert markings.is_advice("PLEASE PROTECT ACCORDINGLY")
    assert not markings.is_advice("PROTECT THE EMBASSY")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SECRET//NOFORN", ("SECRET", ("NOFORN",))),
        ("SECRET//REL TO USA, GBR", ("SECRET", ("REL TO USA, GBR",))),
        ("LIMITEDOFFICIALUSE", ("LIMITED OFFICIAL USE", ())),
        ("Secret; Exdis", ("SECRET", ("EXDIS",))),
        ("UNCLASSIFIED FOUO", ("UNCLASSIFIED", ("FOUO",))),
        ("SECRETARIAT", ("", ())),
        ("SECRET MEETING", ("", ())),
    ],
)
def test_reads_classification_fields(text: str, level: tuple[str, tuple[str, ...]]) -> None:
    assert markings.level(text) == level


UNCLASSIFIED, CONFIDENTIAL, SECRET, TOP_SECRET = "UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET"
LIMITED = "LIMITED OFFICIAL USE"
PORTIONS = {
    UNCLASSIFIED: {"U": "", "u": "", "UNCLASSIFIED": "", "U//FOUO": "FOUO", "U/FOUO": "FOUO", "U/SBU": "SBU"}
    | {"UNCLASS": "", "LES": "LES", "U/LIMDIS": "LIMDIS"},
    "SBU": {
        "USBU": "",
        "SBU": "",
        "SBU/N": "NOFORN",
        "SBU/NF": "NOFORN",
        "SBU//NOFORN": "NOFORN",
        "SBU-NOFORN": "NOFORN",
    },
    LIMITED: {"LOU": "", "LIMITED OFFICIAL USE": ""},
    CONFIDENTIAL: {
        "C": "",
        " C ": "",
        "c": "",
        "CONFIDENTIAL": "",
        "C - ENTIRE TEXT": "",
        "C-Entire text": "",
        **dict.fromkeys(["C/NF", "C//NF", "C-NF", "CNF", "C NF", "C/NOFORN", "C, NF", "C/ NF"], "NOFORN"),
        "C/SBU": "SBU",
        "C//FGI//NF": "FGI NOFORN",
        "C//FGI GBR//NF": "FGI NOFORN",
        "C//FGI UK//NF": "FGI NOFORN",
        "C/NATO": "NATO",
        "C O N F I D E N T I A L": "",
        "C; ENTIRE TEXT": "",
        "C/ENTIRE TEXT": "",
    },
    SECRET: {
        "S": "",
        "SECRET": "",
        "S/FGI": "FGI",
        "S/OC/NF": "ORCON NOFORN",
        "S/NOFORM": "NOFORN",
        "S//NF//25X1": "NOFORN",
        **dict.fromkeys(["S/NF", "S//NF", "S-NF", "SNF", "N/SF", "S NF"], "NOFORN"),
    },
    TOP_SECRET: {"TS": "", "TS//SI//NF": "SI NOFORN"},
    "": {"NF": "NOFORN"},
}


@pytest.mark.parametrize(("level", "text"), [(level, text) for level, texts in PORTIONS.items() for text in texts])
def test_reads_portion_marks(level: str, text: str) -> None:
    mark = portions.portion(text)
    assert mark
    assert (mark.level, " ".join(mark.caveats)) == (level, PORTIONS[level][text])
    assert mark.mark == text.strip().upper().partition("ENTIRE")[0].rstrip(" -;/")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("S/REL NATO", "NATO"),
        ("S//REL TO USA,\nFVEY", "USA, FVEY"),
        ("S//REL USA, ISAF, NATO", "USA, ISAF, NATO"),
        ("C REL NATO", "NATO"),
        ("C/REL TO UK", "UK"),
        ("S - REL UK", "UK"),
        ("S//REL ISAF/NATO", "ISAF/NATO"),
    ],
)
def test_gives_release_clauses_in_one_form(text: str, names: str) -> None:
    mark = portions.portion(text)
    assert mark
    assert mark.caveats == (f"REL TO {names}",)
    assert mark.mark == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["IRAN", "Note: as before", "US", "UN", "SC", "CC", "NATO", "C2", "S/P", "S/S", "U/S", "S/CT", "GBU", "FGI", ""],
)
def test_takes_no_other_parenthesis_for_a_mark(text: str) -> None:
    assert portions.first_portion(f"({text}) Text.") is None


@pytest.mark.parametrize(
    ("text", "mark", "rest"),
    [
        ("(S/NF) Text.", "S/NF", "Text."),
        ("C - ENTIRE TEXT. Text.", "C", "Text."),
        ("(C) ENTIRE TEXT.  Text.", "C", "Text."),
        ("(LOU) ENTIRE TEXT", "LOU", ""),
        ("CONFIDENTIAL ENTIRE TEXT. Text.", "CONFIDENTIAL", "Text."),
        ("(SBU - ENTIRE TEXT) Text.", "SBU", "Text."),
        ("(C) Entire text of the note follows.", "C", "Entire text of the note follows."),
    ],
)
def test_tells_where_text_goes_on_behind_a_mark(text: str, mark: str, rest: str) -> None:
    found = portions.first_portion(text)
    assert found
    assert (found[0].mark, text[found[1] :]) == (mark, rest)
