"""Where secret values come from while one deploys: the environment first, then the project's .env.

Values pass from here to the cloud's secret store and nowhere else. `repr` and errors show names only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from .errors import DeployError

_LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*?)\s*$")


class SecretValues:
    """Looks values up by the name of a variable."""

    def __init__(self, project: Path, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._file = read_env(project / ".env")

    def value(self, variable: str) -> str | None:
        """The value, or None when neither place has one."""
        return self._environment.get(variable) or self._file.get(variable) or None

    def values(self, variables: Iterable[str]) -> list[str]:
        """The values that some of these variables have."""
        return [value for variable in variables if (value := self.value(variable))]

    def names(self) -> frozenset[str]:
        """Every variable that has a value."""
        return frozenset(name for name in {*self._environment, *self._file} if self.value(name))

    def __repr__(self) -> str:
        return f"SecretValues({len(self._file)} from .env)"


def read_env(path: Path) -> dict[str, str]:
    """The variables of a .env file; none when there is no file. Raises DeployError when it is not text."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
        raise DeployError(str(path), f"it cannot be read: {reason}.", "Correct or remove the file.") from None
    found = (_LINE.match(line) for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {match["name"]: _unquoted(match["value"]) for match in found if match}


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        inside = value[1:-1]
        return inside.replace("\\n", "\n") if value[0] == '"' else inside
    return value.split(" #")[0].rstrip()
