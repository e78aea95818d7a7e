"""Plain cables in the layout of the seed (`plusd-text`, Markdown form), some with a planted defect.

Rules of this module
* Same seed, same bytes: every choice comes from a `Random` named by seed and index, never from
  the order of a set, so cable 7 is the same cable in a run of 10 and in a run of 10,000.
* Truth says what stands in the text, planted defects included.
* Stations, agencies and TAGS are real; every name, word and number is invented.

Facts (the first two are means of 251,287 Cablegate cables, the others of 1,295 pages)
* 1,040 words and 0.92 cited cables a cable.
* Over half have page lines, 1.2 a cable; three in four of these lines cut a sentence, here all.
* SIPDIS on 93 %; TAGS with blanks twice as often as with commas, here as often.
* Two in five are not wrapped, here half.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate, cycle
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.corpus.truth import Made, Truth
from tests.corpus.world import (
    AGENCIES,
    FOOTER,
    LEVEL_WEIGHTS,
    LEVELS,
    MONTHS,
    POSTS,
    REASONS,
    REFERENCE_COUNTS,
    REFERENCE_WEIGHTS,
    SUBJECT_TAGS,
    TAGS,
    TITLES,
    WEEKDAYS,
    Level,
    Lexicon,
    Origin,
    Post,
)  # fmt: skip
from tests.corpus.world import lexicon as words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MINUTES_A_YEAR = 365 * 24 * 60
FIRST_YEAR, YEARS = 2000, 10  # E.O. 12958 was in force all the time
SERIAL_STEP = 37  # one serial of 37 is sent, none that 37 divides: those are the cables not held
WORDS_A_SECTION, WORDS_A_PAGE, COLUMNS = 600, 350, 70
DEFECT_EVERY = 20
PAGE_BREAK = "\n\n\n\n"
WRAP = re.compile(rf"(.{{1,{COLUMNS}}})(?:$|( ))", re.MULTILINE)
NONE, BLANK = "-- Not Assigned --", "-- N/A or Blank --"


@dataclass(frozen=True, slots=True)
class Draft:
    """One cable before it is laid out; page furniture stands among the words of `paragraphs`."""

    truth: Truth
    origin: Origin
    level: Level
    body_subject: str
    references: tuple[Origin, ...]
    paragraphs: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]
    sections: int

    def but(self, **changes: Any) -> Draft:
        """Return the same draft with another truth."""
        return replace(self, truth=replace(self.truth, **changes))


def _origin(seed: int, index: int) -> Origin:
    """Give every index its own post, year and block of serials, so that no id comes twice."""
    rng = Random(f"{seed}:{index}:origin")
    lap, place = divmod(index, len(POSTS))
    block = lap // YEARS
    year = FIRST_YEAR + (lap + 7 * place) % YEARS
    serial = block * SERIAL_STEP + rng.randint(1, SERIAL_STEP - 1)
    start = datetime(year, 1, 1)  # noqa: DTZ001 - the archive states no zone
    return Origin(POSTS[place], serial, start + timedelta(minutes=rng.randrange(MINUTES_A_YEAR)))


def _cited(rng: Random, seed: int, index: int) -> Origin:
    """Cite an older cable of this run where chance meets one, else one that nobody holds."""
    own = _origin(seed, index)
    if index and rng.random() < 0.8:
        other = _origin(seed, rng.randrange(index))
        if other.sent < own.sent:
            return other
    year = own.sent.year - (rng.random() < 0.3)
    new_year = datetime(year, 1, 1)  # noqa: DTZ001 - the archive states no zone
    return Origin(rng.choice(POSTS), SERIAL_STEP * rng.randint(1, 80), new_year)


def _references(rng: Random, seed: int, index: int) -> tuple[Origin, ...]:
    (count,) = rng.choices(REFERENCE_COUNTS, REFERENCE_WEIGHTS)
    cited = (_cited(rng, seed, index) for _ in range(count))
    return tuple({origin.id: origin for origin in cited}.values())


def _tags(rng: Random, post: Post) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return header order (by title, as the archive sorts) and another order for the body."""
    codes = [post.tag, *rng.sample(tuple(SUBJECT_TAGS), rng.randint(1, 7))]
    header = sorted(codes, key=TAGS.__getitem__)
    body = list(header)
    while body == header:
        rng.shuffle(body)
    return tuple(header), tuple(body)


def _addressees(rng: Random, post: Post) -> tuple[str, ...]:
    others = [*(other.label for other in POSTS if other is not post), *AGENCIES]
    return tuple(sorted(("Secretary of State", *rng.sample(others, rng.randint(1, 13)))))


def _marks(rng: Random, level: Level, count: int) -> tuple[str, ...]:
    """Mark each paragraph; at least one reaches the level of the cable."""
    marks = rng.choices(level.marks, weights=range(len(level.marks) + 1, 1, -1), k=count)
    marks[rng.randrange(count)] = level.marks[0]
    return tuple(marks)


def _prose(rng: Random, lexicon: Lexicon, count: int) -> list[list[str]]:
    paragraphs = [lexicon.paragraph(rng) for _ in range(count)]
    if rng.random() < 0.7:
        paragraphs[0] = ["Summary:", *paragraphs[0], "End", "Summary."]
    if count > 1 and rng.random() < 0.4:
        paragraphs[-1] = ["Comment:", *paragraphs[-1], "End", "Comment."]
    return paragraphs


def _headings(rng: Random, lexicon: Lexicon, count: int) -> tuple[str, ...]:
    later = (lexicon.title(rng, 1, 4) if rng.random() < 0.25 else "" for _ in range(count - 1))
    return ("", *later)


def _page_line(origin: Origin, section: int, sections: int) -> str:
    return f"\n\n{origin.post.spaced} {origin.serial:08} {section:03} OF {sections:03}\n\n"


def _furnish(rng: Random, paragraphs: Sequence[list[str]], origin: Origin, sections: int) -> None:
    """Put page lines and page breaks among the words, each in the middle of a sentence."""
    ends = tuple(accumulate(map(len, paragraphs)))
    total = ends[-1]
    furniture = [(rng.randrange(total), PAGE_BREAK) for _ in range(total // WORDS_A_PAGE)]
    furniture += (
        (total * (section - 1) // sections, _page_line(origin, section, sections)) for section in range(2, sections + 1)
    )
    for place, piece in sorted(furniture, reverse=True):  # from the end: places stay true
        number = bisect_right(ends, place)
        words = paragraphs[number]
        start = ends[number - 1] if number else 0
        at = min(max(place - start, 4), ends[number] - start - 6)
        words.insert(at + words[at - 1].endswith("."), piece)


def _truth(rng: Random, lexicon: Lexicon, origin: Origin, level: Level, count: int) -> Truth:
    sent = origin.sent
    tags, body_tags = _tags(rng, origin.post)
    ten_years_on = date(sent.year + 10, sent.month, min(sent.day, 28))
    return Truth(
        id=origin.id,
        copy=f"{origin.id}_a",
        date=sent.isoformat(timespec="minutes"),
        subject=lexicon.title(rng, 4, 14).upper(),
        sender=origin.post.label,
        to=_addressees(rng, origin.post),
        tags=tags,
        body_tags=body_tags,
        classification=level.name,
        marks=_marks(rng, level, count),
        numbers=tuple(range(1, count + 1)),
        references=(),
        page_lines=0,
        declassification=ten_years_on.isoformat() if level.classified else "",
        signature=lexicon.name(rng).upper(),
        defect="",
    )


def _draft(rng: Random, lexicon: Lexicon, seed: int, index: int, *, fewest: int) -> Draft:
    """Decide one cable; with `fewest` paragraphs above one it also has a second section."""
    origin = _origin(seed, index)
    (level,) = rng.choices(LEVELS, LEVEL_WEIGHTS)
    count = min(max(round(rng.lognormvariate(1.7, 0.68)), fewest), 40)
    paragraphs = _prose(rng, lexicon, count)
    sections = max(1 + sum(map(len, paragraphs)) // WORDS_A_SECTION, min(fewest, 2))
    _furnish(rng, paragraphs, origin, sections)
    cited = _references(rng, seed, index)
    ids = tuple(reference.id for reference in cited)
    truth = _truth(rng, lexicon, origin, level, count)
    return Draft(
        truth=replace(truth, references=ids, page_lines=sections - 1),
        origin=origin,
        level=level,
        body_subject=truth.subject.title(),
        references=cited,
        paragraphs=tuple(map(tuple, paragraphs)),
        headings=_headings(rng, lexicon, count),
        sections=sections,
    )


def _last_section_lost(draft: Draft) -> Draft:
    """End the text where the last page line would stand: in mid sentence, nobody signs."""
    line = _page_line(draft.origin, draft.sections, draft.sections)
    (last,) = (n for n, words in enumerate(draft.paragraphs) if line in words)
    words = draft.paragraphs[last]
    kept = replace(draft, paragraphs=(*draft.paragraphs[:last], words[: words.index(line)]))
    return kept.but(
        marks=(draft.level.marks[0], *draft.truth.marks[1 : last + 1]),
        numbers=draft.truth.numbers[: last + 1],
        page_lines=draft.sections - 2,
        signature="",
    )


def _other_subject(words: list[str]) -> str:
    """Drop a word and turn the rest round: no folding makes that equal to the header again."""
    return " ".join(reversed(words[1:]))


DEFECTS: dict[str, Callable[[Draft], Draft]] = {
    "mark-above-level": lambda made: made.but(marks=(*made.truth.marks[:-1], made.level.above)),
    "body-tag-missing": lambda made: made.but(body_tags=made.truth.body_tags[1:]),
    "other-body-subject": lambda made: replace(made, body_subject=_other_subject(made.body_subject.split())),
    "last-section-lost": _last_section_lost,
    "number-jump": lambda made: made.but(numbers=(1, 2, *(number + 1 for number in made.truth.numbers[2:]))),
}


def _wrapped(text: str) -> str:
    return WRAP.sub(lambda line: line[1] + ("\n" if line[2] else ""), text)


def _references_line(draft: Draft) -> str:
    """Write the list as posts do: letters from two on, the year only when it is another one."""
    own = draft.origin.sent.year
    years = ("" if other.sent.year == own else f"{other.sent:%y} " for other in draft.references)
    cited = [f"{year}{other.post.spaced} {other.serial}" for year, other in zip(years, draft.references, strict=True)]
    if len(cited) > 1:
        cited = [f"{letter}. {text}" for letter, text in zip("ABCDE", cited, strict=False)]
    return "REF: " + "\n     ".join(cited) if cited else ""


def _subject_line(rng: Random, draft: Draft, *, wrapped: bool) -> str:
    line = f"SUBJECT: {draft.body_subject}"
    if wrapped:
        return _wrapped(line)
    return _wrapped(line).replace("\n", "\n\n") if rng.random() < 0.5 else line


def _classified_by(rng: Random, lexicon: Lexicon, level: Level, *, wrapped: bool) -> str:
    name = f"{lexicon.name(rng)} {lexicon.name(rng)}"
    line = f"Classified By: {rng.choice(TITLES)} {name} for reasons {rng.choice(REASONS)}."
    written = _wrapped(line) if wrapped else line
    return written if level.classified else ""


def _declassification(day: str) -> str:
    year, month, number = day.split("-") if day else ("", "", "")
    return f"DECL: {int(month)}/{int(number)}/{year}" if day else "N/A"


def _opening(rng: Random, lexicon: Lexicon, draft: Draft, *, wrapped: bool) -> Iterator[str]:
    post, level = draft.origin.post, draft.level
    section = f"SECTION 01 OF {draft.sections:02} " if draft.sections > 1 else ""
    yield f"{level.first_line} {section}{post.spaced} {draft.origin.serial:06}"
    yield level.caption
    yield "SIPDIS" if rng.random() < 0.93 else ""
    yield f"E.O. 12958: {_declassification(draft.truth.declassification)}"
    yield f"TAGS: {rng.choice((', ', ' ')).join(draft.truth.body_tags)}"
    yield _subject_line(rng, draft, wrapped=wrapped)
    yield _references_line(draft)
    yield _classified_by(rng, lexicon, level, wrapped=wrapped)


def _paragraphs(draft: Draft, *, wrapped: bool) -> Iterator[str]:
    truth = draft.truth
    rows = zip(draft.headings, truth.numbers, truth.marks, draft.paragraphs, strict=False)
    for heading, number, mark, words in rows:
        if heading:
            yield f"#### {heading}\n\n-----"
        start = f"{number}. ({mark})" if mark else f"{number}."
        line = " ".join((start, *words)).replace(" \n", "\n").replace("\n ", "\n")
        yield _wrapped(line) if wrapped else line


def _body(rng: Random, lexicon: Lexicon, draft: Draft) -> str:
    wrapped = rng.random() < 0.5
    opening = _opening(rng, lexicon, draft, wrapped=wrapped)
    blocks = (*opening, *_paragraphs(draft, wrapped=wrapped), draft.truth.signature)
    return "\n\n".join(filter(None, blocks))


def _header(rng: Random, draft: Draft, characters: int) -> str:
    truth, sent = draft.truth, draft.origin.sent
    fields = {
        "Canonical ID": truth.copy.replace("_", "\\_"),
        "Subject": truth.subject,
        "From": truth.sender,
        "To": ", ".join(truth.to),
        "Original Classification": draft.level.header,
        "Current Classification": draft.level.header,
        "Previous Handling Restrictions": NONE,
        "Archive Status": NONE,
        "Type": "TE",
        "Locator": "TEXT ONLINE",
        "Reference(s)": (rng.random() < 0.5 and ", ".join(truth.references)) or BLANK,
        "Executive Order (E.O.)": NONE,
        "Markings": NONE,
        "Enclosure": NONE,
        "Concepts": NONE,
        "TAGS": "\n\n".join(f"{TAGS[code]} [{code}]" for code in truth.tags),
        "Office": BLANK,
        "Document Character Count": str(characters),
        "Date": f"{sent.year} {MONTHS[sent.month - 1]} {sent.day}, {sent:%H:%M} ({WEEKDAYS[sent.weekday()]})",
    }
    return "\n\n".join(f"**{label}:** {value}" for label, value in fields.items())


def _made(seed: int, index: int, lexicon: Lexicon, defect: str) -> Made:
    rng = Random(f"{seed}:{index}")
    draft = _draft(rng, lexicon, seed, index, fewest=4 if defect else 1)
    if defect:
        draft = DEFECTS[defect](draft).but(defect=defect)
    body = _body(rng, lexicon, draft)
    header = _header(rng, draft, len(body))
    footer = "\n\n".join(FOOTER)
    text = f"\n\n\n\n{header}\n\n---\n\n{body}\n\n\n\n{footer}"
    return Made(f"{draft.truth.copy}.md", text, draft.truth)


def cables(count: int, seed: int = 0, *, defects: bool = False) -> Iterator[Made]:
    """Make cables one by one; with `defects` the last of every twenty has one, in turn."""
    lexicon = words_of(seed)
    kinds = cycle(DEFECTS)
    for index in range(count):
        planted = defects and index % DEFECT_EVERY == DEFECT_EVERY - 1
        yield _made(seed, index, lexicon, next(kinds) if planted else "")


def write(folder: Path, count: int, seed: int = 0, *, defects: bool = False) -> list[Truth]:
    """Write one file per cable and return the truth about each, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    truths = []
    for made in cables(count, seed, defects=defects):
        (folder / made.name).write_text(made.text, encoding="utf-8", newline="\n")
        truths.append(made.truth)
    return truths
