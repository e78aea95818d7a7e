"""How one telegram is written: its time, its letters, its lines.

Facts
-----
* Telegrams of 1973-79 are in capitals, carry no portion marks, and have "PAGE 02" lines with class words.
* Later ones are in capitals in some posts; 541 of 1,295 are not wrapped, the others at 69 columns or so,
  those from forms at 120.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from tests.corpus.world import LEVEL_WEIGHTS, LEVELS, POSTS, Level, Origin

MINUTES_A_YEAR = 365 * 24 * 60
OLD_YEARS, YEARS = range(1973, 1980), range(1996, 2010)
COLUMNS, COLUMN_WEIGHTS = (69, 120, 0), (5, 1, 4)
STARTS, START_WEIGHTS = ("{0}. ({1})", "{0}.({1})", "{0}.  ({1}) ", "{0}) ({1})", "{0} ({1})"), (940, 20, 20, 5, 5)
SERIALS_A_LAP = 9
OFFICIAL_USE = Level("LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE", "", ("",), "C")
OFFICIAL_USE_OF_OLD = 0.25


class Habits(NamedTuple):
    """What holds for a telegram as a whole; `columns` is where its lines are wrapped, 0 for nowhere.

    `start` is how a marked paragraph begins, `dense` says that no empty lines stand between paragraphs.
    """

    origin: Origin
    level: Level
    old: bool
    capitals: bool
    columns: int
    pilcrows: bool
    start: str
    dense: bool

    def cased(self, text: str) -> str:
        """Give a text in the letters of this telegram."""
        return text.upper() if self.capitals else text

    @property
    def class_word(self) -> str:
        return self.level.name

    @property
    def group(self) -> str:
        """Give the date-time group."""
        return f"{self.origin.sent:%d%H%MZ} {MONTHS[self.origin.sent.month - 1]} {self.origin.sent:%y}"


MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def habits(rng: Random, index: int, *, old: bool) -> Habits:
    """Choose who sends the telegram of this index, when, and how it is written; no id comes twice."""
    lap, place = divmod(index, len(POSTS))
    new_year = datetime(rng.choice(OLD_YEARS if old else YEARS), 1, 1)  # noqa: DTZ001 - the archive states no zone
    sent = new_year + timedelta(minutes=rng.randrange(MINUTES_A_YEAR))
    sent += timedelta(minutes=sent.hour == sent.minute == 0)  # midnight means "hour not known"
    (level,) = rng.choices(LEVELS, LEVEL_WEIGHTS)
    if old and rng.random() < OFFICIAL_USE_OF_OLD:
        level = OFFICIAL_USE
    (columns,) = rng.choices(COLUMNS, COLUMN_WEIGHTS)
    (start,) = rng.choices(STARTS, START_WEIGHTS)
    return Habits(
        Origin(POSTS[place], lap * SERIALS_A_LAP + rng.randint(1, SERIALS_A_LAP), sent),
        level,
        old,
        old or rng.random() < 0.25,
        69 if old else columns,
        not old and rng.random() < 0.4,
        start,
        rng.random() < (0.1 if old else 0.02),
    )
