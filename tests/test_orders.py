"""The classification block: orders, instructions, dates, who classified and why."""

from __future__ import annotations

import pytest

from kg.cable import Declassification
from kg.grammar import orders

INSTRUCTIONS = {
    "E.O. 12958: DECL: 03/14/2017": ("12958", "DECL: 03/14/2017", "2017-03-14"),
    "E.O. 12958: DCEL: 03/14/2017": ("12958", "DCEL: 03/14/2017", "2017-03-14"),
    "E.O. 12958: DECL: 10 YEARS, 03/14/2017": ("12958", "DECL: 10 YEARS, 03/14/2017", "2017-03-14"),
    "E.O. 12958: DECL: NO LATER THAN 03/14/2017": ("12958", "DECL: NO LATER THAN 03/14/2017", "2017-03-14"),
    "E.O. 12958: DECL: AFTER 03/14/2017": ("12958", "DECL: AFTER 03/14/2017", ""),
    "E.O. 12958 DECL: 2020/01/29": ("12958", "DECL: 2020/01/29", "2020-01-29"),
    "E.O. 12958: 06/30/2015": ("12958", "06/30/2015", "2015-06-30"),
    "E.O. 12958: DECL: 6/3/08": ("12958", "DECL: 6/3/08", "2008-06-03"),
    "E.O. 12958: DECL: 01-18-2019": ("12958", "DECL: 01-18-2019", "2019-01-18"),
    "E.O. 12958: DECL: 20190118": ("12958", "DECL: 20190118", "2019-01-18"),
    "E.O. 12958: DECL: 1/18/2O19": ("12958", "DECL: 1/18/2O19", "2019-01-18"),
    "EO 13526: DECL: 18 JANUARY 2019": ("13526", "DECL: 18 JANUARY 2019", "2019-01-18"),
    "EO13526: DECL: JANUARY 18, 2019": ("13526", "DECL: JANUARY 18, 2019", "2019-01-18"),
    "E.O. 12958 (DECL: 1/18/2019)": ("12958", "DECL: 1/18/2019", "2019-01-18"),
    "E.O. 12958: DECL: 1/18/2019 OR UPON TREATY": ("12958", "DECL: 1/18/2019 OR UPON TREATY", "2019-01-18"),
    "E.O. 12958: DECL: X1, X5": ("12958", "DECL: X1, X5", ""),
    "E.O. 12958: DECL: 25X6": ("12958", "DECL: 25X6", ""),
    "E.O. 12958: DECL: 1.6X1": ("12958", "DECL: 1.6X1", ""),
    "E.O. 12356: DECL: OADR": ("12356", "DECL: OADR", ""),
    "E.O. 12958: DECL: MR": ("12958", "DECL: MR", ""),
    "E.O. 12958: DECL: UPON KOREAN UNIFICATION": ("12958", "DECL: UPON KOREAN UNIFICATION", ""),
    "E.O. 12958: DECL: TEN YEARS AFTER 1/1/2012": ("12958", "DECL: TEN YEARS AFTER 1/1/2012", ""),
    "E.O. 12958: DNG: CO 03/05/2012": ("12958", "DNG: CO 03/05/2012", ""),
    "E.O. 12958: DNG: CO 03/05/2012 DECL: 03/05/2020": ("12958", "DNG: CO 03/05/2012 DECL: 03/05/2020", "2020-03-05"),
    "E.O. 11652: GDS": ("11652", "GDS", ""),
    "E.O. 11652: XGDS-3 DECLAS 12-31-84": ("11652", "XGDS-3 DECLAS 12-31-84", "1984-12-31"),
    "E.O. 11652: ADS, DECLAS 12-31-74": ("11652", "ADS, DECLAS 12-31-74", "1974-12-31"),
    "E.O. 12065: GDS 11/15/85 (DOE, JOHN)": ("12065", "GDS 11/15/85 (DOE, JOHN)", "1985-11-15"),
    "E.O. 12065: GDS (DOE, JOHN) 11/15/85": ("12065", "GDS (DOE, JOHN) 11/15/85", "1985-11-15"),
    "E.O. 12065: RDS-1 11/29/99 (DOE, JOHN)": ("12065", "RDS-1 11/29/99 (DOE, JOHN)", "1999-11-29"),
    "12958 N/A": ("12958", "N/A", ""),
    "11652 GDS": ("11652", "GDS", ""),
    "N/A": ("", "N/A", ""),
    "GS": ("", "GS", ""),
    "AS 19821231": ("", "AS 19821231", "1982-12-31"),
    "GS DOE": ("", "GS DOE", ""),
}


@pytest.mark.parametrize("text", INSTRUCTIONS)
def test_reads_instructions_of_all_orders(text: str) -> None:
    number, raw, date = INSTRUCTIONS[text]
    assert orders.order(text) == (number, False)
    assert orders.declassification(text) == Declassification(raw, date)


@pytest.mark.parametrize("text", ["E.O. 12958", "E.O. 12958: DECL:", "12958", ""])
def test_gives_no_instruction_where_none_stands(text: str) -> None:
    assert orders.declassification(text) is None


@pytest.mark.parametrize(
    ("text", "year", "date"),
    [
        ("GDS 11/15/65", 1963, "1965-11-15"),
        ("E.O. 12065: RDS-3 5/1/09", 1979, "2009-05-01"),
        ("DECL: 1/2/34", 2009, "2034-01-02"),
        ("DECL: 1/2/04", 2005, "2004-01-02"),
    ],
)
def test_reads_years_of_two_digits_by_the_telegram_s_own(text: str, year: int, date: str) -> None:
    found = orders.declassification(text, year)
    assert found
    assert found.date == date


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        ("12598", "12958"),
        ("1295", "12958"),
        ("16652", "11652"),
        ("19528", "12958"),
        ("12 958", "12958"),
        ("l2958", "12958"),
    ],
)
def test_mends_order_numbers_that_can_mean_one_only(number: str, meant: str) -> None:
    assert orders.order(f"E.O. {number}: N/A") == (meant, True)


def test_keeps_an_order_number_that_cannot_be_mended() -> None:
    assert orders.order("E.O. 99999: N/A") == ("99999", False)
    assert orders.order("2020/01/29") == ("", False)


BOTH = ("1.4(b)", "1.4(d)")
CLASSIFIERS = {
    "Classified By: Ambassador Jane Q. Doe for reasons 1.4 (b) and (d).": ("Ambassador Jane Q. Doe", BOTH),
    "Classified By: Classified by DCM J. Doe, reason E.O. 12958, 1.4 (b/d)": ("DCM J. Doe", BOTH),
    "CLASSIFIED BY: AMBASSADOR X. REASONS: 1.4 (B) AND (D).": ("AMBASSADOR X", BOTH),
    "Classified by A/DCM Jane Doe for reasons 1.5 (b) and (d)": ("A/DCM Jane Doe", ("1.5(b)", "1.5(d)")),
    "Classified By: CDA Jane Doe per 1.4(b)": ("CDA Jane Doe", ("1.4(b)",)),
    "Classified By: Jane Doe, Reasons 1.4 B/D": ("Jane Doe", BOTH),
    "Classified By: Jane Doe (REASON: 1.4(B))": ("Jane Doe", ("1.4(b)",)),
    "Classified By: Jane Doe, Sections 1.4(b,d)": ("Jane Doe", BOTH),
    "Classified By: Jane Doe; E.O. 12958, 1.4 b and d": ("Jane Doe", BOTH),
    "Classified By: Pol/C Jane Doe-reasons 1.4(b+d)": ("Pol/C Jane Doe", BOTH),
    "Classified By: Jane Doe for rea sons 1. 4 (b) a nd (d )": ("Jane Doe", BOTH),
    "Classified By: Jane Doe f or reasons 1.4 b,d.": ("Jane Doe", BOTH),
    "Classified By: Jane Doe under Se ction 1.4 b/d": ("Jane Doe", BOTH),
    "Classified By: Jane Doe based on E.O.12958 reasons 1.4 (b) & (d": ("Jane Doe", BOTH),
    "Classified By: Jane Doe for Reas (b) and (d).": ("Jane Doe", ()),
    "Classified By: DCM Jane Doe (acting) for reasons 1.4(G)(E)": ("DCM Jane Doe (acting)", ("1.4(g)", "1.4(e)")),
    "(U) CLASSIFIED BY JANE DOE, JR.  REASON 1.5.D.": ("JANE DOE, JR.", ("1.5(d)",)),
    "Classified By: Jane Doe, Jr. for reasons 1.4 (b and (d).": ("Jane Doe, Jr.", BOTH),
    "Classified By: Charge d'Affaires, a.i., Jane Doe": ("Charge d'Affaires, a.i., Jane Doe", ()),
    "CLASSIFIED BY SECTION 1.5 (B).  NIACT PRECEDENCE BECAUSE OF": ("", ("1.5(b)",)),
    "CLASSIFIED BY JANE DOE - 1.5 B,D.  ACTION REQUEST": ("JANE DOE", ("1.5(b)", "1.5(d)")),
    "This message classified by Jane Doe due to 1,4 (C)": ("Jane Doe", ("1.4(c)",)),
}


@pytest.mark.parametrize("text", CLASSIFIERS)
def test_parts_who_classified_from_why(text: str) -> None:
    assert orders.classifier(text) == CLASSIFIERS[text]


def test_makes_words_whole_that_the_form_cut() -> None:
    whole = "Classified By: Acting Deputy Economic Counselor Johanna Quincy Doe-Example for reasons 1.4 (b)"
    cut = [whole[:71], whole[71:]]
    assert orders.classifier(orders.unwrapped(cut))[0].endswith("Johanna Quincy Doe-Example")


def test_keeps_words_apart_that_the_form_did_not_cut() -> None:
    at_the_edge = "Classified By: Acting Deputy Political Counselor Johanna Doe for reason"
    assert orders.unwrapped([at_the_edge, " 1.4 (b)"]).endswith("reason 1.4 (b)")
    assert orders.unwrapped(["Classified By: Jane Doe for", "reasons 1.4 (b)"]).endswith("for reasons 1.4 (b)")


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("for reas", "ons 1.4 (b)", "for reasons 1.4 (b)"),
        ("for", "reasons 1.4 (b)", "for reasons 1.4 (b)"),
        ("for reason", "1.4 (b)", "for reason 1.4 (b)"),
        ("Jane", "Doe for reasons 1.4 (b)", "Jane Doe for reasons 1.4 (b)"),
        ("the For", "eign Office, reason 1.4 (b)", "the Foreign Office, reason 1.4 (b)"),
        ("J. Mc", "Doe, reason 1.4 (b)", "J. McDoe, reason 1.4 (b)"),
    ],
)
def test_tells_a_word_cut_at_the_edge_from_one_that_ends_there(first: str, rest: str, whole: str) -> None:
    line = "Classified By: " + "Counselor for Economic and Political Affairs and much more "[: 71 - 15 - len(first)]
    assert len(line + first) == orders.CUT_AT
    assert orders.unwrapped([line + first, rest]).endswith(whole)
