"""What goes on with an entry of the opening behind an empty line or a page break, and what begins the text.

Facts
-----
* A subject was wrapped over an empty line in some telegrams, a REF block over several; a page ends in the middle
  of TAGS, of a classifier, of a date.
* The first title of the text stands where the rest of a subject would: known words, other letters or a rule below it
  tell it.
* Reports on traders have letters for numbers: "A." behind whole references begins the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.grammar import dates, orders
from kg.grammar.lines import Line, joined, letters
from kg.grammar.portions import first_portion

RULE: Final = re.compile(r"[-_=*/]{2,}|-")
_LETTER = re.compile(r"\(?\[?(?:[A-Z]|REF [A-Z])[.):\]]\)?\s+(?=\S)|-\s*\(?[A-Z][.)]\s", re.IGNORECASE)
LETTERED: Final = re.compile(r"\(?[A-Z][.)]\s+(?:\d\d\s+)?[A-Z]{3,}(?: [A-Z]+)?\s+\d{2,6}\b")
_CITES = re.compile(r"[A-Z]{2} ?\d|\d ?[A-Z]{3}|MAIL|TEL|FAX|MEMO|LETTER|NOTAL|REPORT", re.IGNORECASE)
"""What a lettered line cites below a list without letters; paragraphs can have letters for numbers."""
DANGLING: Final = re.compile(r"(?:\b[A-Za-z][.)]|[,;]|\b(?i:AND)|[A-Z]{2})$")
"""What a REF block cannot end with: a letter or a station whose number is still to come."""
_CITED = re.compile(r"(?:\d\d )?[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,3} \d{2,7}\b.{0,60}")
_REASON_GOES_ON = re.compile(
    r"(?:for )?reasons?\b|(?:[a-z]{1,5}:? )?1\.[3-7]\b"
    r"|(?:and |& ?)?\(?[a-h]\s?\)(?=\s*(?:[.,;:/&)]|and\b|or\b|\Z))",
    re.IGNORECASE,
)
"""A reason behind an empty line, a word perhaps split before it ("reaso" / "ns 1.4 (b)"); "(C) Text" is none."""
_SHORT_LINE = 50
"""A subject line shorter than this was not wrapped by the terminal's 69 columns."""


def is_prose(subject: str, text: str) -> bool:
    """Tell a sentence in small letters from the next line of a subject in capitals."""
    return len(subject) >= _SHORT_SUBJECT and subject.isupper() and bool(_SENTENCE.match(text))


_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [a-z]+){2}|(?:[A-Z]?[a-z]+ ){3}")
_SHORT_SUBJECT = 12


def goes_on(name: str, lines: Sequence[Line], text: str, subject: str) -> bool:
    """Tell whether a block after an empty line still belongs to the entry before it."""
    read_so_far = joined(lines)
    if not read_so_far:
        return True
    if name == "references":
        listed = _LETTER.match(text) and (_LETTER.match(read_so_far) or _CITES.search(text))
        return bool(
            (listed and not begins_a_list(read_so_far, text))
            or DANGLING.search(read_so_far[-12:])
            or _CITED.fullmatch(text)
        )
    if name in {"order", "declassify"}:
        due = read_so_far[-1] == ":" and bool(text[:1].isdigit() or dates.written(text))
        return due or _is_cut_date(read_so_far, text)
    if name == "tags":
        return _is_tags(text, listed=read_so_far[-1] in ",;")
    if name in {"classifier", "reasons"}:
        return read_so_far.count("(") > read_so_far.count(")") or bool(_REASON_GOES_ON.match(text))
    if name != "subject" or first_portion(text) or is_prose(read_so_far, text):
        return False
    mark = first_portion(read_so_far)
    read_so_far = read_so_far[mark[1] :] if mark else read_so_far
    whole = letters(subject)
    if whole.startswith(letters(read_so_far + text)):
        return text[0] not in _SIGNS_OF_A_TITLE or any(map(str.isalnum, text))
    matched = bool(whole) and whole.startswith(letters(read_so_far))
    wrapped = len(read_so_far) >= _SHORT_LINE and len(lines[-1].text) in _WRAPPED_LINE
    return not matched and wrapped and len(text) < _SHORT_LINE and not _is_title(text, read_so_far)


def _is_title(text: str, subject: str) -> bool:
    """Tell the first title of the text from the rest of a subject: by its words, signs, or small letters."""
    if _FIRST_TITLE.match(text) or text[0] in _SIGNS_OF_A_TITLE or text[-1] in ".:":
        return True
    capitals = text == text.upper()
    return capitals != (subject == subject.upper()) and (not capitals or len(text) > _LONGEST_ACRONYM)


_SIGNS_OF_A_TITLE = frozenset("#*/=-")
_LONGEST_ACRONYM = 6
_WRAPPED_LINE = range(25, 85)
"""How long the last line of a subject is that was wrapped."""


def begins_a_list(cited: str, text: str) -> bool:
    """Tell the first of lettered paragraphs below whole references, as reports on traders have, from a reference."""
    if not _FIRST_LETTER.match(text) or LETTERED.match(text) or len(text) < _SHORTEST_PARAGRAPH:
        return False
    return bool(_CITED.fullmatch(cited) or _FIRST_LETTER.match(cited)) and not DANGLING.search(cited[-12:])


FIRST_LETTERS: Final = frozenset("A(")
_FIRST_LETTER = re.compile(r"\(?A[.)]\s")
_SHORTEST_PARAGRAPH = 10
"""Paragraphs with letters for numbers are longer than this."""


def _is_cut_date(read_so_far: str, text: str) -> bool:
    """Tell the rest of a date in whose digits a page ended ("DECL: 03/04/2", "019")."""
    return read_so_far[-1] in _INSIDE_A_DATE and bool(_REST_OF_A_DATE.fullmatch(text))


_INSIDE_A_DATE = frozenset("0123456789/-")
_REST_OF_A_DATE = re.compile(r"\d{1,4}(?:[/\-]\d{1,4}){0,2}")


def is_cut(name: str, read_so_far: str, text: str) -> bool:
    """Tell whether a page break has cut an entry that is visibly not at its end."""
    if name == "tags":
        return read_so_far[-1:] in {",", ";"} or _is_tags(text, listed=True)
    if name == "classifier":
        return not orders.reasons(read_so_far) and not RULE.fullmatch(text)
    if name != "subject" or len(text) > _LONGEST_REST or _FIRST_TITLE.match(text) or text[-1] in ".:":
        return False
    return not (first_portion(text) or is_prose(read_so_far, text))


_LONGEST_REST = 150
_FIRST_TITLE = re.compile(
    r"(?:(?:BEGIN |EXECUTIVE )?SUMMARY|INTRODUCTION|ACTION REQUEST|COMMENT|OVERVIEW|BACKGROUND|KEY |PARTICIPANTS|BLUF"
    r"|OBJECTIVES?\s*\Z|CLASSIFIED\s*\Z)",
    re.IGNORECASE,
)
"""Titles of first paragraphs; other words behind a page break go on with the subject above it."""


def _is_tags(text: str, *, listed: bool) -> bool:
    """Tell further TAGS behind an empty line from a title: codes, of four letters several or behind a comma."""
    words = re.split(r"[\s,;/]+", text.strip(" ,;"))
    return all(_TAG.fullmatch(word) for word in words) and (listed or len(words) > 1 or len(words[0]) == 2)


_TAG = re.compile(r"[A-Z]{2}|[ABCEKMOPST][A-Z]{3}")
