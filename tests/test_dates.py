"""Dates of archives, date-time groups, days in running text."""

from __future__ import annotations

import pytest

from kg.grammar import dates

STATED = {
    "2010 January 29, 20:49 (Friday)": "2010-01-29T20:49",
    "1976 May 3, 00:00 (Monday)": "1976-05-03",
    "2006 May 3, 00:00 (Wednesday)": "2006-05-03T00:00",
    "2/5/1988 9:30": "1988-02-05T09:30",
    "2/5/1975 0:00": "1975-02-05",
    "2010-01-29 20:49": "2010-01-29T20:49",
    "2009-03-04T14:05Z": "2009-03-04T14:05Z",
    "1973-01-01T00:00:00": "1973-01-01",
    "01 JAN 1976": "1976-01-01",
    "28-May-2004 12:00:00 am": "2004-05-28",
    "28-May-2004 02:30:00 pm": "2004-05-28T14:30",
    "31/12/2019": "2019-12-31",
    "Jan 28, 1985 / 280000Z Jan 85": "1985-01-28",
    "2010 January 29, 25:49": "2010-01-29",
    "01 JAN 1960": "",
    "01-Jan-1960 12:00:00 am": "",
    "1960-01-01T00:00:00": "",
    "2010 February 30, 11:00": "",
    "n/a": "",
}


@pytest.mark.parametrize("text", STATED)
def test_reads_dates_with_the_precision_stated(text: str) -> None:
    assert dates.stated(text) == STATED[text]


@pytest.mark.parametrize(
    ("text", "year", "group"),
    [
        ("R 091528Z AUG 74", 0, ("091528Z AUG 74", "1974-08-09T15:28Z")),
        ("O P 190243Z MARCH 2009", 0, ("190243Z MAR 2009", "2009-03-19T02:43Z")),
        ("29 20 49Z JAN 10", 0, ("292049Z JAN 10", "2010-01-29T20:49Z")),
        ("041405ZMAR09", 0, ("041405Z MAR 09", "2009-03-04T14:05Z")),
        ("141200Z MAY 63", 1963, ("141200Z MAY 63", "1963-05-14T12:00Z")),
        ("041405Z MAR", 1976, ("041405Z MAR", "1976-03-04T14:05Z")),
        ("041405Z MAR", 0, ("", "")),
        ("041405Z MARGIN", 1976, ("", "")),
        ("320000Z MAY 09, 041405Z MAR 09", 0, ("041405Z MAR 09", "2009-03-04T14:05Z")),
    ],
)
def test_reads_date_time_groups(text: str, year: int, group: tuple[str, str]) -> None:
    assert dates.group(text, year) == group


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/29/20", "2020-01-29"),
        ("11/ 30/2016", "2016-11-30"),
        ("18JAN2019", "2019-01-18"),
        ("l/18/2019", "2019-01-18"),
        ("12.31.2034", "2034-12-31"),
        ("13/25/2019", ""),
        ("03/14/20017", ""),
        ("1.4(b) and 1.5", ""),
        ("May 2009", ""),
    ],
)
def test_finds_days_and_guesses_none(text: str, day: str) -> None:
    assert dates.written(text) == day
