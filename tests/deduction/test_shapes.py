"""What may be reached through a value is found without looking at anything twice."""

from __future__ import annotations

from typing import Any

from archloom.resources.deduction.shapes import matters
from archloom.resources.deduction.values import Const, Lib, LibObject, Mapped, Union, Value

CLIENT = LibObject(1, 0, None, "boto3.client", "boto3.client")


class Watched(dict[Any, Value]):
    looked = 0

    def values(self) -> Any:
        Watched.looked += 1
        return super().values()


def nested(levels: int, inside: Value) -> tuple[Value, int]:
    """Dicts whose items are one of several dicts each, all shared, and their number."""
    count, number = 8, 1
    value = inside
    for _ in range(levels):
        made: list[Value] = []
        for _ in range(count):
            number += 1
            made.append(Mapped(number, 1, None, Watched(dict.fromkeys(range(count), value))))
        value = Union(tuple(made))
    return value, number - 1


def test_containers_of_alternatives_of_containers_are_looked_into_once() -> None:
    value, containers = nested(3, Const("a text"))
    Watched.looked = 0

    assert not matters(value)
    assert Watched.looked == containers


def test_what_leads_somewhere_is_found_behind_three_containers_but_no_further() -> None:
    assert matters(nested(3, CLIENT)[0])
    assert not matters(nested(4, CLIENT)[0])


def test_an_empty_container_of_a_module_may_be_filled_by_others() -> None:
    assert matters(Mapped(2, 0, None, {}))
    assert not matters(Mapped(2, 1, None, {}))
    assert not matters(Mapped(2, 0, None, {"client": Lib("boto3.client")}))
