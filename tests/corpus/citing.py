"""The references of a made-up telegram, in the forms in which posts write them.

Facts (of 725 REF blocks in 1,295 pages)
-----
* REF 716, REFS 7, REFTEL 1, REFERENCE 1; single 348, "A." 294, "A)" 37, "A. (A)" 32, "(A)" 13.
* NOTAL 15, AND PREVIOUS 35, e-mail 30, intelligence reports 23, DTG 5.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tests.corpus.habits import Habits
from tests.corpus.truth import Cited
from tests.corpus.world import POSTS, REFERENCE_COUNTS, REFERENCE_WEIGHTS, Post

LABELS, LABEL_WEIGHTS = ("REF:", "REFS:", "REFTEL:", "REFERENCE:", "Ref:"), (94, 2, 1, 1, 2)
LETTERS, LETTER_WEIGHTS = ("{0}.", "{0})", "{0}. ({0})", "({0})", "{0}. {0})", "[{0}]"), (294, 37, 32, 13, 3, 3)
OTHERS = (
    ("email", "DOE-ROE E-MAIL {0}/{1}/{2:02}"),
    ("email", "DOE-ROE E-MAIL OF {0}/{1}/{2:02}"),
    ("report", "IIR {0} 890 00{1:02} {2:02}"),
    ("law", "UNSCR 1{0}{1:02}"),
    ("law", "{0} FAM {1}00"),
)
OTHER = 58 / 1200
STATES = Post("STATE", "STATE", "Secretary of State", "", "")


class References(NamedTuple):
    """The lines of a REF block, what they cite, and the ids as the archive lists them."""

    lines: tuple[str, ...]
    cited: tuple[Cited, ...]


def references(rng: Random, habits: Habits) -> References:
    """Make a REF block, or none."""
    (count,) = rng.choices(REFERENCE_COUNTS, REFERENCE_WEIGHTS)
    if not count:
        return References((), ())
    (label,) = rng.choices(LABELS, LABEL_WEIGHTS)
    (letter,) = rng.choices(LETTERS, LETTER_WEIGHTS)
    lettered = count > 1
    items: list[str] = []
    cited: list[Cited] = []
    for name in "ABCDE"[:count]:
        text, found = _item(rng, habits, {one.id for one in cited})
        items.append(f"{letter.format(name)} {text}" if lettered else text)
        cited += [one._replace(label=name if lettered else "") for one in found]
    label = label.upper() if habits.capitals else label
    return References(tuple(_laid(rng, label, items, habits)), tuple(cited))


def _laid(rng: Random, label: str, items: list[str], habits: Habits) -> list[str]:
    """Put the items on a line each, or as many on one line as it holds."""
    if rng.random() < 0.7:
        return [f"{label} {items[0]}", *(f"     {item}" for item in items[1:])]
    lines = [label]
    for item in items:
        if len(lines[-1]) + len(item) > (habits.columns or 1000) - 2:
            lines.append("    ")
        lines[-1] += f" {item}"
    return lines


def _item(rng: Random, habits: Habits, before: set[str]) -> tuple[str, list[Cited]]:
    sent = habits.origin.sent
    if not habits.old and rng.random() < OTHER:
        kind, form = rng.choice(OTHERS)
        return form.format(rng.randint(1, 9), rng.randint(10, 28), sent.year % 100), [Cited("", "", kind)]
    while True:
        post = rng.choice((*POSTS, STATES))
        year = sent.year - (rng.random() < 0.3) - (rng.random() < 0.05)
        serials = sorted(rng.sample(range(100, 9999), 2 if rng.random() < 0.04 else 1))
        ids = [f"{year % 100:02}{post.station}{serial}" for serial in serials]
        if not before & {*ids, habits.origin.id}:
            break
    notal = len(ids) == 1 and rng.random() < 0.03
    written = _written(rng, post.spaced, [str(serial) for serial in serials], year, own=year == sent.year)
    return written + (" (NOTAL)" if notal else ""), [Cited("", one, notal=notal) for one in ids]


def _written(rng: Random, post: str, serials: list[str], year: int, *, own: bool) -> str:
    numbers = rng.choice((" AND ", ", ")).join(serials)
    if own:
        return f"{post} {numbers}" + (" AND PREVIOUS" if len(serials) == 1 and rng.random() < 0.04 else "")
    if len(serials) == 1 and rng.random() < 0.1:
        return f"{post} {numbers} ({year % 100:02})"
    return f"{year} {post} {numbers}" if rng.random() < 0.1 else f"{year % 100:02} {post} {numbers}"
