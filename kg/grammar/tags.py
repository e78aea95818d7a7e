"""TAGS: Traffic Analysis by Geography and Subject, the index terms of a telegram.

Facts
-----
* The archive writes "Long title [CODE]", one entry a paragraph; titles hold commas, `--` and `;`. Its pages
  write "CODE - Long title | CODE - Long title".
* The telegram writes codes: "PGOV, PREL, MX" or with blanks alone "PREL PGOV MX"; slashes, dots and
  semicolons part them too, and in some all separators are lost ("ECONEFINPGOVCS", "PGOVPREL MX").
* A code is a country or region of two letters, a subject or program of four with A, B, C, E, K, M, O, P, S
  or T in front, or an organization. Some are mistyped (POGOV, MOPPS, KWWMN).
* Person tags carry a name in parentheses: "OVIP (DOE, JANE A.)", several in a row, after a comma or bare
  behind OVIP ("OVIP DOE JANE"). Some entries are phrases ("HUMAN RIGHTS").
* SIPDIS and, from pages between, class words have slipped into TAGS lines; they are no tags.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kg.cable import Tag
from kg.grammar import markings
from kg.grammar.memory import remembered

Known = Callable[[str], bool]
"""Tells whether a code is a known tag (`frozenset(codes).__contains__`)."""

VISIT: Final = "OVIP"
"""The subject of visits and travels: names stand behind it, with parentheses or without."""

PHRASES: Final = frozenset(
    {
        *("HUMAN RIGHTS", "COUNTRY CLEARANCE", "COUNTER TERRORISM", "CONSULAR AFFAIRS", "DOMESTIC POLITICS"),
        *("ECONOMIC AFFAIRS", "ECONOMY AND FINANCE", "GAZA DISENGAGEMENT", "GLOBAL DEFENSE", "GOI EXTERNAL"),
        *("GOI INTERNAL", "IRAQI FREEDOM", "ISRAELI PALESTINIAN AFFAIRS", "ITALIAN POLITICS", "LABOR"),
        *("ITALY NATIONAL ELECTIONS", "MEETINGS WITH AMBASSADOR", "NEW ZEALAND"),
    }
)
"""Phrases that stand in TAGS lines beside codes, with nothing between."""
NO_TAGS: Final = frozenset({"NONE", "N/A", "NA"})

_ENTRY = re.compile(r"(?:(?<![^\[\]\n])[ \t]*+([^\[\]\s][^\[\]\n]*+)\s*+)?\[([^\[\]]+)\]")
_PAGE_ENTRY = re.compile(r"\s*([A-Z][A-Z0-9 ]{0,30}?(?: ?\([^()]{1,60}\))?) - (.*)")
_PERSON = re.compile(r"([A-Z]{2,6})\s*\(([^()]+)\)?")
_OUTSIDE = re.compile(r"[,;|](?![^()]{0,100}\))")
_NAMES = re.compile(r"\(([^()]*)\)?")
_JOINT = re.compile(
    r"[A-Z]{2,6}(?:[./][A-Z]{2,6})+|(?:[A-Z]{2}|[ABCEKMOPST][A-Z]{3})(?:-(?:[A-Z]{2}|[ABCEKMOPST][A-Z]{3}))+"
)
_SUBJECT = re.compile(r"[ABCEKMOPST][A-Z]{3}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}")
_CODELIKE = re.compile(r"[A-Z]{2}|[ABCEKMOPST][A-Z]{3}")
_CLASS_WORDS = re.compile(r"\b(?:[A-Z] ){4,11}[A-Z]\b|LIMITED OFFICIAL ?USE")
_MARKED = re.compile(r"\((?:U|SBU|C|S)\) ?")
_JOINING: Final = frozenset({"AND", "OF", "THE", "WITH", "FOR", "NEW", "IN", "ON"})
_CAPTIONS: Final = frozenset({*markings.CAPTION_WORDS, "SENSITIVE"}) - {"AIDAC", "ALDAC"}
_NO_TAGS: Final = NO_TAGS | _CAPTIONS | frozenset(markings.LEVELS)
_LONG_WORD: Final = 6
_LONGEST_NAME: Final = 3
_LONGEST: Final = 20_000
"""No telegram has so many tags; the bound keeps reading quick whatever a field holds."""


def titled(text: str, known: Known | None = None) -> tuple[Tag, ...]:
    r"""Read the archive's forms, of its text and of its pages; text of neither form is read as codes.

    >>> titled("Mexico [MX]\n\nSocial Affairs--Narcotics [SNAR]")[1]
    Tag(code='SNAR', label='Social Affairs--Narcotics', person='', raw='')
    >>> [(tag.code, tag.label) for tag in titled("CH - China (Mainland) | AFSP - Administration--Post Administration")]
    [('CH', 'China (Mainland)'), ('AFSP', 'Administration--Post Administration')]
    """
    text = text[:_LONGEST]
    if "[" not in text:
        of_a_page = " - " in text and ("|" in text or not text.isupper())
        return _once(_page_entries(text, known)) if of_a_page else codes(text, known)
    lines = [line for line in text.split("\n") if line.strip()]
    whole = all(line.rstrip().endswith("]") for line in lines)
    entries = [tag for part in (lines if whole else [text]) for tag in _entries(part)]
    return _once(entries) if entries else codes(text, known)


@remembered
def _entries(text: str) -> tuple[Tag, ...]:
    return tuple(_titled(" ".join(code.upper().split()), label.strip(", \t")) for label, code in _ENTRY.findall(text))


def _page_entries(text: str, known: Known | None) -> Iterator[Tag]:
    for part in " ".join(text.split()).split("|"):
        entry = _PAGE_ENTRY.fullmatch(part.strip())
        if entry:
            yield _titled(entry[1], entry[2].strip())
        else:
            yield from codes(part, known)


def _titled(code: str, label: str) -> Tag:
    person = _PERSON.fullmatch(code)
    return Tag(person[1], label, person[2].strip()) if person else Tag(code, label)


def codes(text: str, known: Known | None = None) -> tuple[Tag, ...]:
    """Read the telegram's form; with `known`, codes are told apart and mended where that is sure.

    >>> [tag.code for tag in codes("PREL PGOV, OVIP (DOE, JANE A.), HUMAN RIGHTS, MX")]
    ['PREL', 'PGOV', 'OVIP', 'HUMAN RIGHTS', 'MX']
    >>> codes("POGOV", {"PGOV", "PREL"}.__contains__)
    (Tag(code='PGOV', label='', person='', raw='POGOV'),)
    >>> [tag.code for tag in codes("ECONEFINPGOVCS", {"ECON", "EFIN", "PGOV", "CS"}.__contains__)]
    ['ECON', 'EFIN', 'PGOV', 'CS']
    """
    line = _line(text)
    items = _OUTSIDE.split(line) if ")" in line else line.replace(";", ",").replace("|", ",").split(",")
    found: list[Tag] = []
    for item in items:
        if "(" not in item:
            found += _plain(item, known)
            continue
        named = list(_named(item, found[-1].code if found else "", known))
        if found and named and named[0].person and found[-1] == Tag(named[0].code):
            found.pop()
        found += named
    return _once(found)


def captions_in(text: str) -> tuple[str, ...]:
    """Give the captions that have slipped into a TAGS line.

    >>> captions_in("ECON CA MX SIPDIS"), captions_in("ECON, SY")
    (('SIPDIS',), ())
    """
    words = _BETWEEN_CODES.split(_line(text))
    if _CAPTIONS.isdisjoint(words):
        return ()
    return tuple(dict.fromkeys(caption for word in words if word in _CAPTIONS for caption in markings.captions(word)))


_BETWEEN_CODES = re.compile(r"[\s,;/.|]+")


@remembered
def _line(text: str) -> str:
    """Give the entry on one line, class words of two and of spaced letters taken out, a last parenthesis closed."""
    line = " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).upper().split())
    line = line.replace("//", " ")
    line = _CLASS_WORDS.sub(" ", _MARKED.sub("", line) if "(" in line else line)
    return line + ")" if line.rfind("(") > line.rfind(")") else line


def _named(item: str, before: str, known: Known | None) -> Iterator[Tag]:
    """Read an item with names in parentheses: each belongs to the code before it, or stands for itself."""
    end = 0
    for match in _NAMES.finditer(item):
        found = _plain(item[end : match.start()], known)
        name = match[1].strip(" ,;")
        bearer = found[-1].code if found else before if end or before == VISIT else ""
        yield from found[:-1]
        if known and known(name):
            yield from (*found[-1:], Tag(name))
        elif name:
            yield Tag(bearer or name, person=name)
        before, end = bearer, match.end()
    yield from _plain(item[end:], known)


def _plain(item: str, known: Known | None) -> tuple[Tag, ...]:
    """Read what stands between two commas: codes, with names and phrases among them."""
    return _remembered(known)(item)


@lru_cache(8)
def _remembered(known: Known | None) -> Callable[[str], tuple[Tag, ...]]:
    return remembered(lambda item: tuple(_words(_separate(item), known)))


def _separate(item: str) -> list[str]:
    """Give the words of an item, without signs at their ends and without what is no tag."""
    words: list[str] = []
    for word in item.split():
        bare = word.strip(".:-/&+'\"*[]")
        words += re.split(r"[./\-]", bare) if _JOINT.fullmatch(bare) and bare not in NO_TAGS else [bare]
    return [word for word in words if word and word not in _NO_TAGS]


def _words(words: list[str], known: Known | None) -> Iterator[Tag]:
    """Read words: a known phrase, a code, the bare name behind OVIP, or a run that is no code."""
    words = list(_healed(words, known)) if known and len(words) > 1 else words
    place = 0
    while place < len(words):
        word = words[place]
        phrase = _phrase(words[place : place + _LONGEST_PHRASE]) if word in _FIRST_OF_PHRASES else ""
        if phrase:
            size, tags = phrase.count(" ") + 1, [Tag(phrase)]
        elif _is_code(word, known):
            size, tags = 1, [Tag(word)]
            if word == VISIT and (name := _bare_name(words[place + 1 :], known)):
                size, tags = 1 + len(name), [Tag(word, person=_surname_first(name))]
        else:
            size = _run(words[place:], known) or 1
            tags = list(_unknown(words[place : place + size], known))
        yield from tags
        place += size


def _phrase(words: list[str]) -> str:
    """Give the known phrase that words begin with, the longest one."""
    sizes = range(len(words), 0, -1) if words[:1] and words[0] in _FIRST_OF_PHRASES else ()
    return next((phrase for size in sizes if (phrase := " ".join(words[:size])) in PHRASES), "")


_FIRST_OF_PHRASES = frozenset(phrase.split()[0] for phrase in PHRASES)
_LONGEST_PHRASE = max(phrase.count(" ") + 1 for phrase in PHRASES)


def _is_code(word: str, known: Known | None) -> bool:
    return known(word) if known else bool(_CODE.fullmatch(word)) and word not in _JOINING


def _bare_name(words: list[str], known: Known | None) -> list[str]:
    """Give the name that follows OVIP; a surname can be a code too ("DOE"), what follows it then is none."""
    size = _run(words, known)
    if not size and known and len(words) > 1 and not _CODELIKE.fullmatch(words[0]):
        size = 1 + _run(words[1:], known) if _run(words[1:], known) else 0
    name = words[: min(size, _LONGEST_NAME)]
    return [] if _phrase(name) else name


def _run(words: list[str], known: Known | None) -> int:
    """Count the words at the beginning that are no codes."""
    ends = (at for at, word in enumerate(words) if _reads(word, known) or _phrase(words[at : at + _LONGEST_PHRASE]))
    return next(ends, len(words))


def _reads(word: str, known: Known | None) -> bool:
    """Tell whether a word ends a run of words that are no codes."""
    if known is None:
        return bool(_CODELIKE.fullmatch(word))
    return (known(word) and word not in _JOINING) or bool(_mended(word, known)) or bool(_parts(word, known))


def _surname_first(name: list[str]) -> str:
    return f"{name[0]}, {' '.join(name[1:])}" if len(name) > 1 else name[0]


def _unknown(words: list[str], known: Known | None) -> Iterator[Tag]:
    """Read a run of words that are no codes: a phrase when one is long, else each by itself."""
    if len(words) > 1 and any(len(word) >= _LONG_WORD for word in words):
        yield Tag(" ".join(words))
        return
    for word in words if words != ["AND"] else ():
        code = _mended(word, known) if known else ""
        parts = _parts(word, known) if known and not code else ()
        yield from [Tag(part) for part in parts] or [Tag(code, raw=word) if code else Tag(word)]


def _healed(words: list[str], known: Known) -> Iterator[str]:
    """Give the words, a code whole again that a line end cut in two ("MOP" / "S")."""
    place = 0
    while place < len(words):
        whole = "".join(words[place : place + 2])
        cut = len(whole) == _SUBJECT_LENGTH and known(whole) and not all(map(known, words[place : place + 2]))
        yield whole if cut else words[place]
        place += 1 + cut


@lru_cache(2_000)
def _mended(word: str, known: Known) -> str:
    """Give the one known subject that is a slip of the hand away; "" when there is none or more than one."""
    if not 3 <= len(word) <= 5 or not word.isalpha() or known(word):
        return ""
    near = {code for code in _slips(word) if _SUBJECT.fullmatch(code) and known(code)}
    return near.pop() if len(near) == 1 else ""


def _slips(word: str) -> Iterator[str]:
    """Give what a word of one wrong letter, one letter too many or too few, or two swapped could have been."""
    missing, extra = len(word) < _SUBJECT_LENGTH, len(word) > _SUBJECT_LENGTH
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if extra:
            yield head + tail[1:]
            continue
        yield head + tail[1::-1] + tail[2:]
        yield from (head + letter + tail[not missing :] for letter in _LETTERS)


_SUBJECT_LENGTH = 4
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _parts(word: str, known: Known) -> tuple[str, ...]:
    """Part a word into subjects and countries, all of them known; () when it cannot be done in one way.

    English words can be read as countries in a row, so these must not be more than the subjects.
    """
    if not _LONG_WORD <= len(word) <= _LONGEST_GLUED or not word.isalpha():
        return ()
    ways: dict[int, list[tuple[int, ...]]] = {0: [(0,)]}
    for end in range(2, len(word) + 1):
        ends = [way for size in (4, 2) if known(word[end - size : end]) for way in ways.get(end - size, ())]
        fewest = min(map(len, ends), default=0)
        ways[end] = [(*way, end) for way in ends if len(way) == fewest][:2]
    if len(ways[len(word)]) != 1:
        return ()
    parts = tuple(word[begin:end] for begin, end in pairwise(ways[len(word)][0]))
    subjects = sum(len(part) == 4 for part in parts)
    return parts if subjects and len(parts) <= 2 * subjects else ()


_LONGEST_GLUED = 120


def _once(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    kept: dict[tuple[str, str], Tag] = {}
    for tag in tags:
        kept.setdefault((tag.code, tag.person), tag)
    return tuple(kept.values())
