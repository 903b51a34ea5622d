"""The call graph as it is told: names, entries, and what is known to be missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.resources.deduction.call_graph import call_graph

from .conftest import write
from .profiled import missed

LIMITS: dict[str, str] = {
    "what an exception carries in args": """
        try: raise ValueError(a)
        except ValueError as error: error.args[0]()
        """,
    "__getattribute__": """
        class K:
            def __getattribute__(self, name): return a
        K().whatever()
        """,
    "send": """
        def g():
            f = yield
            f()
            yield
        it = g()
        next(it)
        it.send(a)
        """,
    "an awaitable of our own": """
        import asyncio
        class K:
            def __await__(self):
                a()
                yield from ()
                return b
        async def main(): (await K())()
        asyncio.run(main())
        """,
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_are_known(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, LIMITS[name]) != set(), "this works now: move it to SNIPPETS"


def test_names_are_those_of_the_source(tmp_path: Path) -> None:
    graph = call_graph(write(tmp_path, {
        "shop/__init__.py": "", "shop/db.py": "def load(): return len([])\n",
        "app.py": """
            from shop.db import load
            class Service:
                def __init__(self): pass
                def run(self): return [f() for f in (lambda: 1, lambda: load())]
            def make():
                def inner(): return Service().run()
                return inner
            make()()
            """,
    }))  # fmt: skip

    assert graph == {
        "app": {"app.make", "app.make.inner"},
        "app.make": set(),
        "app.make.inner": {"app.Service.__init__", "app.Service.run"},
        "app.Service.__init__": set(),
        "app.Service.run": {"app.Service.run.<lambda1>", "app.Service.run.<lambda2>"},
        "app.Service.run.<lambda1>": set(),
        "app.Service.run.<lambda2>": {"shop.db.load"},
        "shop.db": set(), "shop.db.load": {"<builtin>.len"}, "shop": set(),
    }  # fmt: skip


def test_an_asked_entry_is_called(tmp_path: Path) -> None:
    project = write(tmp_path, "def f(): g()\ndef g(): pass\n")

    assert call_graph(project) == {"app": set()}
    assert call_graph(project, ["app.f"])["app.f"] == {"app.g"}
