"""Inputs that no archive holds: damaged fixtures, and texts that grow; and what must hold of any input.

Each input follows from its number alone, so that one that fails is made again by `damaged(number)`.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from random import Random
from types import FrameType
from typing import Final, NamedTuple, NoReturn

from kg import quads, readers, sources
from kg.errors import InputError
from kg.quads import Mapped
from kg.readers import READERS
from kg.readers.assembly import Reading
from kg.readers.spans import GROUPS, spans
from kg.sources import Blob, Stream
from kg.terms import DEFAULT_BASE, Names
from kg.vocabulary import vocabulary
from tests.layouts import FILES, RECORDS

LONGEST: Final = 10
"""Seconds that one input may take: the slowest good ones take some milliseconds."""
NAME: Final = "07QUITO214.md"
NAMES: Final = Names(DEFAULT_BASE)
_LAYOUTS: Final = frozenset(reader.name for reader in READERS)


class HangError(BaseException):
    """An input that takes longer than any may."""


@contextmanager
def guarded(seconds: float = LONGEST) -> Iterator[None]:
    """Stop what hangs."""
    before = signal.signal(signal.SIGPROF, _hangs)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _hangs(_number: int, _frame: FrameType | None) -> NoReturn:
    raise HangError


def readings(data: bytes) -> list[Reading]:
    """Read what may be no cable; a fault of ours is none of the reasons to read nothing."""
    found: list[Reading] = []
    size = 0
    for blob in sources.contents(NAME, Stream.of(data)):
        size += len(blob.data) if isinstance(blob, Blob) else blob.bytes
        if not isinstance(blob, Blob):
            continue
        try:
            told = blob.layout if blob.layout in _LAYOUTS else ""
            held = readers.contents(blob.path, blob.data, told, blob.line, blob.offset)
        except InputError as error:
            if error.code == "internal":
                raise
            continue
        found += [one for one in held if isinstance(one, Reading)]
    assert size == len(data) or data.startswith((b"PK", b"\x1f\x8b", b"BZh", b"\xfd7z"))
    return found


def tiles(reading: Reading) -> None:
    """Check that the spans of a record stand end to end, and that its paragraphs stand in it."""
    found, length = spans(reading), len(reading.given.document.text)
    assert [span.start for span in found] == [0, *(span.end for span in found[:-1])]
    assert found[-1].end == length
    assert all(span.start < span.end and span.kind in GROUPS for span in found)
    assert all(0 <= one.start < one.end <= length for one in reading.cable.paragraphs)


def mapped(reading: Reading) -> Mapped | None:
    """Map a cable; one whose id no IRI can be made of has none."""
    try:
        return quads.quads(reading.cable, NAMES, vocabulary())
    except InputError:
        return None


# -- damage -------------------------------------------------------------------------------------------


@cache
def fixtures() -> tuple[bytes, ...]:
    """Give all files of the tests and one record of each layout, in a fixed order."""
    return (*(path.read_bytes() for path in FILES), *(RECORDS[name].encode() for name in sorted(RECORDS)))


SIGNS: Final = tuple(
    sign if isinstance(sign, bytes) else sign.encode()
    for sign in (
        *(
            "\n\n",
            "\r\n",
            "\r",
            "\x85",
            "\x0b",
            "\x0c",
            "\u2028",
            "\u2029",
            "\ufeff",
            "\ufffd",
            "\xa0",
            "\u00b6",
            "\u0130",
        ),
        *(
            "\0",
            "\x1a",
            "\x1b[2J",
            "\x7f",
            "\u0661\u0662",
            "\xb2",
            "\U0001f600",
            "\u202e",
            "\ufb03",
            "\u00df",
            "\u017f",
        ),
        *(b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x81", b"\x92", b"\xe9", b"\xf4\x90\x80\x80"),
        *(
            "1. (C) ",
            "2. (S/NF) ",
            "\n(C) ",
            "SUBJECT: ",
            "TAGS: ",
            "REF: A. ",
            "E.O. 12958: DECL: ",
            "Classified By: ",
        ),
        *("QUITO 00000214 002 OF 003", "PAGE 02 QUITO 01234 082030Z", "UNCLAS SECTION 02 OF 03 QUITO 000123\n"),
        *("\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC\n", "R 141620Z MAR 07\n", "\nXMT AMEMBASSY LIMA\n", "\n\nDOE\n"),
        *("<p>", "</td>", "<td>", "</pre>", "<pre>", "<!--", "-->", "&amp;", "&#x000A;", "&#AB;", "&#99999999;", "]]>"),
        *('","', '\\"', "\\\\", '"', "'", "\\", "**", "---\n", "...\n", "NNNN\n", "BT\n", "#### ", "-----\n"),
        *("Message Text\n", "Message Attributes\n", "**Canonical ID:** ", '"1","1/1/2001 1:11","', "</div>", "<TEI>"),
        *("99/99/9999", "2007 February 30, 25:61", "321399Z ZZZ 99", "0000-00-00", "9" * 30, "-1", "1e999", "(" * 40),
    )
)
"""What stands at the edges of what the grammar knows."""

Damage = Callable[[Random, bytes], bytes]


def _flipped(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def _cut(random: Random, data: bytes) -> bytes:
    begin, end = _stretch(random, data)
    return data[:begin] + data[end:]


def _truncated(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _repeated(random: Random, data: bytes) -> bytes:
    begin, end = _stretch(random, data)
    return data[:end] + data[begin:end] * random.choice((1, 1, 2, 20)) + data[end:]


def _spliced(random: Random, data: bytes) -> bytes:
    other = random.choice(fixtures())
    begin, end = _stretch(random, other, longest=1000)
    place = random.randrange(len(data) + 1)
    return data[:place] + other[begin:end] + data[place + random.choice((0, end - begin)) :]


def _joined(random: Random, data: bytes) -> bytes:
    other = random.choice(fixtures())
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other)) :]


def _shuffled(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    begin = random.randrange(len(lines))
    some = lines[begin : begin + 12]
    random.shuffle(some)
    return b"\n".join([*lines[:begin], *some, *lines[begin + 12 :]])


def _line_less_or_more(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = random.randrange(len(lines))
    return b"\n".join([*lines[:place], *[lines[place]] * random.choice((0, 0, 2, 3)), *lines[place + 1 :]])


def _unwrapped(random: Random, data: bytes) -> bytes:
    begin, end = _stretch(random, data, longest=2000)
    return (
        data[:begin] + data[begin:end].replace(b"\n", random.choice((b" ", b"", b"\r\n", b"\r", b"\n\n"))) + data[end:]
    )


def _signed(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(SIGNS) * random.choice((1, 1, 1, 2, 40)) + data[place:]


def _without_a_label(random: Random, data: bytes) -> bytes:
    places = [place for place in range(len(data)) if data[place : place + 1] == b":"]
    if not places:
        return data
    place = random.choice(places)
    return data[:place] + random.choice((b"", b"::", b" ", b"\n:", b": ", b":\n\n")) + data[place + 1 :]


def _renumbered(random: Random, data: bytes) -> bytes:
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data
    place = random.choice(places)
    return data[:place] + random.choice((b"", b"0", b"9", b"99999999999", b"\xd9\xa3", b"O")) + data[place + 1 :]


def _recased(random: Random, data: bytes) -> bytes:
    begin, end = _stretch(random, data, longest=500)
    changed = data[begin:end].swapcase() if random.random() < 0.5 else b" ".join(bytes([b]) for b in data[begin:end])
    return data[:begin] + changed + data[end:]


def _recoded(random: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(random.choice(("utf-16", "utf-8-sig", "cp1252", "utf-16-le", "utf-8")), "replace")


def _stretch(random: Random, data: bytes, longest: int = 200) -> tuple[int, int]:
    begin = random.randrange(len(data) + 1)
    return begin, begin + random.randrange(longest)


DAMAGES: Final[Sequence[Damage]] = (
    *(_flipped, _cut, _truncated, _repeated, _spliced, _joined, _shuffled, _line_less_or_more, _unwrapped),
    *(_signed, _signed, _signed, _without_a_label, _renumbered, _recased),
)
_RARELY: Final = 0.06


def damaged(number: int) -> bytes:
    """Give the damaged fixture of a number."""
    random = Random(number)
    data = random.choice(fixtures())
    for _ in range(random.choice((1, 1, 2, 3, 5, 8, 13))):
        data = random.choice(DAMAGES)(random, data)
    return _recoded(random, data) if random.random() < _RARELY else data


# -- growth -------------------------------------------------------------------------------------------


class Growth(NamedTuple):
    """A record with a piece that is repeated, and what stands behind it."""

    layout: str
    before: str
    """The words of the record (`tests.layouts.RECORDS`) that the pieces stand behind."""
    unit: str
    after: str = ""
    lead: str = ""

    def bytes(self, size: int) -> bytes:
        """Give the record with pieces of so many bytes in all."""
        head, sign, tail = RECORDS[self.layout].partition(self.before)
        assert sign == self.before
        return f"{head}{sign}{self.lead}{self.unit * (size // len(self.unit.encode()))}{self.after}{tail}".encode()


_BODY: Final = "1. (C) "
_IN_A_BODY: Final = (
    *(
        "A. ",
        "1. (C) ",
        "(C) a\n",
        "\n(B) a\n(C) a",
        "a\n\n",
        "A. A) ",
        "- a\n",
        "o ",
        "1 ",
        "12Z ",
        "123456Z ",
        "(",
        "((C) ",
        "[",
        "&#",
    ),
    *("QUITO 00000123 002 OF 003\n", "QUITO 00000123 002 OF 003\n\n\n", "QUITO 00000123 002 OF 003 ", "OF 003 "),
    *("SECTION 02 OF 03 ", "UNCLAS SECTION 02 OF 03 QUITO 000123\n", "PAGE 02 ", "PAGE 02 QUITO 01234 082030Z "),
    *(
        "REF: A. ",
        "ref A ",
        "reftel ",
        "QUITO 1234, ",
        "QUITO 1234-1299, ",
        "...\n",
        "-----\n",
        "-",
        "#",
        " ",
        "\n",
        " \n",
    ),
    *(
        "TO ",
        "<td>",
        "<pre>",
        "<a ",
        '\\"',
        "\\",
        '","',
        "SUBJECT: ",
        "TAGS: ",
        "UNCLAS QUITO 1\n",
        "S E C R E T ",
        "SECRET\n",
    ),
    *(
        "Declassified/Released ",
        "Released in Full\n",
        "ZZZZZZZ",
        "UNQUOTE ",
        "http://",
        "www.",
        "AMEMBASSY ",
        "\u00b6",
        "\ufffd",
    ),
    *(
        "Message Text\n",
        "Message Attributes\n",
        "Reference ID ",
        "synopsis ",
        "\n07QUITO214\t",
        "T\n---\n",
        "a",
        "A",
        "\u00e9 ",
    ),
)

_LEADS: Final = (
    *(
        "TO",
        "S E C R E T",
        "SECRET",
        "A",
        "LIMA",
        "UNQUOTE",
        "1. (C)",
        "(C",
        "(",
        "REF",
        "REF: A",
        "A. REF",
        "QUITO 12",
        "QUITO",
    ),
    *(
        "STATE FOR",
        "PASS TO",
        "SUBJECT",
        "TAGS:",
        "E.O.",
        "Classified By",
        "1.",
        "PAGE 02",
        "QUITO 00000123",
        "OF",
        "NNNN",
        "-----",
    ),
    *(
        "SECTION 02 OF 03 QUITO",
        "Declassified/Released",
        "MINIMIZE CONSIDERED",
        "FM",
        "XMT",
        "\u00b6",
        "END SUMMARY",
        "...",
        "reftel",
    ),
)
"""Words behind which a pattern reads blanks."""

GROWTHS: Final = (
    *(Growth("telegram-text", _BODY, unit, after) for unit in _IN_A_BODY for after in ("", "x")),
    *(
        Growth("telegram-text", before, unit, "x", lead)
        for before in ("WASHDC 1164\n", "SIPDIS\n", "REF: ", _BODY, "NNNN\n")
        for lead in _LEADS
        for unit in (" ", "\n")
    ),
    *(Growth("telegram-text", "SUBJECT: ", unit, "x") for unit in ("\n", " ", "A ", "(", "-", "a\n\n")),
    *(
        Growth("telegram-text", "TAGS: ", unit, "x")
        for unit in (" ", "INFO ", "OVIP (", "A", "PREL/", "(A, ", "o foo ")
    ),
    *(
        Growth("telegram-text", "REF: ", unit, "x")
        for unit in (" ", ".", "REF ", "A ", "QUITO 12, ", "QUITO 12-", "-,", "12 ")
    ),
    *(
        Growth("telegram-text", "REF: LIMA 87", unit, "x")
        for unit in (" ", "\\", "\ufffd", ", 100-199", "; ", " (", ", 88")
    ),
    *(
        Growth("telegram-text", "Classified By: DCM ", unit, "Q ")
        for unit in ("section (", "reason ", "reasons (s) ", "(")
    ),
    *(
        Growth("telegram-text", "SIPDIS\n", unit, "\n")
        for unit in ("STATE FOR", "STATE FOR ", "STATE FOR\t\t", "SIPDIS ", "A/B ")
    ),
    *(Growth("telegram-text", "SIPDIS\nSTATE FOR"[:7], f"STATE FOR{' ' * blanks}", "\n") for blanks in (50, 5000)),
    *(Growth("telegram-text", "FM AMEMBASSY ", unit, "Q") for unit in ("PRIORITY ", "LIMA ", "-", "1234 ", "RUEHC/")),
    *(Growth("telegram-text", "TO ", unit, "Q") for unit in ("PRIORITY ", "AMEMBASSY LIMA ", "//", "RUEHC/")),
    *(
        Growth("telegram-text", "WASHDC 1164\n", unit, "\n")
        for unit in ("----", "XMT A ", "INFO\n", "A\n", "RUEHC/A\n", "PAGE 02\n")
    ),
    *(
        Growth("telegram-text", "VZCZCXYZ0001\n", unit, "!\n")
        for unit in ("PAGE 02 ", "Cable Text: ", "-", "ACTION ARA-10\n", "/1 A-01 ", "INFO ")
    ),
    *(
        Growth("telegram-text", "NNNN", unit, "x\n")
        for unit in ("\n", "-", "#", "N", "SECRET ", "NNNN\n", "SECRET     ")
    ),
    *(Growth("telegram-text", "(C) ", unit, "x") for unit in ("\t", " - ", "ENTIRE TEXT ", "ENTIRE ")),
    *(Growth("plusd-text", "Ecuador ", unit, "[x") for unit in (" ", "a ", "[", "\n", "A [B] ", "\t")),
    *(Growth("plusd-text", "Peru Lima, ", unit, "x") for unit in (" ", "A, ", "(", "A (", "Lima, Peru, ", "| ", "\t ")),
    *(Growth("plusd-text", "**Date:**", unit, "x") for unit in (" ", "**A:** ", "\n**A:** b", "1", "\\_")),
    *(Growth("plusd-text", "---\n", unit, "x") for unit in ("---\n", "***", "* * *\n", "**A:** b\n", "\\", "\n")),
    *(
        Growth("aad-text", "To: STATE", unit, "x")
        for unit in (" LIMA", " ", "\nTo: LIMA", " INFO LIMA", "\nA b: c", "\n A")
    ),
    *(
        Growth("aad-text", "WERE LIT.", unit, "x")
        for unit in ("ERROR READING ", "MRN: ", "SEGMENT NUMBER: 1 ", "\n\nMessage Text\n")
    ),
    *(Growth("cablegate-csv", '"', unit, "x") for unit in ('"', '","', "\\", "\\\\", '"\n', '\n"1",', " ")),
    *(
        Growth("cablegate-html", "</td>", unit, "x")
        for unit in ("<td>", "<th ", "<a b='", "<!--", "<!-- -", "<pre>", "Reference ID", "&")
    ),
    *(
        Growth("plusd-html", ">", unit, "x")
        for unit in ("<a id=b ", "<a synopsis ", "s_val", "<a s_val ", "Show ", "<div>", "\n", " ")
    ),
    *(
        Growth("frus-tei", "<p>", unit, "</p><p>")
        for unit in ("a ", "&amp;", "a\n", "<lb/>", "<note>a</note>", "<p/>", "to the ")
    ),
)
"""What was slow once, and what could be: repeated in every part of a record that a pattern reads."""
