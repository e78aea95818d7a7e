"""Telegrams read from released scans: a cover, release lines between the pages, letters that were misread."""

from __future__ import annotations

import kg
from kg.cable import Cable

COVER = (
    "UNCLASSIFIED\nSBU\nMRN:\nDate/DTG:\nFrom:\nAction:\nE.O.:\nTAGS:\nSubject:\n04 QUITO 1028\n"
    "Nov 12, 2004 / 120851Z NOV 04\nAMEMBASSY QUITO\nRUEHC/SECSTATE WASHDC ROUTINE\n12958\nAORC, PREL\nBANANAS\n"
)
HEADING = "FM AMEMBASSY QUITO\nTO RUEHC/SECSTATE WASHDC 5085\nUNCLAS QUITO 001028\nSENSITIVE\nE.O. 12958: N/A\n"
LABELS = "AGS: AORC, PREL\nUBJECT: BANANAS\n"
RELEASE = "Released in Full\nJane Roe, Acting-Director\nUS Department of State\n2/25/2026\nUNCLASSIFIED\nSBU\n"
TEXT = (
    f"1. (GBU) The talks went\n{RELEASE}Page 1 of 2\n\nUNCLASSIFIED\nSBU\non and others.\nNext, a Newsletter\n"
    "2. (SBU) Because nobody asked\n3. fSBU Crazy\n4. (SBU) End Comment.\nDOE\nBT\n#1028\nNNNN\n"
)
BEHIND = (
    "Io nature\nDOE\nInfo: RUEHVEN/USMISSION USOSCE ROUTINE; RUEHGV/USMISSION GENEVA ROUTINE;\n"
    f"XMT: ST PETERSBURG, AMCONSUL\nDissemination Rule:\nArchive Copy\n{RELEASE}Page 2of 2\n"
)


def scanned(text: str) -> Cable:
    (cable,) = kg.parse(text.encode())
    return cable


def test_a_scan_is_read_between_its_release_lines() -> None:
    cable = scanned(COVER + HEADING + LABELS + TEXT + BEHIND)
    assert [(one.n, one.level, one.text) for one in cable.paragraphs] == [
        (1, "SBU", "The talks went on and others. Next, a Newsletter"),
        (2, "SBU", "Because nobody asked"),
        (3, "", "fSBU Crazy"),
        (4, "SBU", "End Comment."),
    ]
    assert cable.signature == "DOE"


def test_the_cover_gives_the_date_time_group_that_the_telegram_has_lost() -> None:
    cable = scanned(COVER + HEADING + LABELS + TEXT)
    assert (cable.id, cable.dtg, cable.date) == ("04QUITO1028", "120851Z NOV 04", "2004-11-12T08:51Z")


def test_a_scan_without_a_signature_ends_with_its_text() -> None:
    cable = scanned(COVER + HEADING + LABELS + f"1. YES.\nUNCLASSIFIED\nDissemination Rule:\nArchive Copy\n{RELEASE}")
    assert [one.text for one in cable.paragraphs] == ["YES."]


def test_a_bullet_stands_for_a_stop() -> None:
    cable = scanned(COVER + HEADING + LABELS + "1• DIVERS HAVE FOUND IT.\n2• IT HAS BEEN SEEN.\nDOE\n")
    assert [(one.n, one.text) for one in cable.paragraphs] == [(1, "DIVERS HAVE FOUND IT."), (2, "IT HAS BEEN SEEN.")]
