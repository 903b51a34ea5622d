"""YAML of project files, read by libyaml where it is there: ten times as fast as Python's own reader.

libyaml nests on the C stack and ends the process when a file is nested very deeply, so such files are left to the
other reader, which raises RecursionError.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from yaml import SafeLoader as Quick
else:
    Quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

BRACKETS = 2000
"""Opening brackets of a file that libyaml may read."""
_INDENTED = re.compile(rb"[ \-?]{1000}")


def load(text: bytes, slow: type[yaml.SafeLoader] = yaml.SafeLoader, quick: type[yaml.SafeLoader] = Quick) -> Any:
    """The data of the first document. Raises yaml.YAMLError, UnicodeDecodeError, RecursionError or ValueError.

    SLOW and QUICK are the loaders to choose from, both with the same constructors.
    """
    return yaml.load(text, Loader=slow if _is_deep(text) else quick)


def _is_deep(text: bytes) -> bool:
    return text.count(b"[") + text.count(b"{") > BRACKETS or _INDENTED.search(text) is not None
