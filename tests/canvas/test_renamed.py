"""A thing under another name is the same thing."""

from __future__ import annotations

from dataclasses import replace

from archloom.canvas.renamed import renamed
from archloom.resources.architecture import Resource, Span

from .builders import made, resource


def named(key: str, symbol: str | None, line: int = 1) -> Resource:
    return replace(resource(key), symbol=symbol, source=Span("app/main.py", line))


def test_the_same_symbol_under_another_name_is_the_same_thing() -> None:
    before = made([named("queue:jobs", "main.jobs", 3), named("queue:mails", "main.mails", 4)])
    after = made([named("queue:work", "main.jobs", 9), named("queue:mails", "main.mails", 4)])
    assert renamed(before, after) == {"queue:jobs": "queue:work"}


def test_without_a_symbol_the_line_that_makes_it_tells() -> None:
    before, after = made([named("model:small", None, 7)]), made([named("model:large", None, 7)])
    assert renamed(before, after) == {"model:small": "model:large"}


def test_another_kind_is_another_thing() -> None:
    assert renamed(made([named("queue:jobs", "main.jobs")]), made([named("topic:jobs", "main.jobs")])) == {}


def test_what_could_be_either_is_neither() -> None:
    before = made([named("model:a", None, 7)])
    after = made([named("model:b", None, 7), named("model:c", None, 7)])
    assert renamed(before, after) == {}


def test_what_is_still_there_was_not_renamed() -> None:
    before = made([named("queue:jobs", "main.jobs")])
    after = made([named("queue:jobs", "main.jobs"), named("queue:work", "main.jobs", 2)])
    assert renamed(before, after) == {}
