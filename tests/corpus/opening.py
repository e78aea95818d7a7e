"""The opening of a made-up telegram: class line, captions, passing lines, E.O., TAGS, SUBJECT, classifier.

Facts (of 1,295 pages)
-----
* First line spelled apart 89.7 %, SECTION nn OF nn 62.9 %, SIPDIS 93.2 %, passing lines in 552.
* DECL M/D/YYYY 1,080; N/A 95; YYYY/M/D 65; M/D/YY 6; an event 5.
* TAGS with blanks 861, commas 433, a continuation line 59; subjects wrapped over lines 770, with a portion mark 65.
* Classified by 1,173, in 216 spellings of the reasons. Person tags 6, mistyped labels a few.
* The form for "Classified By:" cut its lines at the 71st column, in the middle of words.
* A page line stands inside the opening where it is long.

Assumed, nobody counted it: that page line in one telegram of fifty, of 1973-79 in one of twenty; a classifier cut at
the 71st column in one of twenty.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import NamedTuple

from tests.corpus.habits import Habits
from tests.corpus.world import SUBJECT_TAGS, Lexicon

OFFICES = (
    "Ambassador",
    "DCM",
    "Charge d'Affaires",
    "Political Counselor",
    "Acting DCM",
    "Economic Counselor",
    "Consul General",
)
REASONS = (
    ("for reasons 1.4 (b) and (d).", "bd"),
    ("for reasons 1.4 (b) and (d)", "bd"),
    ("for reasons 1.4(b) and (d).", "bd"),
    ("for reasons 1.4 (b/d).", "bd"),
    ("for reasons 1.4 (b, d)", "bd"),
    ("for reasons 1.4 b and d.", "bd"),
    ("for reason 1.4 (d)", "d"),
    (", reasons 1.4 (b), (c) and (d).", "bcd"),
    (". Reason: 1.4 (b)", "b"),
    ("; Reasons: 1.4 (b), (d)", "bd"),
    ("per 1.4 (b) and (d)", "bd"),
    (", reason E.O. 12958, 1.4 (b/d)", "bd"),
    ("under E.O. 12958 reasons 1.4 (b) and (d).", "bd"),
)
REASON_WEIGHTS = (300, 120, 80, 60, 40, 40, 60, 30, 30, 30, 20, 2, 5)
LABELS, LABEL_WEIGHTS = ("Classified By: ", "Classified by: ", "CLASSIFIED BY: ", "Classified by "), (70, 15, 10, 5)
EVENTS = ("DECL: UPON CLOSURE OF THE COURT", "DECL: UNIFICATION OF KOREA")
OLD_ORDERS = ("GDS", "GDS", "GDS", "XGDS-3", "XGDS-1")
PASSING = ("STATE FOR {0}", "DEPT FOR {0}", "PASS TO {0}", "STATE PLEASE PASS TO {0}", "DEPARTMENT PASS {0}")
DESKS = ("WHA/AND", "EUR/ERA", "EAP/MLS", "AF/W", "INR/B", "DRL/AE", "USTR", "USAID")
MISTYPED, MISTYPED_TAGS, PERSON_TAGS = ("TAGES:", "TABS:", "TAS:", "TGS:", "AGS:", "TAGS;"), 0.005, 6 / 1295
COLUMN = 69


class Opening(NamedTuple):
    """The lines of an opening, group by group (a group is one entry, its wrapped lines), and what they say."""

    entries: tuple[tuple[str, str], ...]
    """Name of an entry and its text; lines of their own are parted by line ends."""
    captions: tuple[str, ...]
    pass_to: tuple[str, ...]
    body_tags: tuple[str, ...]
    subject: str
    order: str
    declassification: str
    classified_by: str
    reasons: tuple[str, ...]
    page: Page | None = None


class Page(NamedTuple):
    """A page line inside an entry: its name, which part of its lines stands before, what stands around it."""

    name: str
    share: float
    line: str
    gap: str


def paged(rng: Random, made: Opening, habits: Habits) -> Opening:
    """Let a page end inside an entry of the opening, now and then; cut a classifier as its form did."""
    entries = tuple(
        (name, cut(text) if name == "classifier" and rng.random() < CUT else text) for name, text in made.entries
    )
    names = [name for name, text in entries if name in PAGED and (len(text) > COLUMN or "\n" in text)]
    if not names or rng.random() > (PAGES_OF_OLD if habits.old else PAGES):
        return made._replace(entries=entries)
    name, origin, word = rng.choice(names), habits.origin, habits.class_word
    line = f"{origin.post.spaced} {origin.serial:08}  001.2 OF 001"
    if habits.old:
        line = f"{origin.post.spaced}  {origin.serial:05}  {origin.sent:%d%H%MZ}"
        line = f"{word}\n\n{word}\n\nPAGE 02        {line}"
    gap = "\n" if name in {"subject", "tags"} and not habits.old else rng.choice(("\n", "\n\n"))
    return made._replace(entries=entries, page=Page(name, rng.uniform(0, 0.5), line, gap))


def cut(text: str) -> str:
    """Cut a line at the column of the form."""
    return "\n".join(text[place : place + FORM_COLUMN].rstrip() for place in range(0, len(text), FORM_COLUMN))


CUT, FORM_COLUMN = 0.05, 71
PAGES, PAGES_OF_OLD = 0.02, 0.05
PAGED = ("tags", "subject", "references", "classifier")


def opening(rng: Random, lexicon: Lexicon, habits: Habits, sections: int, reference_lines: tuple[str, ...]) -> Opening:
    """Make the opening of a telegram; `sections` is what its first line announces (0: nothing)."""
    captions, caption_lines, beside = _captions(rng, habits)
    pass_to, passing = _passing(rng, habits)
    order, declassification, order_line = _order(rng, habits)
    tags, tags_line = _tags(rng, lexicon, habits)
    subject, subject_line = _subject(rng, lexicon, habits)
    who, reasons, classifier = _classifier(rng, lexicon, habits)
    entries = [("class", _class_line(rng, habits, sections, beside))]
    entries += [("caption", line) for line in caption_lines]
    entries += [("pass", line) for line in passing]
    entries += [("order", order_line), ("tags", tags_line)]
    if rng.random() < 0.03:
        entries[-2:] = entries[:-3:-1]
    entries += [("subject", subject_line), ("references", "\n".join(reference_lines)), ("classifier", classifier)]
    named = tuple(entry for entry in entries if entry[1])
    return Opening(named, captions, pass_to, tags, subject, order, declassification, who, reasons)


def _class_line(rng: Random, habits: Habits, sections: int, beside: str) -> str:
    level, origin = habits.level, habits.origin
    first = level.first_line
    if level.classified and rng.random() < 0.08:
        first = level.name
    if habits.old:
        section = "SECTION 1 OF 2 " if sections else ""
        return f"{first}{beside} {section}{origin.post.spaced} {origin.serial:04}"
    section = f"SECTION 01 OF {sections:02} " if sections > 1 else ""
    return f"{first}{beside} {section}{origin.post.spaced} {origin.serial:06}"


def _captions(rng: Random, habits: Habits) -> tuple[tuple[str, ...], list[str], str]:
    """Give the captions, their lines, and what stands behind the level on the first line."""
    if habits.old:
        caption = "" if rng.random() < 0.9 else rng.choice(("EXDIS", "LIMDIS", "NODIS"))
        return tuple(filter(None, (caption,))), [caption], ""
    level = habits.level
    meaning = {"": "", "SENSITIVE": "SBU", "NOFORN": "NOFORN"}[level.caption]
    sipdis = "SIPDIS" if rng.random() < 0.93 else ""
    beside = level.caption == "NOFORN" and rng.random() < 0.3
    lines = ["" if beside else level.caption, sipdis]
    if level.caption == "NOFORN" and not beside and sipdis and rng.random() < 0.3:
        lines = ["NOFORN SIPDIS"]
    return tuple(filter(None, (meaning, sipdis))), lines, "//NOFORN" if beside else ""


def _passing(rng: Random, habits: Habits) -> tuple[tuple[str, ...], list[str]]:
    if habits.old or rng.random() > 552 / 1295:
        return (), []
    desks = rng.sample(DESKS, rng.choice((1, 1, 2)))
    return tuple(desks), [rng.choice(PASSING).format(desk) for desk in desks]


def _order(rng: Random, habits: Habits) -> tuple[str, str, str]:
    order = "11652" if habits.old else "12958"
    if not habits.level.classified:
        return order, "", f"E.O. {order}: N/A"
    if habits.old:
        return order, "", f"E.O. {order}: {rng.choice(OLD_ORDERS)}"
    sent = habits.origin.sent
    day = date(sent.year + rng.choice((5, 10, 10, 10, 25)), sent.month, min(sent.day, 28))
    if rng.random() < 0.004:
        return order, "", f"E.O. {order}: {rng.choice(EVENTS)}"
    forms = (
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02}/{day.day:02}/{day.year}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{day.month}/{day.day}/{day.year % 100:02}",
    )
    (form,) = rng.choices(forms, (40, 50, 3, 3, 1))
    return order, day.isoformat(), f"E.O. {order}: DECL: {form}"


def _tags(rng: Random, lexicon: Lexicon, habits: Habits) -> tuple[tuple[str, ...], str]:
    codes = [habits.origin.post.tag, *rng.sample(tuple(SUBJECT_TAGS), rng.randint(1, 12 if rng.random() < 0.1 else 7))]
    rng.shuffle(codes)
    separator = rng.choice((" ", " ", ", "))
    label = rng.choice(MISTYPED) if rng.random() < MISTYPED_TAGS else "TAGS:"
    if rng.random() > PERSON_TAGS:
        return tuple(codes), f"{label} {separator.join(codes)}"
    person = f"OVIP ({lexicon.name(rng).upper()}, {lexicon.name(rng).upper()} A.)"
    return (*codes, "OVIP"), f"{label} {', '.join([*codes, person])}"


def _subject(rng: Random, lexicon: Lexicon, habits: Habits) -> tuple[str, str]:
    title = lexicon.title(rng, 4, 16)
    if rng.random() < 0.2:
        title = title.replace(" ", rng.choice((", ", ": ", " - ", "'s ", " 2006 ", " U.S. ")), 1)
    subject = title.upper() if habits.capitals or rng.random() < 0.6 else title
    mark = f"({habits.level.marks[0]}) " if habits.level.marks[0] and not habits.old and rng.random() < 0.05 else ""
    label = "SUBJ" if rng.random() < 0.002 else "SUBJECT"
    return subject, f"{label}: {mark}{subject}"


def _classifier(rng: Random, lexicon: Lexicon, habits: Habits) -> tuple[str, tuple[str, ...], str]:
    if habits.old or not habits.level.classified or rng.random() > 0.97:
        return "", (), ""
    who = f"{rng.choice(OFFICES)} {lexicon.name(rng)} {rng.choice(('', 'Q. ', 'A. '))}{lexicon.name(rng)}"
    ((clause, letters),) = rng.choices(REASONS, REASON_WEIGHTS)
    (label,) = rng.choices(LABELS, LABEL_WEIGHTS)
    line = f"{label}{who}{clause if clause[0] in ',.;' else ' ' + clause}"
    return who, tuple(f"1.4({letter})" for letter in letters), line
