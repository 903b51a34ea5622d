"""Compiles `tables/*.toml` and `aws/rules.toml` into `tables.json`.

python -m archloom.resources.catalog.compile           # writes it
python -m archloom.resources.catalog.compile --check   # says whether it is up to date
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .compiled import BY_PACKAGE, COMMON, FILE, part_of
from .rows import RowError, Tables, expand, family, ungrouped

HERE = Path(__file__).parent
TABLES, AWS = HERE / "tables", HERE / "aws"


def main(arguments: list[str]) -> int:
    try:
        text = compiled()
    except (RowError, tomllib.TOMLDecodeError) as error:
        print(error)
        return 1
    if "--check" not in arguments:
        FILE.write_text(text, encoding="utf-8")
    elif FILE.read_text(encoding="utf-8") != text:
        print("tables.json is not what the tables say; run this without --check.")
        return 1
    return 0


def compiled() -> str:
    """The text of tables.json: one row a line, so that a change of a row is a change of a line."""
    tables = Tables()
    templates: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    parsed = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TABLES.glob("*.toml"))}
    for data in parsed.values():
        templates |= data.get("template", {})
    for name, data in parsed.items():
        expand((*data.get("construct", ()), *ungrouped(data.get("group", ()))), name, templates, tables)
        tables.homes.update(data.get("homes", {}))
        rest |= {key: data[key] for key in ("choices",) if key in data}
    _add_classes(tables, [*parsed["frameworks.toml"].get("classes", ())])
    aws = tomllib.loads((AWS / "rules.toml").read_text(encoding="utf-8"))
    common = {"classes": tables.classes, "templates": templates, "aws": aws, **rest}
    return _text({COMMON: common} | _parts(tables))


def _parts(tables: Tables) -> dict[str, dict[str, Any]]:
    """Package -> section -> rows."""
    found: dict[str, dict[str, Any]] = {}
    for name in BY_PACKAGE:
        for key, row in getattr(tables, name).items():
            found.setdefault(part_of(key), {}).setdefault(name, {})[key] = row
    return dict(sorted(found.items()))


def _text(parts: Mapping[str, Mapping[str, Any]]) -> str:
    """The parts one after another, behind a line that says where each of them begins."""
    texts = {name: _part(name, sections) for name, sections in parts.items()}
    places: dict[str, tuple[int, int]] = {}
    begin = 0
    for name, text in texts.items():
        places[name] = (begin, len(text.encode()))
        begin += len(text.encode()) + len(",\n")
    packages = {part for part in parts if part} | {family.partition(".")[0] for family in parts[COMMON]["classes"]}
    head = {"version": _digest(), "packages": sorted(packages), "parts": places}
    return json.dumps(head)[:-1] + ",\n" + ",\n".join(texts.values()) + "\n}\n"


def _part(name: str, sections: Mapping[str, Any]) -> str:
    inside = ",\n".join(_section(key, rows) for key, rows in sections.items())
    return f"{json.dumps(name)}: {{\n{inside}\n}}"


def _add_classes(tables: Tables, paths: list[str]) -> None:
    """Classes that the deduction has rules for instead of rows: only where they may be imported from."""
    for path in paths:
        tables.classes.setdefault(family(path), {})[path.rpartition(".")[2]] = path


def _section(key: str, table: Mapping[str, Any]) -> str:
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table))
    return f" {json.dumps(key)}: {{\n{rows}\n }}"


def _digest() -> str:
    """Of everything that an answer may come from."""
    digest = hashlib.sha256()
    for path in (*sorted(TABLES.glob("*.toml")), AWS / "rules.toml", AWS / "operations.txt", AWS / "objects.json"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
