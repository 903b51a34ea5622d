"""Requirements from the tables of Poetry and Pipenv.

    ^1.2.3  -> >=1.2.3,<2        ~1.2  -> >=1.2,<1.3        1.2.*  -> ==1.2.*        *  -> any
    { version = "^1", extras = ["x"], markers = "…", python = "…" }   { git = "…", rev = "…" }   { path = "…" }

https://python-poetry.org/docs/dependency-specification/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast


def requirements(table: Mapping[str, Any]) -> list[str]:
    """The requirements of a table; optional ones are left out. A bare version is exact in a table of Poetry."""
    return [
        line
        for name, wanted in table.items()
        if name.lower() != "python"
        for variant in _variants(wanted)
        if (line := _requirement(name, variant))
    ]


def _variants(wanted: Any) -> list[Any]:
    return cast("list[Any]", wanted) if isinstance(wanted, list) else [wanted]


def python(table: Mapping[str, Any]) -> str:
    """The versions of Python that the table allows."""
    wanted = table.get("python", "")
    return specifier(wanted if isinstance(wanted, str) else str(wanted.get("version", "")))


def specifier(text: str) -> str:
    """A constraint in the words of PEP 440. Of alternatives (`||`) the last, which is the newest, is taken."""
    parts = re.split(r"[,\s]+(?=[<>=!~^*\d])", text.split("||")[-1].strip())
    return ",".join(filter(None, (_part(part.strip()) for part in parts)))


def _requirement(name: str, wanted: Any) -> str:
    if isinstance(wanted, str):
        return name + specifier(wanted)
    table = cast("dict[str, Any]", wanted) if isinstance(wanted, dict) else {"optional": True}
    return "" if table.get("optional") else _from_table(name, table)


def _from_table(name: str, wanted: Mapping[str, Any]) -> str:
    extras = f"[{','.join(wanted['extras'])}]" if wanted.get("extras") else ""
    marker = f" ; {wanted['markers']}" if wanted.get("markers") else _python_marker(wanted.get("python"))
    if "git" in wanted:
        at = wanted.get("rev") or wanted.get("tag") or wanted.get("branch")
        return f"{name}{extras} @ git+{wanted['git']}{'@' + at if at else ''}{marker}"
    if "url" in wanted:
        return f"{name}{extras} @ {wanted['url']}{marker}"
    if "path" in wanted:
        return str(wanted["path"])
    return f"{name}{extras}{specifier(str(wanted.get('version', '*')))}{marker}"


def _python_marker(wanted: str | None) -> str:
    if not wanted:
        return ""
    parts = [re.fullmatch(r"(<=|>=|==|!=|<|>)(.+)", part) for part in specifier(wanted).split(",")]
    return " ; " + " and ".join(f"python_version {part[1]} '{part[2]}'" for part in parts if part)


def _part(part: str) -> str:
    if part in ("", "*"):
        return ""
    sign, version = part[:1], part[1:].strip()
    if sign == "^":
        return f">={version},<{_after(version, _first_not_zero(version))}"
    if sign == "~" and not part.startswith("~="):
        return f">={version},<{_after(version, min(1, version.count('.')))}"
    return part if sign in "<>=!~" else f"=={part}"


def _first_not_zero(version: str) -> int:
    numbers = _numbers(version)
    return next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)


def _after(version: str, index: int) -> str:
    """The first version in which the number at `index` is one higher."""
    numbers = _numbers(version)[: index + 1]
    return ".".join(str(number) for number in (*numbers[:-1], numbers[-1] + 1))


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", re.split(r"[a-zA-Z+-]", version)[0])] or [0]
