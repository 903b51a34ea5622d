"""Each construct is where its row says, with the arguments that it names, in the libraries that are installed.

The libraries of the dependency group `catalog` are enough for a first look; whatever else is installed is checked too.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from archloom.resources.catalog.compiled import sections

pytestmark = [pytest.mark.catalog, pytest.mark.filterwarnings("ignore")]
CALLS: dict[str, dict[str, Any]] = dict(sections()["calls"])
# Names of common types, not import paths.
OURS = ("langchain.", "langgraph.", "boto3.response", "sql.", "gcs.Bucket", "firestore.Client")
NAMED = {path.partition(".")[0] for path in CALLS if not path.startswith(OURS)}
PACKAGES = sorted(name for name in NAMED if importlib.util.find_spec(name))


def found(path: str) -> Any:
    """The object at a dotted path. ImportError or AttributeError if there is none."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            thing = getattr(thing, name)
        return thing
    raise ImportError(path)


def arguments(thing: Any) -> tuple[list[str], set[str], bool]:
    """Positional arguments in order, all names, and whether any other name is welcome."""
    fields: dict[str, Any] = getattr(thing, "model_fields", {}) if isinstance(thing, type) else {}
    signature = inspect.signature(thing)
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    positional = [
        name
        for name, parameter in signature.parameters.items()
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    names = set(signature.parameters) | set(fields) | {field.alias for field in fields.values() if field.alias}
    open_ended = inspect.Parameter.VAR_KEYWORD in kinds and not fields
    return positional, names, open_ended


def rows_of(package: str) -> Iterator[tuple[str, dict[str, Any]]]:
    prefix = package + "."
    yield from ((path, row) for path, row in CALLS.items() if path.startswith(prefix) and not path.startswith(OURS))


def test_at_least_boto3_is_installed() -> None:
    assert "boto3" in PACKAGES


@pytest.mark.parametrize("package", PACKAGES)
def test_positional_arguments_are_in_the_order_of_the_row(package: str) -> None:
    wrong: list[tuple[str, list[str], list[str]]] = []
    for path, row in rows_of(package):
        try:
            positional, _, _ = arguments(found(path))
        except Exception:  # another version of the library, written in C, or an optional part is missing
            continue
        named = row.get("parameters", [])
        if positional and named[: len(positional)] != positional[: len(named)]:
            wrong.append((path, named, positional))
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_arguments_that_a_row_names_are_taken(package: str) -> None:
    wrong: list[tuple[str, set[str]]] = []
    for path, row in rows_of(package):
        try:
            _, names, open_ended = arguments(found(path))
        except Exception:
            continue
        named = {argument.partition(".")[0].rstrip("[]{}") for argument in row.get("name", {}).get("arguments", ())}
        named |= {argument for argument in row.get("properties", {}).values() if not argument.startswith("=")}
        if "made_by" not in row and named and not open_ended and not named & names and not class_methods(path):
            wrong.append((path, named))
    assert not wrong


def class_methods(path: str) -> bool:
    """Its class methods may take what the constructor does not."""
    return any(row.get("made_by") == path for row in CALLS.values())
