"""Calling handlers of the user's code, and what may be told about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from archloom.resources.runtime import calling, secrets


async def later(event: Any) -> str:
    return f"later {event}"


class Shop:
    def __call__(self, event: Any) -> str:
        return f"shop {event}"


@pytest.mark.parametrize(
    ("handler", "needed"),
    [
        pytest.param(lambda: 1, 0, id="nothing"),
        pytest.param(lambda event, context: 1, 2, id="both"),
        pytest.param(lambda event, context=None: 1, 1, id="a default"),
        pytest.param(lambda *events: 1, 0, id="any number"),
        pytest.param(lambda event, *, key: 1, 1, id="a keyword"),
        pytest.param(partial(lambda key, event: 1, "k"), 1, id="a partial"),
        pytest.param(Shop(), 1, id="an object"),
        pytest.param(min, 0, id="a builtin that does not tell"),
    ],
)
def test_what_a_handler_cannot_do_without_is_counted(handler: Callable[..., Any], needed: int) -> None:
    assert calling.needs(handler) == needed


@pytest.mark.parametrize(
    ("handler", "answer"),
    [
        (lambda: "nothing", "nothing"),
        (lambda event: event, "e"),
        (lambda event, context: event + context, "ec"),
        (lambda *given: "".join(given), "ec"),
        (later, "later e"),
        (Shop(), "shop e"),
    ],
)
def test_a_handler_gets_as_much_as_it_takes(handler: Callable[..., Any], answer: str) -> None:
    assert calling.call(handler, "e", "c") == answer


@pytest.mark.parametrize(
    ("value", "told"),
    [
        pytest.param("pass", "the key is •••", id="four letters"),
        pytest.param("is", "the key is pass", id="a value so short that it hides half of every text"),
    ],
)
def test_a_value_of_a_secret_is_not_told(monkeypatch: pytest.MonkeyPatch, value: str, told: str) -> None:
    monkeypatch.setattr(secrets, "_filled", {value})

    assert secrets.conceal("the key is pass") == told


def test_the_longer_of_two_values_is_hidden_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_filled", {"secret", "secret-of-mine"})

    assert secrets.conceal("secret-of-mine, secret") == "•••, •••"
