"""The world of made-up cables: real posts, agencies, TAGS and levels, and invented words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from random import Random

# Not from `calendar`, whose names follow the locale.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ONSETS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
)
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ia", "io", "oa")
CODAS = ("", "", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "x")
# Words that a reader of telegrams takes for its own, and some that nobody wants to read.
RESERVED = frozenset(("ref", "refs", "to", "from", "info", "end", "shit", "fart", "tit"))
# Numerals of lists, and names of stations, agencies and TAGS, which pseudo-words can be too.
AMBIGUOUS = frozenset(
    (
        *("vi", "mi", "di", "li", "ci", "mix", "dix", "cix", "lix", "vil", "mil", "dil", "cil", "lil"),
        *("bis", "cal", "cea", "cebu", "cia", "cis", "dakar", "dam", "dea", "dia", "dot", "fas", "jus"),
        *("madras", "mex", "naha", "pan", "plo", "plos", "pos", "prel", "pri", "rio", "riode", "stat", "vat", "voa"),
    )
)
PLAIN, RICH = 6000, 40000
"""Words of a plain vocabulary and of a rich one."""
RARE = 1500

TITLES = ("Ambassador", "DCM", "Charge d'Affaires", "Political Counselor", "Economic Counselor")
REASONS = ("1.4 (b) and (d)", "1.4 (b) and (d)", "1.4 (d)", "1.4 (b), (c) and (d)")
REFERENCE_COUNTS, REFERENCE_WEIGHTS = (0, 1, 2, 3, 4, 5), (50, 28, 11, 6, 3, 2)
FOOTER = (
    "**MERIDIAN  \nCABLE  \nARCHIVE**",
    "This document is from the holdings of:",
    "The Meridian Cable Archive",
    "Room 12, Larch House, Sampleton University",
    "14 Invented Street, Sampleton, 00000",
    "Phone: 555/010-0100, Fax: 555/010-0101, [cables@example.org](mailto:cables@example.org)",
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that sends cables: code, name in a telegram, PlusD label, country and its TAG."""

    station: str
    spaced: str
    label: str
    country: str
    tag: str


_CITIES = (  # country, city, TAG; PlusD labels a post by country and city
    "Argentina|Buenos Aires|AR", "Austria|Vienna|AU", "Bolivia|La Paz|BL", "Bulgaria|Sofia|BU",
    "Canada|Ottawa|CA", "Chile|Santiago|CI", "China|Beijing|CH", "Colombia|Bogota|CO",
    "Costa Rica|San Jose|CS", "Ecuador|Guayaquil|EC", "Ecuador|Quito|EC", "Egypt|Cairo|EG",
    "France|Paris|FR", "Ghana|Accra|GH", "Greece|Athens|GR", "India|New Delhi|IN",
    "Indonesia|Jakarta|ID", "Israel|Tel Aviv|IS", "Italy|Rome|IT", "Japan|Tokyo|JA",
    "Kenya|Nairobi|KE", "Korea (South)|Seoul|KS", "Norway|Oslo|NO", "Peru|Lima|PE",
    "Philippines|Manila|RP", "Poland|Warsaw|PL", "Portugal|Lisbon|PO", "Senegal|Dakar|SG",
    "Spain|Madrid|SP", "Tunisia|Tunis|TS", "Turkey|Ankara|TU", "Venezuela|Caracas|VE",
)  # fmt: skip
POSTS = tuple(
    Post(city.upper().replace(" ", ""), city.upper(), f"{country} {city}", country, tag)
    for country, city, tag in (row.split("|") for row in _CITIES)
)
WIRE_NAMES = (  # agency, its routing code and its name in a heading, and how the National Archives list it
    ("Secretary of State", "RUEHC", "SECSTATE WASHDC", "STATE"),
    ("Secretary of Defense", "RUEKJCS", "SECDEF WASHINGTON DC", "SECDEF"),
    ("Central Intelligence Agency", "RUEAIIA", "CIA WASHDC", "CIA"),
    ("Defense Intelligence Agency", "RUEKDIA", "DIA WASHDC", "DIA"),
    ("National Security Council", "RHEHNSC", "NSC WASHINGTON DC", "NSC"),
    ("Department of Commerce", "RUCPDOC", "DEPT OF COMMERCE WASHDC", "COMMERCE"),
    ("Department of Agriculture", "RUEHRC", "DEPT OF AGRICULTURE WASHDC", "AGRICULTURE"),
    ("EUROPEAN POLITICAL COLLECTIVE", "RUEHZL", "EUROPEAN POLITICAL COLLECTIVE", "EUROPEAN POLITICAL COLLECTIVE"),
)
AGENCIES = (
    "Central Intelligence Agency", "Defense Intelligence Agency", "Department of Agriculture",
    "Department of Commerce", "Department of Energy", "Department of Homeland Security",
    "Department of Justice", "Drug Enforcement Administration Washington",
    "EU MEMBER STATES COLLECTIVE", "EUROPEAN POLITICAL COLLECTIVE",
    "Federal Bureau of Investigation", "IRAN COLLECTIVE", "NATO EU COLLECTIVE",
    "National Security Council", "OECD POSTS COLLECTIVE", "Secretary of Defense",
    "UN SECURITY COUNCIL COLLECTIVE", "United States Southern Command (Miami)",
)  # fmt: skip
_TITLES = {  # the archive writes "Area--Title", and programs (K) without an area
    "Administration--": "AMGT Management Operations|APER Personnel|ASEC Security",
    "Business Services--": "BEXP Trade Expansion and Promotion",
    "Consular Affairs--": "CASC Assistance to Citizens|CVIS Visas",
    "Economic Affairs--": "EAGR Agriculture and Forestry|EAID Foreign Economic Assistance"
    "|EAIR Civil Aviation|ECON Economic Conditions|EFIN Financial and Monetary Affairs"
    "|EINV Foreign Investments|ELAB Labor Sector Affairs|ENRG Energy and Power"
    "|EPET Petroleum and Natural Gas|ETRD Foreign Trade",
    "": "KCOR Corruption and Anti-Corruption|KCRM Criminal Activity|KDEM Democratization"
    "|KIPR Intellectual Property Rights|KNNP Nuclear Non-Proliferation|KPAO Public Affairs"
    "|KTIP Trafficking in Persons",
    "Military and Defense Affairs--": "MARR Military and Defense Arrangements"
    "|MASS Military Assistance and Sales|MOPS Military Operations",
    "Political Affairs--": "PARM Arms Controls and Disarmament"
    "|PGOV Government; Internal Governmental Affairs|PHUM Human Rights|PINR Intelligence"
    "|PREF Refugees|PREL External Political Relations|PTER Terrorists and Terrorism",
    "Social Affairs--": "SCUL Cultural Affairs|SENV Environmental Affairs|SMIG Migration"
    "|SNAR Narcotics|SOCI Social Conditions",
    "Technology and Science--": "TBIO Biological and Medical Science|TSPL Science and Technology Policy",
}
SUBJECT_TAGS = {row[:4]: area + row[5:] for area, rows in _TITLES.items() for row in rows.split("|")}
TAGS = SUBJECT_TAGS | {post.tag: post.country for post in POSTS}


@dataclass(frozen=True, slots=True)
class Level:
    """A way of classifying: header value, first line, caption, portion marks with the top first."""

    name: str
    header: str
    first_line: str
    caption: str
    marks: tuple[str, ...]
    above: str

    @property
    def classified(self) -> bool:
        """Whether an executive order covers it."""
        return self.name != "UNCLASSIFIED"


_U, _C, _S = "UNCLASSIFIED", "CONFIDENTIAL", "SECRET"
LEVELS = (
    Level(_U, _U, "UNCLAS", "", ("",), "C"),
    Level(_U, _U, "UNCLAS", "", ("U",), "C"),
    Level(_U, f"{_U}//FOR OFFICIAL USE ONLY", "UNCLAS", "SENSITIVE", ("SBU", "U"), "C"),
    Level(_C, _C, "C O N F I D E N T I A L", "", ("C", "SBU", "U"), "S"),
    Level(_C, f"{_C}//NOFORN", "C O N F I D E N T I A L", "NOFORN", ("C/NF", "C", "SBU"), "S"),
    Level(_S, _S, "S E C R E T", "", ("S", "C", "SBU", "U"), "TS"),
    Level(_S, f"{_S}//NOFORN", "S E C R E T", "NOFORN", ("S/NF", "S", "C", "SBU"), "TS"),
)
LEVEL_WEIGHTS = (22, 8, 23, 37, 3, 4, 3)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Pseudo-words by rank with the running sum of their Zipf weights."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    def take(self, rng: Random, count: int) -> list[str]:
        """Draw words by their weights."""
        return rng.choices(self.words, cum_weights=self.weights, k=count)

    def paragraph(self, rng: Random) -> list[str]:
        """Draw sentences of 8 to 30 words, as one list of words."""
        return [word for _ in range(rng.randint(2, 13)) for word in self.sentence(rng)]

    def sentence(self, rng: Random) -> list[str]:
        """Draw a sentence."""
        words = self.take(rng, rng.randint(8, 30))
        words[0] = words[0].capitalize()
        words[-1] += "."
        return words

    def title(self, rng: Random, fewest: int, most: int) -> str:
        """Draw a few words for a subject or heading."""
        return " ".join(self.take(rng, rng.randint(fewest, most))).title()

    def name(self, rng: Random) -> str:
        """Draw a rare word as a family name."""
        return self.words[RARE + rng.randrange(len(self.words) - RARE)].capitalize()


@dataclass(frozen=True, slots=True)
class Origin:
    """Who sent which number when: all that a citation needs."""

    post: Post
    serial: int
    sent: datetime

    @property
    def id(self) -> str:
        """Two-digit year, station, serial without zeros."""
        return f"{self.sent.year % 100:02}{self.post.station}{self.serial}"


def lexicon(seed: int, size: int = PLAIN) -> Lexicon:
    """Make the words of one seed, the short ones first and most frequent."""
    rng = Random(f"{seed}:words")
    reserved = RESERVED if size == PLAIN else RESERVED | AMBIGUOUS
    words: dict[str, None] = {}
    for syllables, rank in ((1, 150), (2, RARE), (3, size)):  # syllables of the words up to a rank
        while len(words) < rank:
            parts = [rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(syllables)]
            word = "".join(parts) + rng.choice(CODAS)
            if word not in reserved:
                words[word] = None
    flatness = 2.7 if size == PLAIN else 30
    weights = accumulate(1 / (rank + flatness) for rank in range(len(words)))
    return Lexicon(tuple(words), tuple(weights))
