"""Threads, pools, event loops, queues and context variables: what runs later runs here when it is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..facts import ASYNC
from ..values import Arguments, Bound, Const, Function, LibObject, Partial, Place, Unknown, Value, join
from . import builtin, calls, containers, holding, naming
from .collecting import gather, starmap
from .handlers import Handler, first, itself, nothing
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def call_method(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> Value | None:
    """Methods that call what they are given, or give it back; None for any other method."""
    if name not in _WORDS:
        return None
    if owner.path.startswith(("concurrent.futures.", "multiprocessing.pool", "multiprocessing.Pool")) and name in _POOL:
        return _POOL[name](m, f, a, place)
    if owner.path == "threading.Thread" and name in ("start", "run"):
        return _start(m, f, owner, place)
    if name in _LOOP:
        return _LOOP[name](m, f, a, place)
    if owner.path.startswith("contextvars.Context") and name == "run":
        return spread(0)(m, f, a, place)
    if owner.path == "contextvars.ContextVar":
        return _context_variable(m, f, owner, name, a, place)
    if owner.path.startswith(("queue.", "asyncio.Queue", "collections.")) and name in _QUEUE:
        return _queue(m, owner, name, a, place)
    return None


def _map(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, "map", a, place)


def spread(function: int) -> Handler:
    """Calls argument FUNCTION with the arguments that follow it."""

    def spread(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        if len(a.positional) <= function:
            return Unknown("the result of a callback", place)
        rest = Arguments(a.positional[function + 1 :], a.named, a.rest)
        return calls.call_back(m, f, a.positional[function], rest, place)

    return spread


def _thread(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """Nothing runs before `start()`."""
    made = m.library_object("threading.Thread", "", place, a)
    for one in a.all():
        holding.hold(m, made, "target", one)
    return made


def _start(m: Machine, f: Frame, thread: LibObject, place: Place) -> Value | None:
    """A thread without a target is a subclass with `run`, which the catalog knows."""
    a = thread.arguments
    target = a.get("target") or a.get("function") or (a.positional[1] if len(a.positional) > 1 else None)
    given = a.get("args") or (a.positional[2] if len(a.positional) > 2 else None)
    return None if target is None else _packed(m, f, target, given, a.get("kwargs"), place)


def _apply(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`pool.apply_async(fn, (1, 2), {"key": 3}, callback)`: the arguments come packed."""
    given = naming.bind(("func", "args", "kwds", "callback"), a)
    if "func" not in given:
        return Unknown("the result of a callback", place)
    answer = _packed(m, f, given["func"], given.get("args"), given.get("kwds"), place)
    if "callback" in given:
        _packed(m, f, given["callback"], m.sequence([answer]), None, place)
    return answer


def _packed(m: Machine, f: Frame, function: Value, args: Value | None, kwargs: Value | None, place: Place) -> Value:
    items, rest = containers.elements(m, f, args) if args is not None else ([], None)
    named, _ = containers.pairs(m, f, kwargs) if kwargs is not None else ({}, None)
    texts = tuple((key, value) for key, value in named.items() if isinstance(key, str))
    return calls.call_back(m, f, function, Arguments(tuple(items), texts, () if rest is None else (rest,)), place)


def _queue(m: Machine, owner: LibObject, name: str, a: Arguments, place: Place) -> Value:
    if name.startswith("put") and a.positional:
        old = owner.attributes.get("value")
        m.write(owner, owner.attributes, "value", a.positional[0] if old is None else join((old, a.positional[0])))
    return owner.attributes.get("value") or Unknown("an element of a queue", place)


def _context_variable(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> Value:
    if name == "set" and a.positional:
        m.write(owner, owner.attributes, "value", a.positional[0])
        return owner  # the token that `reset` takes
    f.read(owner, "value")
    known = [one for one in (owner.attributes.get("value"), owner.arguments.get("default")) if one is not None]
    return join(known) if known else Unknown("a context variable that nothing sets", place)


_POOL: dict[str, Handler] = {
    "submit": spread(0), "map": _map, "map_async": _map, "imap": _map, "imap_unordered": _map, "apply": _apply,
    "apply_async": _apply, "starmap": starmap, "starmap_async": starmap,
}  # fmt: skip
_LOOP: dict[str, Handler] = {
    "run_in_executor": spread(1), "call_soon": spread(0), "call_soon_threadsafe": spread(0),
    "call_later": spread(1), "call_at": spread(1), "run_until_complete": first, "create_task": first,
    "ensure_future": first,
}  # fmt: skip
"""Methods of event loops and task groups, whatever their object is called: it often comes from elsewhere."""
_QUEUE = frozenset({"put", "put_nowait", "get", "get_nowait"})

_WORDS = frozenset({"start", "run", "get", "set", "reset", "name", *_POOL, *_LOOP, *_QUEUE})
"""All methods that this module knows."""


def _is_coroutine_function(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`async def` that yields nothing; what is unknown counts as an ordinary function, which does the same."""
    asked = a.positional[0] if a.positional else None
    while isinstance(asked, Bound | Partial):
        asked = asked.function
    return Const(isinstance(asked, Function) and asked.facts[0] == "def" and asked.facts[7] == ASYNC)


TABLE: dict[str, Handler] = {
    "asyncio.to_thread": spread(0), "asyncio.run": first, "asyncio.create_task": first, "asyncio.gather": gather,
    "asyncio.ensure_future": first, "asyncio.wait_for": first, "asyncio.shield": first,
    "asyncio.as_completed": first, "asyncio.run_coroutine_threadsafe": first,
    "concurrent.futures.as_completed": first, "anyio.run": spread(0), "anyio.to_thread.run_sync": spread(0),
    "asyncio.iscoroutinefunction": _is_coroutine_function, "inspect.iscoroutinefunction": _is_coroutine_function,
    "asgiref.sync.iscoroutinefunction": _is_coroutine_function, "asyncio.timeout": nothing,
    "starlette.concurrency.run_in_threadpool": spread(0),
    "fastapi.concurrency.run_in_threadpool": spread(0), "asgiref.sync.sync_to_async": first,
    "asgiref.sync.async_to_sync": first, "threading.Thread": _thread, "threading.Timer": _thread,
    "multiprocessing.Process": _thread, "weakref.finalize": spread(1),
    "contextvars.copy_context": itself("contextvars.Context"),
}  # fmt: skip
