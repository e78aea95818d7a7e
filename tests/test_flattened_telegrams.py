"""Telegrams whose text an archive made one line of, or whose hands wrote numbers and marks in forms of their own."""

from __future__ import annotations

import textwrap

import pytest

from tests.test_damaged_telegrams import old
from tests.test_whole_telegrams import numbers, telegram, titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. THE LAMP BURNS. 2. THE GATE (SEE ABOVE) IS SHUT. 3. WE WAIT. DOE", "1 2 3"),
        ("1. THE LAMP BURNS. 2. THE GATE IS SHUT. DOE", "1 2"),
        ("SUMMARY: ALL IS WELL. END SUMMARY 1. THE LAMP BURNS. 2. THE GATE IS SHUT. 3. WE WAIT. DOE", "u 1 2 3"),
        ("1. (C - ENTIRE TEXT) 2. THE LAMP BURNS. 3. THE GATE IS SHUT. DOE", "1:C 2 3"),
        ("1. SECRET - ENTIRE TEXT 2. THE LAMP BURNS. 3. THE GATE IS SHUT. DOE", "1:SECRET 2 3"),
    ],
)
@pytest.mark.parametrize("columns", [1_000, 69, 50, 30])
def test_counts_a_text_whose_lines_were_joined(text: str, expected: str, columns: int) -> None:
    cable = old(textwrap.fill(text, columns) + "\n")
    assert (numbers(cable), cable.signature) == (expected, "DOE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. (C) HE NAMED THREE: 1. THE LAMP. 2. THE GATE. 3. THE ROAD. DOE", "1:C"),
        ("1. HE NAMED TWO: 1. THE LAMP. 2. THE GATE. DOE", "1"),
    ],
)
def test_counts_no_list_inside_a_line(text: str, expected: str) -> None:
    cable = old(f"{text}\n")
    assert (numbers(cable), cable.signature) == (expected, "DOE")


@pytest.mark.parametrize(
    "behind",
    [
        "NMAFVVZCZ *** Current Handling Restrictions *** n/a *** Current Classification *** UNCLASSIFIED",
        "*** Current Handling Restrictions *** EXDIS *** Current Classification *** SECRET",
        "NOTE BY OC/T: NOT PASSED LIMA.",
        "UNQUOTE",
        "NNNN",
    ],
)
def test_a_name_stands_before_what_an_archive_put_on_its_line(behind: str) -> None:
    cable = old(f"1. THE LAMP BURNS. 2. THE GATE IS SHUT. DOE {behind}\n")
    assert (numbers(cable), cable.signature, cable.paragraphs[-1].text) == ("1 2", "DOE", "THE GATE IS SHUT.")


@pytest.mark.parametrize("end", [" ROE UNQUOTE DOE", "\nROE\nUNQUOTE DOE", " SIGNED ROE UNQUOTE DOE"])
def test_a_signature_behind_a_quoted_one_takes_no_text_along(end: str) -> None:
    cable = old(f"1. THE LAMP BURNS.\n\n2. THE GATE IS SHUT.{end}\n")
    assert (numbers(cable), cable.signature) == ("1 2", "DOE")
    assert cable.paragraphs[-1].text.startswith("THE GATE IS SHUT.")


def test_a_name_of_two_words_stands_above_a_note() -> None:
    cable = old("1. THE LAMP BURNS.\n\n2. THE GATE IS SHUT.\nJANE DOE\nNOTE BY OC/T: NOT PASSED LIMA.\n")
    assert (numbers(cable), cable.signature) == ("1 2", "JANE DOE")


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("{}. [C] ", "C"),
        ("{}. [C/NF] ", "C/NF"),
        ("{}. <C> ", "C"),
        ("{}. C) ", "C"),
        ("#{}. (C) ", "C"),
        ("§{}. (C) ", "C"),
        ("\u00c2\u00b6{}. (C) ", "C"),
        ("({}) (C) ", "C"),
        ("[{}] (C) ", "C"),
        ("(C) {}. ", "C"),
        ("({}) ", ""),
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_reads_a_form_of_number_and_mark_that_is_kept_up(form: str, mark: str, gap: str) -> None:
    classifier = "Classified By: DCM Jane Doe, reasons 1.4 (b) and (d).\n\n"
    texts = ["The lamp burns.", "The gate is shut.", "He spoke of (c) and of [C].", "We wait."]
    cable = telegram(classifier + gap.join(form.format(n) + text for n, text in enumerate(texts, 1)) + "\nROE\n")
    assert numbers(cable) == " ".join(f"{n}:{mark}" if mark else f"{n}" for n in range(1, 5))
    assert (cable.classified_by, cable.paragraphs[1].text) == ("DCM Jane Doe", "The gate is shut.")


def test_numbers_in_brackets_behind_a_colon_are_a_list() -> None:
    cable = telegram("The minister has three things:\n(1) The lamp.\n(2) The gate.\n(3) The road.\n\nNo more.\nROE\n")
    assert numbers(cable) == "u u"


def test_a_first_paragraph_with_a_mark_alone_is_no_reason() -> None:
    cable = telegram(
        "Classified By: DCM Jane Doe, reasons 1.4 (b) and (d).\n\n(C) The lamp burns.\n\n2. (C) No.\nROE\n"
    )
    assert (numbers(cable), cable.reasons) == ("u:C 2:C", ("1.4(b)", "1.4(d)"))


def test_an_item_at_the_beginning_of_a_line_leaves_the_count_to_the_mark() -> None:
    cable = telegram(
        "1. (C) Yes.\n\n2. (C) 1. The tax. 2. The road.\n3. The vote.\n\n3. (C) No.\n\n4. (C) Who knows.\nROE\n"
    )
    assert numbers(cable) == "1:C 2:C 3:C 4:C"


def test_a_mark_wrapped_off_a_number_inside_a_line_stays_with_it() -> None:
    cable = telegram("1. (C) Yes.\n\n2. (C) The lamp burns. 3.\n(C) The gate is shut.\n\n4. (C) No.\nROE\n")
    assert numbers(cable) == "1:C 2:C 3:C 4:C"


def test_a_title_stands_between_rules_with_blanks() -> None:
    rule = "- - - -"
    cable = telegram(f"1. (C) Yes.\n\n{rule}\nThe Gate\n{rule}\n\n2. (C) No.\nROE\n")
    assert (titles(cable), numbers(cable)) == (["The Gate"], "1:C 2:C")


def test_a_sentence_above_the_upper_rule_of_a_title_is_text() -> None:
    cable = telegram("1. (C) It says:\nArticle 1 - the lamp burns.\n-----\nThe Gate\n-----\n2. (C) No.\nROE\n")
    assert (titles(cable), numbers(cable)) == (["The Gate"], "1:C 2:C")


SITE = "Visit our site: http://www.state.sgov.gov/p/wha/quito"


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (f"{SITE} DOE", "DOE"),
        (f"{SITE} / DOE", "DOE"),
        (f"***** {SITE} ***** DOE", "DOE"),
        ("End comment. DOE UNCLASSIFIED", "DOE"),
        ("End comment. DOE, CHARGE", "DOE, CHARGE"),
        ("End comment. DOE (ACTING)", "DOE"),
    ],
)
@pytest.mark.parametrize("columns", [1_000, 69, 50])
def test_a_name_stands_behind_a_last_line_that_was_filled(end: str, name: str, columns: int) -> None:
    cable = telegram("1. (C) Yes.\n\n2. (C) No.\n\n" + textwrap.fill(end, columns, break_on_hyphens=False) + "\n")
    assert (cable.signature, numbers(cable)[:7]) == (name, "1:C 2:C")
    assert SITE not in end or SITE in cable.paragraphs[-1].text


@pytest.mark.parametrize("end", ["See www.example.gov NOFORN", "Those are all: ***** END"])
def test_a_caption_or_an_end_behind_an_address_signs_nothing(end: str) -> None:
    cable = telegram(f"1. (C) Yes.\n\n2. (C) {end}\n")
    assert (cable.signature, cable.paragraphs[-1].text) == ("", end)


@pytest.mark.parametrize("columns", [1_000, 69, 60, 50, 40])
def test_a_title_was_filled_with_its_rules(columns: int) -> None:
    title, rule = "A Long List of Things That Are Asked For", "-" * 38
    texts = (f"{rule} {title} {rule}", f"{title} {rule}")
    text = "\n\n".join(
        f"{textwrap.fill(text, columns, break_on_hyphens=False)}\n\n{n}. (C) No." for n, text in enumerate(texts, 2)
    )
    cable = telegram(f"1. (C) Yes.\n\n{text}\nROE\n")
    assert (titles(cable), numbers(cable)) == ([title, title], "1:C 2:C 3:C")


def test_a_title_was_filled_with_a_rule_with_blanks() -> None:
    cable = telegram("1. (C) Yes.\n\nThe Gate - - - - -\n\n2. (C) No.\n\n- - - - The Lamp - - - -\n\n3. (C) No.\nROE\n")
    assert (titles(cable), numbers(cable)) == (["The Gate", "The Lamp"], "1:C 2:C 3:C")


@pytest.mark.parametrize("mark", ["S/REL USA, MCFI", "S//NF", "C - ENTIRE TEXT", "SBU/NOFORN"])
def test_a_number_without_a_stop_stands_before_a_long_mark(mark: str) -> None:
    cable = telegram(f"1 ({mark}) Yes.\n\n2 ({mark}) No.\nROE\n")
    assert numbers(cable) == " ".join(f"{n}:{mark.removesuffix(' - ENTIRE TEXT')}" for n in (1, 2))


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_numbers_without_a_stop_count_where_all_are_so(gap: str) -> None:
    lines = ["1 POST WILL TAKE THE LAMP JULY 4-7.", "2 COSTS TO POST: 800 AND\n400 DOLLARS.", "3 PLEASE SEND OIL."]
    cable = old(gap.join(lines) + "\nDOE\n")
    assert (numbers(cable), cable.paragraphs[0].text) == ("1 2 3", "POST WILL TAKE THE LAMP JULY 4-7.")


def test_counts_on_behind_sentences_as_far_as_it_goes() -> None:
    text = " ".join(f"{n}. THE LAMP OF DAY {n} BURNS." for n in range(1, 13))
    heads = text.replace(" 1. ", "\n1. ").replace(" 7. ", "\n\n7. ").replace(" 8. ", " ----- 8. ")
    assert numbers(old(f"{heads}\nDOE\n")) == " ".join(map(str, range(1, 13)))


def test_a_number_that_comes_again_behind_a_gap_was_of_a_list() -> None:
    items = "A. 1. THE LAMP. 2. THE GATE.\n3. THE ROAD."
    assert numbers(old(f"1. YES.\n\n2. WHO? {items}\n\n3. NO.\n\n4. WE WAIT.\nROE\n")) == "1 2 3 4"


@pytest.mark.parametrize("columns", [200, 72, 30])
def test_counts_the_last_paragraph_where_a_number_was_left_out_before(columns: int) -> None:
    texts = ("THE LAMP BURNED ALL THROUGH THE NIGHT.", "THE GATE IS SHUT AND WE WAIT.", "HE WILL COME ON MAY 5.")
    text = "\n".join(textwrap.fill(f"{n}. {one}", columns) for n, one in zip((1, 2, 4), texts, strict=True))
    assert numbers(old(f"{text}\nDOE\n")) == "1 2 4"


def test_the_end_of_a_sentence_beside_a_name_is_no_part_of_it() -> None:
    cable = old("1. YES.\n\n2. THE MINISTER WILL COME TO SEE\nTHE SEA. DOE\n")
    assert (cable.signature, cable.paragraphs[-1].text) == ("DOE", "THE MINISTER WILL COME TO SEE THE SEA.")


def test_counts_behind_a_page_line_that_cut_a_line() -> None:
    page = "CONFIDENTIAL\n\nPAGE 02        QUITO 01234  081915Z"
    cable = old(f"1. YES. 2. THE LAMP\nBURNS.\n\n{page} 3. NO. 4. WE WAIT.\nDOE\n")
    assert numbers(cable) == "1 2 3 4"


ITEMS = ("The lamp.", "The gate.", "The road.", "The harbor.", "The market.")


@pytest.mark.parametrize("form", ["{}. ", "{}.) ", "{}) ", "   {}. "])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("before", ["Yes:\n", "Yes:\n\n", "Yes.\n\nBegin text:\n\n", "Yes.\n\nYear 2006 4\n"])
def test_a_list_goes_on_past_the_count_where_paragraphs_carry_marks(form: str, gap: str, before: str) -> None:
    items = gap.join(form.format(n) + text for n, text in enumerate(ITEMS, 1))
    for first, last in (("1. (C) ", ""), ("1. (C) Yes.\n\n2. (C) ", "\n\nEnd text.\n\n3. (C) No.")):
        cable = telegram(f"{first}{before}{items}{last}\nROE\n")
        counted = [(one.n, one.mark) for one in cable.paragraphs if one.n]
        assert counted == [(n, "C") for n in range(1, first.count("(C)") + last.count("(C)") + 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. HE NAMED:\n1) THE LAMP\n2) THE GATE,\n2. NO.\n3. WHO KNOWS.", "1 2 3"),
        ("1. HE NAMED:\n1.) THE LAMP\n\n2.) THE GATE\n\n3.) THE ROAD\n2. NO.\n3. WHO KNOWS.", "1 2 3"),
        ("1) HE NAMED:\n1. THE LAMP;\n2. THE GATE;\n\n2) NO.\n\n3) WHO KNOWS.", "1 2 3"),
        ("1. HE NAMED\n-- THE LAMP,\n-- THE GATE,\n2. NO.\n3. WHO KNOWS.", "1 2 3"),
        ("SUMMARY: ALL IS WELL. END SUMMARY.\n\n1) YES.\n\n2) NO.\n\n3) WHO KNOWS.", "u 1 2 3"),
        ("1. YES.\n2. IT WENT TO NO.\n3. THE REST STAYED.", "1 2"),
        ("1. YES.\n2. HE SAID NO.\n3. AND SO ON.\n4. NOBODY.", "1 2 3 4"),
    ],
)
def test_the_sign_of_a_list_tells_it_from_the_count(text: str, expected: str) -> None:
    assert numbers(old(f"{text}\nDOE\n")) == expected


@pytest.mark.parametrize("form", ["{}. ", "{}.) ", "{}). "])
def test_an_item_begins_with_a_small_letter_and_a_paragraph_with_a_capital(form: str) -> None:
    items = "\n\n".join(form.format(n) + text for n, text in enumerate(("the lamp;", "the gate;", "the road;"), 1))
    assert numbers(telegram(f"1. Yes.\n\n2. He named\nthree things:\n\n{items}\n\nROE\n")) == "1 2"


def test_an_item_with_two_signs_is_a_line_of_its_own() -> None:
    cable = old("1. HE ASKED: \n1). THE LAMP.\n2). THE GATE.\n\n2. NO.\nDOE\n")
    assert [one.text for one in cable.paragraphs] == ["HE ASKED:\n1). THE LAMP.\n2). THE GATE.", "NO."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Yes:\n\n1. The lamp.\n\n2. The gate.\n\n3. The road.\n\n2. (C) No.\n\n3. (C) Who knows.", "1 2:C 3:C"),
        ("1. (C) Text:\n\n1. The lamp.\n\nEnd text.\n\n2. Minimize considered.", "1:C u 2"),
    ],
)
def test_a_paragraph_that_lost_its_mark_is_told_from_a_list(text: str, expected: str) -> None:
    assert numbers(telegram(f"{text}\n\nROE\n")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. (C) He asked\nfor 2.\n\n(U) No.\n\n2. (C) Yes.", "1:C u:U 2:C"),
        ("1. (C) He asked for\n27.\n\n(U) No.\n\n2. (C) Yes.", "1:C u:U 2:C"),
        ("1. (C) One.\n\n2. (C) He asked for\n2.\n\n(U) No.\n\n3. (C) Yes.", "1:C 2:C u:U 3:C"),
        ("1. (C) See para 2. (U) It is there.\n\n2. (C) Yes.", "1:C 2:C"),
        ("1. (C) See para 2. (C) No. 3. (C) Yes.", "1:C 2:C 3:C"),
    ],
)
def test_a_number_before_a_mark_counts_where_it_comes_nowhere_else(text: str, expected: str) -> None:
    assert numbers(telegram(f"{text}\n\nROE\n")) == expected


FILLED = (
    "1. (C) He named three: 1. The lamp. 2. The gate, 3. The road. End list. 2. (C) The harbor is shut until 12. "
    "3. (U) WHO PAYS? 4. (C) See paras 2 and 5. 5. (C) Nobody knows. 6. (C) No."
)


@pytest.mark.parametrize("columns", range(30, 90))
def test_counts_paragraphs_with_marks_in_a_text_that_was_filled(columns: int) -> None:
    cable = telegram(f"{textwrap.fill(FILLED, columns)}\nROE\n")
    assert (numbers(cable), cable.signature) == ("1:C 2:C 3:U 4:C 5:C 6:C", "ROE")
