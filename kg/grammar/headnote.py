"""The head of a printed telegram and the note on its source, as the editors of Foreign Relations write them.

Facts
-----
* To about 1951 the head names officers ("The Chargé in Chile (Scotten) to the Secretary of State") and a note
  before it says what the paper is: "825.5151/227: Telegram", or "[Telegram]" stands below. From 1952 a number
  stands before the head; since about 1955 it says "Telegram From the Embassy in Burma to the Department of State".
  Electronic volumes add number and date: "Telegram 1234 From the Embassy in Peru to .., May 2, 1974, 0930Z."
* Offices hold the word "to" themselves ("the Mission to the United Nations").
* Classification, precedence and captions are one sentence of the source note ("Secret; Immediate; Exdis."), in
  older volumes a line above the text. "Repeated to Beirut, London, and Paris." names who was informed.
* The text begins with the telegram's own number: "61. Your despatch ..", "Secto 12. For the President ..".
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.grammar import markings

_NUMBER = re.compile(r"(?:No\. ?)?\d{1,4}[a-z]?\.?\s+|\[?No\. \d+\]?\s+")
_TELEGRAM = re.compile(
    r"(?:Circular |Joint |Priority )?Telegrams?\b(?:\s+(?P<number>(?:[A-Z][a-z]+ )?\d[\w/ ]{0,20}?))?\s+"
)
_TELEGRAM_NOTE = re.compile(r"(?:^|[:\]\d])\s*\[?(?:Circular |Paraphrase of |Special )?Telegram\b", re.IGNORECASE)
_TELEGRAM_LINE = re.compile(r"\[[^\[\]]{0,40}\btelegram\b[^\[\]]{0,40}\]\.?", re.IGNORECASE)
_LONGEST_FILE_NUMBER = 120
"""A longer note is prose, in which other telegrams are named."""

KINDS: Final = tuple(
    (kind, re.compile(rf"(?:[\w’'\-]+ ){{0,3}}{words}\b", re.IGNORECASE))
    for kind, words in (
        ("editorial note", "Editorial Note"),
        ("memorandum", "Memorand(?:um|a)"),
        ("letter", "Letter"),
        ("airgram", "Airgram"),
        ("despatch", "De?ispatch"),
        ("message", "(?:Back-?channel )?Message"),
        ("minutes", "(?:Minutes|Notes|Record|Report|Paper|Statement|Note)"),
    )
)
"""Kind of a document that is no telegram -> what its head begins with; the first match counts."""

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATED = re.compile(rf",\s+(?:[A-Z][\w’'. ]{{1,40}},\s+)?{_MONTH} \d{{1,2}}, \d{{4}}\b.*$|\.$")
_TO = re.compile(r"\sto\s(?:the\s)?(?![^()]*\))")
_OFFICE_TO: Final = frozenset(
    {"Mission", "Missions", "Representative", "Representatives", "Delegation", "Delegate", "Observer", "Liaison"}
    | {"Adviser", "Advisor", "Assistant", "Assistants", "Ambassador", "Aide", "Counselor", "Envoy", "Consultant"}
)
"""Words behind which "to" belongs to the name of an office."""
_AND = re.compile(r",? and (?:the )?(?=Embass(?:y|ies) |Consulate|Legation|Mission |Department of |Interests Section)")

_OWN_NUMBER = re.compile(
    r"(?P<number>(?:(?:Secto|Tosec|Dulte|Tedul|Polto|Topol|Repto|Torep|Cedto|Todec|Hakto|Tohak|Delga|Gadel|Supto)\s)?"
    r"\d{1,6}(?:/(?:[A-Z][a-z]+ )?\d{1,6})?|\[\d{1,6}\])\.?(?<=[.\]])\s+"
)
_ITEMS = re.compile(r"[;,—]|\n|\s{2,}")
_PRECEDENCES: Final = MappingProxyType(
    {
        "ROUTINE": "ROUTINE",
        "PRIORITY": "PRIORITY",
        "IMMEDIATE": "IMMEDIATE",
        "OPERATIONAL IMMEDIATE": "IMMEDIATE",
        "NIACT": "NIACT IMMEDIATE",
        "NIACT IMMEDIATE": "NIACT IMMEDIATE",
        "FLASH": "FLASH",
    }
)
_SENTENCE = re.compile(r"(?<=[\w)’”]\.)\s+(?=[A-Z\[(])")
_NAMES = r"\s(?P<names>(?:[^.;()]|(?<=\bU)\.|(?<=\bU\.[SKN])\.){2,400})"
_INFORMED = re.compile(
    rf"\b(?:[Rr]epeated(?: (?:for )?information)?(?: [A-Z]\w+)?|[Ss]ent for information(?: [A-Z]\w+)?) to{_NAMES}"
)
_ALSO_SENT = re.compile(rf"\bAlso sent(?: [A-Z]\w+)? to{_NAMES}")
_NAME = re.compile(r"(?:the )?([A-Z][\w.’'\- ]{1,40})")


class Parties(NamedTuple):
    """Who sent a telegram, and to whom."""

    sender: str
    addressees: tuple[str, ...]


class Handling(NamedTuple):
    """What the classification sentence says; `rest` are words that are no level, precedence or caption."""

    level: str = ""
    precedence: str = ""
    captions: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def title(head: str) -> str:
    """Give a head without the document's number.

    >>> title("150. Telegram From the Embassy"), title("No. 492 The Ambassador")
    ('Telegram From the Embassy', 'The Ambassador')
    """
    match = _NUMBER.match(head)
    return head[match.end() :] if match else head


def says_telegram(head: str) -> bool:
    """Tell whether a head, without its number, calls the document a telegram."""
    return bool(_TELEGRAM.match(head))


def is_telegram_note(note: str) -> bool:
    """Tell whether a note before the head calls the document a telegram.

    >>> is_telegram_note("825.5151/211: Telegram"), is_telegram_note("810.5151 Mission/48")
    (True, False)
    """
    return len(note) <= _LONGEST_FILE_NUMBER and bool(_TELEGRAM_NOTE.search(note))


def is_telegram_line(text: str) -> bool:
    """Tell whether a line is the editors' word for what the document is.

    >>> is_telegram_line("[Telegram]"), is_telegram_line("[Paraphrase of telegram]"), is_telegram_line("[Extract]")
    (True, True, False)
    """
    return bool(_TELEGRAM_LINE.fullmatch(text))


def kind(head: str) -> str:
    """Name what a document is that is no telegram.

    >>> kind("Memorandum of Conversation"), kind("The Ambassador in Chile (Sevier) to the Secretary of State")
    ('memorandum', 'letter, despatch or note')
    """
    return next((name for name, pattern in KINDS if pattern.match(head)), "letter, despatch or note")


def number_in_head(head: str) -> str:
    """Give the telegram's number where the head states it.

    >>> number_in_head("Telegram 1234 From the Embassy in Peru"), number_in_head("Telegram From the Embassy in Peru")
    ('1234', '')
    """
    match = _TELEGRAM.match(head)
    return match["number"] or "" if match else ""


def parties(head: str, sender_ends: int = 0, addressee_begins: int = 0) -> Parties:
    """Read sender and addressees from a head without its number.

    The markup can tell where the sender's name ends and the addressee's begins (0: it does not).

    >>> parties("Telegram From the Embassy in Burma to the Department of State")
    Parties(sender='Embassy in Burma', addressees=('Department of State',))
    >>> parties("The Chargé in Chile (Scotten) to the Secretary of State").sender
    'Chargé in Chile (Scotten)'
    >>> parties("Telegram From the Department of State to the Mission to the United Nations").addressees
    ('Mission to the United Nations',)
    """
    begin = match.end() if (match := _TELEGRAM.match(head)) else 0
    found = [one for one in _TO.finditer(head, begin) if one.start() >= sender_ends]
    if addressee_begins:
        found = [one for one in found if one.end() <= addressee_begins] or found
    if not found:
        return Parties("", ())
    split = next((one for one in found if not _is_of_office(head[: one.start()])), found[-1])
    sender = head[begin : split.start()].removeprefix("From ").removeprefix("from ")
    addressees = _AND.split(_DATED.sub("", _DATED.sub("", head[split.end() :])))
    return Parties(_named(sender), tuple(_named(one) for one in addressees))


def _is_of_office(words: str) -> bool:
    return words.rsplit(maxsplit=1)[-1] in _OFFICE_TO


def _named(words: str) -> str:
    bare = words.strip(" ,.")
    return bare[4:] if bare[:4] in {"The ", "the "} else bare


def own_number(text: str, following: str) -> tuple[str, int]:
    """Read the number a telegram's text begins with: as written, and where the text goes on; ("", 0) without.

    `following` is what the next paragraph begins with: where it has the next number, both number paragraphs.

    >>> own_number("61. Your despatch No. 152", "Please"), own_number("1. Summary", "2. The Embassy")
    (('61', 4), ('', 0))
    """
    match = _OWN_NUMBER.match(text)
    if not match:
        return "", 0
    number = match["number"]
    if number.isdigit() and re.match(rf"{int(number) + 1}[.)]", following):
        return "", 0
    return number.strip("[]"), match.end()


def handling(text: str) -> Handling | None:
    """Read a classification sentence; None when it begins with no level and no precedence.

    >>> handling("Secret; Immediate; Exdis")
    Handling(level='SECRET', precedence='IMMEDIATE', captions=('EXDIS',), rest=())
    >>> handling("Drafted by Doe")
    """
    return _handling([" ".join(item.split()).upper() for item in _ITEMS.split(text.strip(" .[]")) if item.strip()])


def handling_of_line(text: str) -> Handling | None:
    """Read a class line, in which nothing need stand between the words.

    >>> handling_of_line("secret us urgent")
    Handling(level='SECRET', precedence='', captions=(), rest=('US URGENT',))
    """
    first, *more = text.strip(" .[]").upper().split()[:_LONGEST_LINE] or [""]
    for size in range(len(more), -1, -1):
        if markings.level(level := " ".join((first, *more[:size])))[0]:
            rest = " ".join(more[size:]).strip(" ;,")
            return _handling([level, *filter(None, map(str.strip, _ITEMS.split(rest)))])
    return handling(text)


_LONGEST_LINE: Final = 12


def _handling(items: list[str]) -> Handling | None:
    level = markings.level(items[0])[0] if items else ""
    if not level and (not items or items[0] not in _PRECEDENCES):
        return None
    precedence, captions, rest = "", list[str](), list[str]()
    for item in items[1 if level else 0 :]:
        if item in _PRECEDENCES:
            precedence = precedence or _PRECEDENCES[item]
        elif known := _captions(item, level):
            captions += known
        else:
            rest.append(item)
    return Handling(level, precedence, tuple(dict.fromkeys(captions)), tuple(rest))


def _captions(item: str, level: str) -> tuple[str, ...]:
    """Read a caption; "Sensitive" beside a level above is a word of the White House and not the later SBU."""
    return () if item == "SENSITIVE" and level != "UNCLASSIFIED" else markings.captions(item)


def handling_in(note: str) -> Handling:
    """Find the classification sentence of a source note."""
    for sentence in _SENTENCE.split(note):
        if (found := handling(sentence)) and found.level:
            return found
    return Handling()


def informed(note: str) -> tuple[str, ...]:
    """Read from a source note to whom the telegram was repeated.

    >>> informed("Secret. Repeated to Beirut, London, and Hong Kong.")
    ('Beirut', 'London', 'Hong Kong')
    """
    return _names(_INFORMED, note)


def also_sent(note: str) -> tuple[str, ...]:
    """Read from a source note to whom the telegram was sent too."""
    return _names(_ALSO_SENT, note)


def _names(pattern: re.Pattern[str], note: str) -> tuple[str, ...]:
    found = [
        name[1].strip()
        for match in pattern.finditer(note)
        for words in re.split(r",\s+(?:and\s+)?|\s+and\s+", match["names"])
        if (name := _NAME.fullmatch(words.strip()))
    ]
    return tuple(dict.fromkeys(found))
