"""The text of a made-up telegram: paragraphs with their marks, headings, and page lines among their words.

Facts (of 1,295 pages)
-----
* A mean of 1,040 words; page lines in 704, 1,561 of them on lines of their own and 43 inside a line; three in
  four cut a sentence; 403 have a decimal.
* Headings underlined by dashes 3,687; a summary in 78 %, its end in 68 %; sub-points; a number inside a line
  in 23 cables.
* Pages of 1973-79 end and begin with the class word; those of 1977-79 carry a stamp.
"""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from tests.corpus.habits import Habits
from tests.corpus.truth import Cited
from tests.corpus.world import POSTS, Lexicon

WORDS_A_SECTION, WORDS_A_PAGE = 700, 330
INLINE, DECIMAL, CUTS = 43 / 1604, 403 / 1604, 0.75
STAMP = "Jane Q. Doe Declassified/Released US Department of State EO Systematic Review 20 Mar 2014"
FIGURES = (
    "{0}",
    "{0},{1:03}",
    "{0}.{2}",
    "${0} million",
    "{0} percent",
    "19{3}",
    "({4})",
    '"{4} {5}"',
    "{6}",
    "{4}-{5}",
    "{7}'s",
    "{8} {3}",
    "U.S.",
    "{4};",
    "{4},",
    "/{4}/",
    "{7} {9}",
)
MONTHS = ("January", "March", "April", "June", "July", "October", "December")
NOISE = 0.06
BARE, UNDER, BETWEEN, CLOSE = "{0}", "{0}\n{1}", "{1}\n{0}\n{1}", "{0}\n{1}\n"
RULES, RULE_WEIGHTS = (BARE, UNDER, BETWEEN, CLOSE), (8, 77, 3, 12)
"""A heading in capitals alone, over dashes, between dashes, over dashes with the paragraph right below."""
SHORTEST_BARE = 4
POINTS, POINT_WEIGHTS = ("--", "-", "({0})", "{1}.", "*"), (10, 4, 2, 2, 1)
MENTIONS = 82 / 1295 / 7
REDACTED, SHORTEST_REDACTED = 248 / 1295, 8


class Paragraph(NamedTuple):
    """One paragraph: heading above it, number, mark, words with page lines among them, sub-points."""

    heading: str
    rule: str
    n: int
    mark: str
    words: tuple[str, ...]
    points: tuple[str, ...]
    mention: tuple[str, ...]
    glued: bool

    @property
    def text(self) -> str:
        """Give the text as a reader joins it, without page lines."""
        words = (word for word in self.words if not PAGE.search(word))
        return "\n".join((" ".join(words), *self.points))


PAGE = re.compile(r"\d OF \d{3}\b|\nPAGE \d|\d{6}Z\n")


class Text(NamedTuple):
    """All paragraphs, and how many sections and page lines they make."""

    paragraphs: tuple[Paragraph, ...]
    sections: int
    page_lines: int


def text(rng: Random, lexicon: Lexicon, habits: Habits, cited: tuple[Cited, ...]) -> Text:
    """Write the text of a telegram."""
    count = min(max(round(rng.lognormvariate(1.7, 0.68)), 1), 40)
    marks = _marks(rng, habits, count)
    drafts = [_paragraph(rng, lexicon, habits, number + 1, mark) for number, mark in enumerate(marks)]
    if not habits.old and rng.random() < REDACTED:
        drafts = [_redacted(rng, draft) for draft in drafts]
    drafts = _told(rng, habits, drafts)
    drafts = [_citing(rng, habits, draft, cited) for draft in drafts]
    total = sum(len(draft.words) for draft in drafts)
    sections = 1 + total // WORDS_A_SECTION
    lines = _old_lines(rng, habits, total) if habits.old else _page_lines(rng, habits, sections)
    for place, line in reversed(lines):
        _put(rng, drafts, int(place * total), line)
    return Text(tuple(drafts), 0 if habits.old else sections, len(lines))


def _redacted(rng: Random, draft: Paragraph) -> Paragraph:
    """Put a row of X in the place of a name."""
    if len(draft.words) < SHORTEST_REDACTED or rng.random() < 0.5:
        return draft
    place = rng.randrange(2, len(draft.words) - 2)
    return draft._replace(words=(*draft.words[:place], "XXXXXXXXXXXX", *draft.words[place + 1 :]))


def _marks(rng: Random, habits: Habits, count: int) -> list[str]:
    level = habits.level
    if habits.old:
        return [""] * count
    marks = rng.choices(level.marks, weights=range(len(level.marks) + 1, 1, -1), k=count)
    marks[rng.randrange(count)] = level.marks[0]
    return marks


def _paragraph(rng: Random, lexicon: Lexicon, habits: Habits, n: int, mark: str) -> Paragraph:
    heading = ""
    if n > 1 and not habits.old and rng.random() < 0.3:
        heading = lexicon.title(rng, 1, 6)
        heading = heading.upper() if habits.capitals or rng.random() < 0.3 else heading
    words = [_noisy(rng, lexicon, word) for word in lexicon.paragraph(rng)]
    points: tuple[str, ...] = ()
    if rng.random() < 0.06:
        words[-1] = words[-1].rstrip(".") + ":"
        style = rng.choices(POINTS, POINT_WEIGHTS)[0]
        count = rng.randint(2, 5)
        points = tuple(f"{style.format(at + 1, 'ABCDE'[at])} {' '.join(lexicon.sentence(rng))}" for at in range(count))
    glued = bool(n > 1 and mark and not heading and rng.random() < 23 / 1295 / 7)
    cased = tuple(habits.cased(word) for word in " ".join(words).split(" "))
    rule = rng.choices(RULES, RULE_WEIGHTS)[0] if heading else ""
    if rule == BARE and len(heading) < SHORTEST_BARE:
        rule = UNDER
    if rule == BARE:
        heading = heading.upper()
    return Paragraph(heading, rule, n, mark, cased, tuple(map(habits.cased, points)), (), glued)


def _noisy(rng: Random, lexicon: Lexicon, word: str) -> str:
    """Put a figure, a name, a quotation in the place of a word inside a sentence."""
    if rng.random() > NOISE or word.endswith(".") or word[0].isupper():
        return word
    one, other = lexicon.take(rng, 2)
    acronym = "".join(rng.choices("BCDFGHKLMNPRTVZ", k=rng.randint(3, 5)))
    name = lexicon.name(rng)
    numbers = (rng.randint(2, 999), rng.randint(0, 999), rng.randint(0, 9), rng.randint(10, 28))
    return rng.choice(FIGURES).format(*numbers, one, other, acronym, name, rng.choice(MONTHS), lexicon.name(rng))


def _told(rng: Random, habits: Habits, drafts: list[Paragraph]) -> list[Paragraph]:
    """Mark summary and comment as posts do."""
    first, last = drafts[0], drafts[-1]
    if rng.random() < 0.78:
        end = ("End", "Summary.") if rng.random() < 0.85 and not first.points else ()
        words = ("Summary:", *first.words, *end)
        drafts[0] = first._replace(words=tuple(map(habits.cased, words)))
    if len(drafts) > 1 and rng.random() < 0.4 and not last.points:
        words = ("Comment:", *last.words, "End", "Comment.")
        drafts[-1] = last._replace(words=tuple(map(habits.cased, words)))
    return drafts


def _citing(rng: Random, habits: Habits, draft: Paragraph, cited: tuple[Cited, ...]) -> Paragraph:
    """Cite a telegram inside a paragraph: by its letter, as the reftel where it is the only one, or by its name."""
    if rng.random() < MENTIONS and len(draft.words) > 20:
        post, serial = rng.choice(POSTS), rng.randint(100, 1800)
        if post != habits.origin.post:
            named = (*draft.words[:6], habits.cased("(see"), post.spaced, f"{serial})", *draft.words[6:])
            id_ = f"{habits.origin.sent:%y}{post.station}{serial}"
            return draft._replace(words=named, mention=(id_, f"p{draft.n}", "text"))
    cables = [one for one in cited if one.id]
    if not cables or rng.random() > 0.3 or len(draft.words) < 20:
        return draft
    one = rng.choice(cables)
    if one.label and sum(other.label == one.label for other in cited) > 1:
        return draft
    if not one.label and len(cited) > 1:
        return draft
    words = list(draft.words)
    words.insert(6, habits.cased(f"(ref {one.label})" if one.label else "(reftel)"))
    via = f"ref {one.label}" if one.label else "reftel"
    return draft._replace(words=tuple(words), mention=(one.id, f"p{draft.n}", via))


def _page_lines(rng: Random, habits: Habits, sections: int) -> list[tuple[float, str]]:
    """Give the place (as a part of the text) and the line of each page but the first."""
    found = []
    own = f"{habits.origin.post.spaced} {habits.origin.serial:08}"
    for section in range(1, sections + 1):
        if section > 1:
            found.append(((section - 1) / sections, _page_line(rng, own, f"{section:03}", sections)))
        if sections > 1 and rng.random() < 0.35:
            found.append(((section - 0.5) / sections, _page_line(rng, own, f"{section:03}.2", sections)))
    return found


def _page_line(rng: Random, own: str, page: str, sections: int) -> str:
    line = f"{own}{rng.choice((' ', '  '))}{page} OF {sections:03}"
    return line if rng.random() < INLINE else f"\n\n{line} \n\n" + rng.choice(("", "\n"))


def _old_lines(rng: Random, habits: Habits, total: int) -> list[tuple[float, str]]:
    origin, word = habits.origin, habits.class_word
    pages = 1 + total // WORDS_A_PAGE
    stamped = origin.sent.year > 1976
    found = []
    for page in range(2, pages + 1):
        broken = origin.sent.year == 1978 and rng.random() < 0.5
        gap = "\n\n" if broken else "        "
        line = f"PAGE {page:02}{gap}{origin.post.spaced}  {origin.serial:05}  {origin.sent:%d%H%MZ}"
        stamp = f"\n{STAMP}\n" if stamped else "\n"
        found.append(((page - 1) / pages, f"\n{word}\n{stamp}\n{stamp}\n{word}\n\n{line}\n\n"))
    return found


def _put(rng: Random, drafts: list[Paragraph], place: int, line: str) -> None:
    """Put a page line among the words: inside a sentence, or behind a paragraph."""
    for at, draft in enumerate(drafts):
        size = len(draft.words)
        if place < size or at == len(drafts) - 1:
            inside = min(max(place, 4), size - 6)
            cuts = rng.random() < CUTS or draft.points or "\n" not in line
            words = list(draft.words)
            words.insert(_within(words, inside) if cuts else size, line)
            drafts[at] = draft._replace(words=tuple(words))
            return
        place -= size


def _within(words: list[str], place: int) -> int:
    """Give a place near by that is inside a sentence and inside no quotation."""
    while place < len(words) - 2 and (
        words[place - 1][-1] in '.:;"' or words[place][0] in '"(' or "OF 0" in words[place - 1]
    ):
        place += 1
    return place
