"""YAML of project files, read by libyaml where it is there: ten times as fast as Python's own reader.

libyaml nests on the C stack and would end the process on a file that is nested very deeply, and Python's reader takes
minutes for one; no template is, so such files are refused before.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from yaml import SafeLoader as Loader
else:
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 500
"""Brackets within brackets, or columns of indentation, of a file that is still read."""
_INDENTED = re.compile(rb"[ \-?]{%d}" % DEEPEST)
_BRACKET = re.compile(rb"[\[{\]}]")


def load(text: bytes, loader: type[yaml.SafeLoader] = Loader) -> Any:
    """The data of a file. Raises yaml.YAMLError, UnicodeDecodeError, ValueError; RecursionError if it is too deep."""
    if _is_deep(text):
        raise RecursionError("nested too deeply")
    return yaml.load(text, Loader=loader)


def _is_deep(text: bytes) -> bool:
    if _INDENTED.search(text) is not None:
        return True
    if text.count(b"[") + text.count(b"{") <= DEEPEST:
        return False
    steps = (1 if bracket in b"[{" else -1 for bracket in _BRACKET.findall(text))
    return max(accumulate(steps)) > DEEPEST
