"""One made-up record of each layout, with what such records carry beside their text."""

from __future__ import annotations

from tests.conftest import CABLE, ROOT, SEEDS

_CASES = ROOT / "tests" / "cases"

PLUSD_TEXT = (
    CABLE.format(
        id="07QUITO214",
        subject="BANANA TALKS",
        level="CONFIDENTIAL",
        opening="C O N F I D E N T I A L QUITO 000214\n\nSIPDIS\n\nSTATE FOR WHA/AND",
        text="REF: A. LIMA 87\nB. 06 QUITO 2890\n\n#### Summary\n\n1. (C) The sign on the gate costs \\$5 and\n"
        "QUITO 00000214 002 OF 003\nwill be painted\\_over.\n\n2. (C) No.\n\n   - first\n   - second",
    )
    + "\n---\n\n**THE RIVERBANK  \nARCHIVE**\n\n"
    + "This document is from the holdings of:\n\nThe Riverbank Archive, 1 Quay\n"
)

AAD_TEXT = """\

Message Text

CONFIDENTIAL

PAGE 01 QUITO 01234 082030Z

11
ACTION ARA-10

INFO OCT-01 ISO-00 /026 W
--------------------- 045678
R 081915Z MAR 76
FM AMEMBASSY QUITO
TO SECSTATE WASHDC 4696
INFO AMEMBASSY LIMA

C O N F I D E N T I A L QUITO 1234

E.O. 11652: GDS
TAGS: PFOR, EC
SUBJ: TALKS ON BANANA ROUND
REF: LIMA 0987

1. THE TALKS WENT ON UNTIL THE LAMPS
CONFIDENTIAL

CONFIDENTIAL

PAGE 02 QUITO 01234 082030Z

WERE LIT.
2. NO DATE WAS SET.
DOE

CONFIDENTIAL

NNN

Message Attributes
Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Channel Indicators: n/a
Current Classification: UNCLASSIFIED
Concepts: TALKS, FRUIT,
LAMPS
 Jane Q. Doe Declassified/Released US Department of State EO Systematic Review 04 MAY 2006
 FOREIGN TRADE
Document Number: 1976QUITO01234
Draft Date: 08 MAR 1976
From: QUITO
Original Classification: CONFIDENTIAL
Subject: TALKS ON BANANA ROUND
TAGS: PFOR, EC
To: STATE
"""

FRUS_TEI = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus1969-76v99">
<teiHeader><p>A volume that nobody printed.</p></teiHeader>
<text><body>
<div type="document" subtype="editorial-note" xml:id="d1" n="1"><head>1. Editorial Note</head>
<p>The talks of Quito &amp; Lima are not printed.</p></div>
<div type="document" subtype="historical-document" xml:id="d2" n="2"
  frus:doc-dateTime-min="1976-03-08T19:15:00Z" frus:doc-dateTime-max="1976-03-08T19:15:00Z">
<head>2. Telegram From the Embassy in Ecuador to the Department of State<note n="1" type="source"
  xml:id="d2fn1">Source: National Archives, RG 59. Confidential; Priority.</note></head>
<opener><dateline><placeName>Quito</placeName>, <date when="1976-03-08T19:15:00Z">March 8, 1976, 1915Z</date>.
  </dateline></opener>
<p>1234. Subj: Talks on Banana Round. Ref: Lima 987.</p>
<p>1. The talks<note n="2" xml:id="d2fn2">Not found.</note> went on &amp; on, until the <hi rend="italic">lamps</hi>
  were lit.</p>
<pb n="17"/>
<p>2. <hi rend="italic">[2 lines not declassified]</hi></p>
<closer><signed><persName>Doe</persName></signed></closer>
</div>
</body></text></TEI>
"""

TELEGRAM_TEXT = """\
VZCZCXYZ0001
RR RUEHC
DE RUEHQT #0214/01 0731620
ZNY CCCCC ZZH
R 141620Z MAR 07
FM AMEMBASSY QUITO
TO RUEHC/SECSTATE WASHDC 1164
INFO RUEHPE/AMEMBASSY LIMA

C O N F I D E N T I A L QUITO 000214

SIPDIS

E.O. 12958: DECL: 03/14/2017
TAGS: PREL, EC
SUBJECT: BANANA TALKS
REF: LIMA 87

Classified By: DCM J. Doe, reasons 1.4 (b) and (d)

\u00b61. (C) SUMMARY. The lamps &amp; the gate. END SUMMARY.

\u00b62. (C) The sign
QUITO 00000214 002 OF 002

stood. MINIMIZE CONSIDERED. DOE
#0214
NNNN
"""

RECORDS = {
    "plusd-text": PLUSD_TEXT,
    "plusd-html": (_CASES / "plusd-page.html").read_text(encoding="utf-8"),
    "cablegate-csv": (_CASES / "cablegate-row.csv").read_text(encoding="utf-8"),
    "cablegate-html": (_CASES / "cablegate-raw-row.html").read_text(encoding="utf-8"),
    "aad-text": AAD_TEXT,
    "frus-tei": FRUS_TEI,
    "telegram-text": TELEGRAM_TEXT,
}
"""Layout -> a record of it."""

FILES = sorted([*SEEDS.glob("*.md"), *(path for path in _CASES.rglob("*.*") if path.suffix != ".json")])
"""All made-up cables that stand in files."""
