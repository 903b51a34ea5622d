"""Calls behind loops, conditions, matches, exceptions and context managers, held against a run by Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from .profiled import missed

SNIPPETS: dict[str, str] = {
    "a counter that grows in a while loop": """
        n = 0
        while maybe and n < 9:
            n += 1
            if n > 5: a()
        """,
    "a counter in a for loop over something unknown": """
        n = 0
        for _ in os.environ:
            n += 1
            if n == 4: a()
        """,
    "a range of many": """
        for i in range(40):
            if i == 37: a()
        """,
    "the last of an enumeration": """
        names = ["x"] * 30
        for i, name in enumerate(names):
            if i == len(names) - 1: a()
        """,
    "a flag set late in a loop": """
        found = False
        for i in range(50):
            if found: a()
            if i == 20: found = True
        """,
    "a state machine": """
        state = "one"
        while state != "end" and maybe:
            if state == "one": state = "two"
            elif state == "two": state = "three"
            elif state == "three": state = "four"
            elif state == "four": state = "five"
            elif state == "five":
                a()
                state = "end"
        """,
    "a function that moves along a chain": """
        def first(): return second
        def second(): return third
        def third(): return fourth
        def fourth(): return None
        step = first
        while step: step = step()
        """,
    "else of a loop without break": """
        for i in range(3):
            if i > 5: break
        else: a()
        """,
    "a list that is worked off": """
        todo = [a]
        while todo:
            one = todo.pop()
            one()
            if one is a: todo.append(b)
            if one is b: todo.append(c)
        """,
    "a retry that gives up": """
        attempts = 0
        while True:
            attempts += 1
            if attempts < 4: continue
            a()
            break
        """,
    "a nested loop that breaks": """
        for i in range(3):
            for j in range(3):
                if j == 1: break
            else: b()
            a()
        """,
    "a list filled in a branch": """
        items = []
        if not maybe: items.append(1)
        if items: b()
        else: a()
        """,
    "a dict filled in a branch": """
        items = {}
        if not maybe: items["x"] = 1
        if "x" in items: b()
        else: a()
        """,
    "membership after an append in a branch": """
        items = ["y"]
        if not maybe: items.append("x")
        if "x" in items: b()
        else: a()
        """,
    "an attribute set in a branch": """
        class K: mode = 0
        k = K()
        if not maybe: k.mode = 1
        if k.mode == 1: b()
        else: a()
        """,
    "a global set by a function": """
        ready = False
        def prepare():
            global ready
            ready = True
        def use():
            if ready: a()
            else: b()
        use()
        prepare()
        use()
        """,
    "a name deleted": """
        x = 1
        try:
            del x
            x
        except NameError: a()
        """,
    "an element removed": """
        items = [a]
        items.clear()
        if not items: b()
        """,
    "popped away": """
        d = {"k": 1}
        d.pop("k")
        if "k" not in d: a()
        """,
    "a list element replaced": """
        fs = [a, b]
        fs[0] = c
        fs[0]()
        """,
    "del of an element shifts": """
        fs = [a, b]
        del fs[0]
        fs[0]()
        """,
    "a dict key deleted": """
        d = {"x": 1}
        del d["x"]
        if d: a()
        else: b()
        """,
    "swapped": """
        x, y = a, b
        x, y = y, x
        x()
        """,
    "a chained comparison": """
        n = 5
        if 1 < n < 3: b()
        else: a()
        """,
    "short circuit": """
        maybe and a()
        not maybe or b()
        (None or c)()
        """,
    "a conditional expression": """
        (a if maybe else b)()
        """,
    "walrus": """
        if (f := a) and maybe: f()
        """,
    "match on a value": """
        match os.getpid() > 0:
            case True: a()
            case _: b()
        """,
    "match on a class": """
        class P:
            __match_args__ = ("f",)
            def __init__(self, f): self.f = f
        match P(a):
            case P(f): f()
        """,
    "match on a sequence": """
        match [a, b, c]:
            case [first, *rest]:
                first()
                rest[1]()
        """,
    "match on a mapping": """
        match {"do": a, "x": b}:
            case {"do": f, **rest}:
                f()
                rest["x"]()
        """,
    "a handler": """
        def fails(): raise ValueError
        try: fails()
        except ValueError: a()
        """,
    "raise of a class makes one": """
        class E(Exception):
            def __init__(self): a()
        try: raise E
        except E: b()
        """,
    "what an exception carries": """
        class E(Exception):
            def __init__(self, f): self.f = f
        try: raise E(a)
        except E as error: error.f()
        """,
    "finally runs after a return": """
        def f():
            try: return b()
            finally: a()
        f()
        """,
    "else of a try": """
        try: b()
        except ValueError: c()
        else: a()
        """,
    "raised after an assignment": """
        f = a
        def fails(): raise KeyError
        try:
            fails()
            f = b
        except KeyError: f()
        """,
    "raised again": """
        def f():
            try: raise ValueError
            except ValueError:
                a()
                raise
        try: f()
        except ValueError: b()
        """,
    "a context manager that swallows": """
        class Quiet:
            def __enter__(self): return a
            def __exit__(self, *e):
                b()
                return True
        with Quiet() as f:
            f()
            raise ValueError
        c()
        """,
    "contextlib.suppress": """
        import contextlib
        with contextlib.suppress(ValueError):
            raise ValueError
        a()
        """,
    "an exception group": """
        try: raise ExceptionGroup("x", [ValueError(1)])
        except* ValueError: a()
        """,
    "an exit stack": """
        import contextlib
        with contextlib.ExitStack() as stack:
            stack.callback(a)
            stack.push(lambda *e: b())
        """,
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_every_call_that_python_makes_is_found(name: str, tmp_path: Path) -> None:
    assert missed(tmp_path, SNIPPETS[name]) == set()
