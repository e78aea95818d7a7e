"""The statements of a Turtle file as they were written, by the subject that each is about.

A reader gets them with their comments, layout and order, which no writer of RDF could give back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_STATEMENT = re.compile(
    r"^(?P<subject>\w*:[\w-]+)\s"
    r'(?:"""(?:\\.|[^\\])*?"""'
    r"|'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.|[^'\\\n])*'"
    r"|<[^>\n]*>|#[^\n]*"
    r"|[^\"'<#])*?\s\.$",
    re.MULTILINE | re.DOTALL,
)
"""From the start of a line to a stop at the end of one; strings, IRIs and comments are passed over whole."""


def statements(turtle: str) -> Iterator[tuple[str, str]]:
    r"""Give the prefixed subject and the text of each statement of a file.

    >>> list(statements('ex:a ex:says "all. done" .\n\nex:b ex:is ex:a .\n'))
    [('ex:a', 'ex:a ex:says "all. done" .'), ('ex:b', 'ex:b ex:is ex:a .')]
    """
    for match in _STATEMENT.finditer(turtle):
        yield match["subject"], match[0]
