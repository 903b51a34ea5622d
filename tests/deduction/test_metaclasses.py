"""Calls by way of metaclasses and what stands on a class itself, held against a run by Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from .profiled import missed

SNIPPETS: dict[str, str] = {
    "a metaclass that sees classes made": """
        seen = []
        class Meta(type):
            def __new__(mcs, name, bases, body):
                made = super().__new__(mcs, name, bases, body)
                seen.append(made)
                return made
        class K(metaclass=Meta):
            def go(self): a()
        seen[0]().go()
        """,
    "a property of a metaclass": """
        class Meta(type):
            @property
            def made(cls):
                a()
                return cls()
        class Base(metaclass=Meta): pass
        class K(Base):
            def go(self): b()
        K.made.go()
        """,
    "a metaclass that fills the body": """
        class Meta(type):
            def __new__(mcs, name, bases, body, go):
                return super().__new__(mcs, name, bases, {**body, "go": go})
            def __init__(cls, name, bases, body, go): b()
        class K(metaclass=Meta, go=lambda self: a()): pass
        K().go()
        """,
    "__class_getitem__": """
        class K:
            def __class_getitem__(cls, key):
                a()
                return cls
            def go(self): b()
        K["x"]().go()
        """,
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_call_that_python_makes_is_found(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, SNIPPETS[name]) == set()
