"""One made-up telegram, before a layout gives it a form: heading, opening, text, end, and the truth about all.

Rules of this module
* Same seed, same bytes: every choice comes from a `Random` named by seed and index, never from the order of a
  set, so telegram 7 is the same one in a run of 10 and in a run of 10,000, and in every layout.
* Truth says what stands in the text. Stations, agencies and TAGS are real; every name, word and number is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from tests.corpus import heading as headings
from tests.corpus import opening as openings
from tests.corpus import prose
from tests.corpus.citing import references
from tests.corpus.habits import Habits, habits
from tests.corpus.heading import Heading
from tests.corpus.opening import Opening
from tests.corpus.prose import Paragraph
from tests.corpus.truth import Truth
from tests.corpus.world import RICH
from tests.corpus.world import lexicon as words_of

lexicon = lru_cache(4)(words_of)
LEVELS = {
    "U": "UNCLASSIFIED",
    "SBU": "SBU",
    "C": "CONFIDENTIAL",
    "C/NF": "CONFIDENTIAL",
    "S": "SECRET",
    "S/NF": "SECRET",
    "": "",
}
RULE = "=" * 20
ENDS, END_WEIGHTS = (
    ("", "\nNNNN", "\nBT\n#{0:04}", "\nBT\n#{0:04}\nNNNN", "\n\n<< END OF DOCUMENT >>"),
    (80, 5, 5, 5, 1),
)


@dataclass(frozen=True, slots=True)
class Telegram:
    """What a layout writes down; `truth` is what the telegram says, whatever the layout."""

    truth: Truth
    habits: Habits
    heading: Heading
    opening: Opening
    paragraphs: tuple[Paragraph, ...]
    end: str
    end_glued: bool = False
    """Whether the signature stands behind the last sentence, as in texts that are not wrapped."""


def telegram(seed: int, index: int, *, old: float = 0.3) -> Telegram:
    """Make the telegram of this index; `old` is how many of all are of 1973-79."""
    rng = Random(f"{seed}:{index}:telegram")
    words = lexicon(seed, RICH)
    how = habits(rng, index, old=rng.random() < old)
    heading = headings.heading(rng, how)
    cited = references(rng, how)
    text = prose.text(rng, words, how, cited.cited)
    sections = text.sections if not how.old else 2 * int(text.page_lines > 1 and rng.random() < 0.3)
    opening = openings.opening(rng, words, how, sections, cited.lines)
    opening = openings.paged(Random(f"{seed}:{index}:pages"), opening, how)
    signature = words.name(rng)
    signature = signature.upper() if how.old or rng.random() < 0.75 else signature
    truth = replace(
        _truth(how, heading, opening, text),
        signature=signature,
        cited=cited.cited,
        references=tuple(one.id for one in cited.cited if one.id),
        sections=sections if sections > 1 else 0,
    )
    glued = not how.columns and signature.isupper() and not text.paragraphs[-1].points and rng.random() < 0.05
    return Telegram(truth, how, heading, opening, text.paragraphs, _end(rng, how, signature), glued)


def _end(rng: Random, how: Habits, signature: str) -> str:
    if how.old:
        return f"{signature}\n\n{how.class_word}\n\n\n\n\nNNN"
    (mark,) = rng.choices(ENDS, END_WEIGHTS)
    return ("" if signature.isupper() else "\n") + signature + mark.format(how.origin.serial)


def _truth(how: Habits, heading: Heading, opening: Opening, text: prose.Text) -> Truth:
    sent, marks = how.origin.sent, tuple(one.mark for one in text.paragraphs)
    actions = tuple(one.label for one in heading.addresses if one.role == "action")
    return Truth(
        id=how.origin.id,
        copy=how.origin.id,
        date=sent.isoformat(timespec="minutes"),
        subject=opening.subject,
        sender=f"AMEMBASSY {how.origin.post.spaced}",
        to=actions,
        tags=opening.body_tags,
        body_tags=opening.body_tags,
        classification=how.level.name,
        marks=marks,
        numbers=tuple(one.n for one in text.paragraphs),
        references=(),
        page_lines=text.page_lines + how.old + bool(opening.page),  # "PAGE 01" stands in the heading
        declassification=opening.declassification,
        signature="",
        body_subject=opening.subject,
        info=tuple(one.label for one in heading.addresses if one.role == "info"),
        addresses=heading.addresses,
        excluded=heading.excluded,
        dtg=how.group,
        precedence=heading.precedence,
        captions=opening.captions,
        pass_to=opening.pass_to,
        order=opening.order,
        classified_by=opening.classified_by,
        reasons=opening.reasons,
        mentions=tuple(one.mention for one in text.paragraphs if one.mention),
        headings=tuple(one.heading for one in text.paragraphs if one.heading),
        levels=tuple(LEVELS[mark] for mark in marks),
        texts=tuple(one.text for one in text.paragraphs),
    )
