"""The heading of a made-up telegram: format lines since the 1980s, distribution and dash line before.

Facts (of 1,295 pages, 1,203 of them with a date-time group)
-----
* VZCZC, DE and ZN* lines in 1,120; two precedences in 44; eight addressees on the average.
* Posts are left out of a collective address (XMT) in 4.
* A line of an addressee: routing code and slash, name, precedence, number; each of them can be missing.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tests.corpus.habits import Habits
from tests.corpus.truth import Addressed
from tests.corpus.world import POSTS, WIRE_NAMES

LETTERS = {"ROUTINE": "R", "PRIORITY": "P", "IMMEDIATE": "O", "FLASH": "Z"}
PRECEDENCES, PRECEDENCE_WEIGHTS = tuple(LETTERS), (50, 35, 14, 1)
BOTH_OF = 1295 / 44
EXEMPTIONS = 4 / 1295
CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OFFICES = ("ARA", "EUR", "EA", "NEA", "AF", "OES", "EB", "IO", "PM", "SY", "ISO", "OCT", "AGR", "COME", "LAB", "CIAE")


class Party(NamedTuple):
    """Who gets a telegram: name in a field of the archive, routing code, name on the wire, place."""

    label: str
    routing: str
    wire: str
    place: str


class Heading(NamedTuple):
    """The lines of a heading and what they say."""

    lines: tuple[str, ...]
    parties: tuple[Party, ...]
    addresses: tuple[Addressed, ...]
    precedence: str
    excluded: tuple[str, ...] = ()


AGENCIES = tuple(Party(*row) for row in WIRE_NAMES)
EMBASSIES = tuple(
    Party(post.label, f"RUEH{post.station[:1]}{post.station[-1]}", f"AMEMBASSY {post.spaced}", post.spaced)
    for post in POSTS
)


def heading(rng: Random, habits: Habits) -> Heading:
    """Make the heading of a telegram."""
    own = f"AMEMBASSY {habits.origin.post.spaced}"
    others = [party for party in (*AGENCIES[1:], *EMBASSIES) if party.wire != own]
    parties = (AGENCIES[0], *rng.sample(others, min(round(rng.lognormvariate(1.75, 0.7)), len(others))))
    actions = 1 if rng.random() < 0.7 else rng.randint(1, len(parties))
    precedences = _precedences(rng)
    addresses = tuple(_addresses(rng, habits, parties, actions, precedences))
    lead = _distribution(rng, habits) if habits.old else _routing(rng, habits, precedences)
    letters = " ".join(LETTERS[word] for word in precedences)
    excluded = _excluded(rng, habits, {party.wire for party in parties} | {own})
    exempted = tuple(f"XMT {name}" for name in excluded)
    lines = (*lead, f"{letters} {habits.group}", f"FM {own}", *_address_lines(addresses), *exempted)
    return Heading(lines, parties, addresses, precedences[0], excluded)


def _excluded(rng: Random, habits: Habits, met: set[str]) -> tuple[str, ...]:
    """Choose a post that a collective address leaves out."""
    if habits.old or rng.random() > EXEMPTIONS:
        return ()
    return (rng.choice([party.wire for party in EMBASSIES if party.wire not in met]),)


def _precedences(rng: Random) -> tuple[str, ...]:
    (first,) = rng.choices(PRECEDENCES, PRECEDENCE_WEIGHTS)
    lower = PRECEDENCES[: PRECEDENCES.index(first)]
    return (first, lower[-1]) if lower and rng.random() < 1 / BOTH_OF else (first,)


def _addresses(
    rng: Random, habits: Habits, parties: tuple[Party, ...], actions: int, precedences: tuple[str, ...]
) -> list[Addressed]:
    routed = not habits.old and rng.random() < 0.9
    found = []
    for place, party in enumerate(parties):
        role = "action" if place < actions else "info"
        stated = precedences[0 if role == "action" else -1] if rng.random() < 0.3 or len(precedences) > 1 else ""
        number = f"{rng.randint(1, 9999):04}" if rng.random() < 0.8 and "COLLECTIVE" not in party.wire else ""
        found.append(Addressed(role, party.wire, party.routing if routed else "", stated, number))
    return found


def _address_lines(addresses: tuple[Addressed, ...]) -> list[str]:
    lines, before = [], ""
    for one in addresses:
        begin = "" if one.role == before else {"action": "TO ", "info": "INFO "}[one.role]
        name = f"{one.routing}/{one.label}" if one.routing else one.label
        lines.append(begin + " ".join(filter(None, (name, one.precedence, one.number))))
        before = one.role
    return lines


def _routing(rng: Random, habits: Habits, precedences: tuple[str, ...]) -> tuple[str, ...]:
    if rng.random() > 1120 / 1295:
        return ()
    sent, serial = habits.origin.sent, habits.origin.serial
    letters = LETTERS[precedences[0]] + LETTERS[precedences[-1]]
    codes = " ".join(f"RUEH{rng.choice(CODE_LETTERS)}{rng.choice(CODE_LETTERS)}" for _ in range(rng.randint(1, 6)))
    security = "ZNY CCCCC ZZH" if habits.level.classified else "ZNR UUUUU ZZH"
    word = "".join(rng.choices(CODE_LETTERS, k=3))
    return (
        f"VZCZC{word}{rng.randint(1, 9999):04}",
        f"{letters} {codes}",
        f"DE RUEH{rng.choice(CODE_LETTERS)}{rng.choice(CODE_LETTERS)} #{serial:04}/01 {sent:%j%H%M}",
        security,
    )


def _distribution(rng: Random, habits: Habits) -> tuple[str, ...]:
    offices = " ".join(f"{office}-{rng.randint(0, 20):02}" for office in rng.sample(OFFICES, rng.randint(3, 9)))
    origin = habits.origin
    return (
        f"PAGE 01        {origin.post.spaced}  {origin.serial:05}  {origin.sent:%d%H%MZ}",
        "",
        f"{rng.randint(10, 99)}",
        f"ACTION {rng.choice(OFFICES)}-{rng.randint(1, 20):02}",
        "",
        f"INFO  {offices}  /{rng.randint(20, 150):03} W",
        f"--------------------- {rng.randint(1, 999999):06}",
    )
