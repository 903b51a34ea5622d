"""Records out of rows that `rows.py` has spelt out and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from .records import Call, Name, Secret, Type, Use

Row = Mapping[str, Any]


def build_call(row: Row) -> Call:
    made = _fields(row)
    if "name" in row:
        made["name"] = _name(row["name"])
    if "secrets" in row:
        made["secrets"] = tuple(Secret(**_fields(item)) for item in row["secrets"])
    if "uses" in row:
        made["uses"] = tuple(_use(item) for item in row["uses"])
    return Call(**made)


def build_type(row: Row) -> Type:
    made = _fields(row)
    if "run" in row:
        made["run"] = tuple(_use(item) for item in row["run"])
    if "methods" in row:
        made["methods"] = {name: build_call(item) for name, item in row["methods"].items()}
    return Type(**made)


def _use(row: Row) -> Use:
    made = _fields(row)
    if "name" in row:
        made["name"] = _name(row["name"])
    return Use(**made)


def _name(row: Row) -> Name:
    return Name(**_fields(row))


def _fields(row: Row) -> dict[str, Any]:
    """Lists become tuples, for the records are frozen."""
    return {key: _frozen(value) for key, value in row.items()}


def _frozen(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value
