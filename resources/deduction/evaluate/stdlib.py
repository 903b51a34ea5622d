"""The standard library, as far as it passes values on or calls something.

A function of the standard library that nothing below knows calls every function that it is given, at once and with
unknown arguments, and gives an object that holds them: right for threads, timers, executors and event loops.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values import (
    FALSE,
    Arguments,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibObject,
    Mapped,
    Module,
    Partial,
    Place,
    Sequence,
    Text,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import (
    attributes,
    builtin,
    calls,
    containers,
    context,
    data_files,
    decorators,
    environment,
    kept_files,
    libraries,
    naming,
    strings,
)
from .machine import Frame
from .names import import_edge, module

if TYPE_CHECKING:
    from .machine import Machine

Handler = Callable[["Machine", Frame, Arguments, Place], "Value | None"]


def call(m: Machine, f: Frame, path: str, a: Arguments, place: Place) -> Value | None:
    """The result of a function of the standard library; None when PATH is elsewhere."""
    handler = _TABLE.get(path)
    made = handler(m, f, a, place) if handler is not None else None
    if made is not None:
        return made
    if path.partition(".")[0] not in sys.stdlib_module_names and path not in decorators.MARKS:
        return None
    if m.catalog.call(path) is not None:
        return None
    made = m.library_object(path, "", place, a)
    if path in decorators.MARKS:
        return _decorated(m, path, a, made)
    _call_all(m, f, a, place)
    return made


def _decorated(m: Machine, path: str, a: Arguments, made: LibObject) -> Value:
    """`lru_cache(f)` called plainly is `f`; `lru_cache(maxsize=1)` is a decorator."""
    if a.positional and isinstance(a.positional[0], Function | Class) and path != "functools.wraps":
        return decorators.mark(m, a.positional[0], decorators.MARKS[path], made)
    return made


def _call_all(m: Machine, f: Frame, a: Arguments, place: Place) -> None:
    for one in a.all():
        for option in alternatives(one):
            if calls.is_callable(option):
                calls.call_back(m, f, option, Arguments(rest=(Unknown("an argument of a callback"),)), place)


def _first(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return a.positional[0] if a.positional else Unknown("an argument", place)


def _getenv(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    default = a.positional[1] if len(a.positional) > 1 else a.get("default")
    key = a.positional[0] if a.positional else a.get("key") or Unknown("a name")
    return environment.read(m, f, key, default, place)


def _from_env_var(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """Haystack's `Secret.from_env_var("X")`: what comes after the name says only whether it may be missing."""
    return _getenv(m, f, Arguments((a.positional or (a.get("env_vars") or Unknown("a name"),))[:1]), place)


def _setenv(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) == 2:
        environment.write(m, f, a.positional[0], a.positional[1])
        return environment.read(m, f, a.positional[0], None, place)
    return Unknown("a variable", place)


def _partial(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if not a.positional:
        return Unknown("a partial", place)
    return Partial(a.positional[0], Arguments(a.positional[1:], a.named, a.rest))


def _partialmethod(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return Partial(Lib("functools.partialmethod"), a)


def _spread(function: int, items: int | None = None) -> Handler:
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
        libraries.hold(m, made, "target", one)
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


def _gather(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return m.sequence(list(a.positional), join(a.rest) if a.rest else None)


def _map(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, "map", a, place)


def _starmap(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) < 2:
        return m.sequence([])
    items, rest = containers.elements(m, f, a.positional[1])
    made: list[Value] = []
    for one in [*items[:64], *([rest] if rest is not None else [])]:
        row, more = containers.elements(m, f, one)
        given = Arguments(tuple(row), rest=() if more is None else (more,))
        made.append(calls.call(m, f, a.positional[0], given, place))
    return m.sequence(made)


def _reduce(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) < 2:
        return Unknown("a reduction", place)
    items, rest = containers.elements(m, f, a.positional[1])
    values = [*a.positional[2:3], *items[:64], *([rest] if rest is not None else [])]
    if not values:
        return Unknown("a reduction", place)
    total = values[0]
    for one in values[1:]:
        total = calls.call(m, f, a.positional[0], Arguments((total, one)), place)
    return total


def _chain(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made: list[Value] = []
    rests: list[Value] = list(a.rest)
    for one in a.positional:
        items, rest = containers.elements(m, f, one)
        made += items
        rests += [rest] if rest is not None else []
    return m.sequence(made, join(rests) if rests else None)


def _from_iterable(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    return _chain(m, f, Arguments(tuple(items), rest=() if rest is None else (rest,)), place)


def _join_path(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return strings.join_path(a.positional)


def _path_function(name: str) -> Handler:
    import posixpath

    def apply(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        one = a.positional[0] if a.positional else None
        if isinstance(one, Const) and isinstance(one.value, str):
            return Const(getattr(posixpath, name)(one.value))
        return one if isinstance(one, Text | EnvVar) else Unknown("a path", place)

    return apply


def _default_dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = builtin.call(m, f, "dict", Arguments(a.positional[1:], a.named), place)
    if a.positional and isinstance(made, Mapped) and a.positional[0] != Const(None):
        made.rest = calls.call(m, f, a.positional[0], Arguments(), place)
    return made


def _dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, "dict", a, place)


def _list(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return builtin.call(m, f, "list", a, place)


def _chain_map(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = m.mapped({})
    for one in reversed(a.positional):
        containers.update(m, f, made, one)
    return made


def _namespace(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from .classes import plain

    return plain(m, f, "SimpleNamespace", dict(a.named), place)


def _named_tuple(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from .classes import record

    return record(m, f, a, place)


def import_module(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`importlib.import_module(name, package)`."""
    name = a.positional[0] if a.positional else a.get("name")
    found: list[Value] = []
    for one in alternatives(name) if name is not None else ():
        if isinstance(one, Const) and isinstance(one.value, str):
            level = len(one.value) - len(one.value.lstrip("."))
            file = m.project.resolve(f.file, level, one.value.lstrip("."))
            if file is not None:
                import_edge(f, module(m, file))
            found.append(Module(file) if file is not None else Lib(one.value))
        else:
            found.append(Unknown("a module whose name is computed", place))
    return join(found) if found else Unknown("a module", place)


def _exit_stack(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return m.library_object("contextlib.ExitStack", "", place, a)


def _cast(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return a.positional[-1] if a.positional else Unknown("a value", place)


def _new(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return _cast(m, f, a, place)


def _wait_for(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return a.positional[0] if a.positional else Unknown("a result", place)


def _type_var(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    bound = a.get("bound")
    return bound if bound is not None else Unknown("a type", place)


def _atexit(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    for one in a.positional[:1]:
        calls.call_back(m, f, one, Arguments(a.positional[1:], a.named), place)
    return _first(m, f, a, place)


def _false(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return FALSE


def _itself(path: str) -> Handler:
    def make(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        return m.library_object(path, "", place, a)

    return make


def call_object(m: Machine, f: Frame, callee: LibObject, a: Arguments, place: Place) -> Value | None:
    """Calls what `operator.methodcaller("name", …)` and its like made; None for any other object."""
    if callee.path not in ("operator.methodcaller", "operator.attrgetter", "operator.itemgetter") or not a.positional:
        return None
    given = callee.arguments.positional[0] if callee.arguments.positional else Unknown("a name", place)
    if callee.path == "operator.itemgetter":
        return containers.item(m, f, a.positional[0], given, place)
    if not isinstance(given, Const) or not isinstance(given.value, str):
        return None
    found = a.positional[0]
    for name in given.value.split("."):
        found = attributes.get(m, f, found, name)
    if callee.path == "operator.attrgetter":
        return found
    return calls.call(m, f, found, Arguments(callee.arguments.positional[1:], callee.arguments.named), place)


def _named(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return Const(None)


def _replace(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else Unknown("an object", place)
    if not isinstance(one, Instance):
        return one
    made = m.instance(one.cls, place)
    made.attributes = one.attributes | dict(a.named)
    return made


def _fields(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`dataclasses.fields(object or class)`: the names of the annotated fields, with their plain defaults."""
    from .fields import described

    one = a.positional[0] if a.positional else None
    cls = one.cls if isinstance(one, Instance) else one
    if not isinstance(cls, Class):
        return Unknown("the fields of an object", place)
    return m.sequence(described(m, f, cls, place), None, "tuple")


def _as_dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else None
    if isinstance(one, Instance):
        return m.mapped(dict(one.attributes), one.rest)
    return Unknown("a dict", place)


def _quote(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else None
    return one if isinstance(one, Const | Text | EnvVar) else Unknown("a text", place)


def _push(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`heapq.heappush(heap, item)`."""
    heap, *items = a.positional or (Const(None),)
    for one in alternatives(heap):
        if isinstance(one, Sequence) and items:
            containers.append(m, one, items[0])
    return Const(None)


def _element(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    return join([*items, *([rest] if rest is not None else [])] or [Unknown("an element", place)])


def _heap_pop(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = _element(m, f, a, place)
    for one in alternatives(a.positional[0]) if a.positional else ():
        if isinstance(one, Sequence):
            containers.remove(m, one, Unknown("the least"))
    return made


def _counter(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = m.mapped({})
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    for one in items:
        containers.put(m, made, one, Unknown("a count"))
    made.rest = Unknown("a count") if rest is not None or not items else None
    return made


def _kept(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`takewhile` and the like: those elements that a function of the project chooses."""
    return builtin.call(m, f, "filter", a, place)


def _groups(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    key = a.get("key") or (a.positional[1] if len(a.positional) > 1 else None)
    element = _element(m, f, a, place)
    name = element if key is None else calls.call(m, f, key, Arguments((element,)), place)
    return m.sequence([], m.sequence([name, m.sequence([], element)], None, "tuple"))


_TABLE: dict[str, Handler] = {
    "os.getenv": _getenv, "os.environ.get": _getenv, "os.environ.setdefault": _setenv, "os.environ.pop": _getenv,
    "os.environ.__getitem__": _getenv, "streamlit.secrets.get": _getenv, "os.putenv": _setenv,
    "haystack.utils.Secret.from_env_var": _from_env_var, "haystack.utils.auth.Secret.from_env_var": _from_env_var,
    "decouple.config": _getenv, "starlette.config.Config": _itself("starlette.config.Config"),
    "functools.partial": _partial, "functools.partialmethod": _partialmethod, "functools.reduce": _reduce,
    "functools.update_wrapper": _first, "functools.singledispatch": _first, "functools.singledispatchmethod": _first,
    "asyncio.to_thread": _spread(0), "asyncio.run": _first, "asyncio.create_task": _first, "asyncio.gather": _gather,
    "asyncio.ensure_future": _first, "asyncio.wait_for": _wait_for, "asyncio.shield": _first,
    "asyncio.as_completed": _first, "asyncio.run_coroutine_threadsafe": _first,
    "concurrent.futures.as_completed": _first,
    "anyio.run": _spread(0), "anyio.to_thread.run_sync": _spread(0), "asyncio.timeout": _named,
    "starlette.concurrency.run_in_threadpool": _spread(0), "fastapi.concurrency.run_in_threadpool": _spread(0),
    "asgiref.sync.sync_to_async": _first, "asgiref.sync.async_to_sync": _first,
    "threading.Thread": _thread, "threading.Timer": _thread, "multiprocessing.Process": _thread,
    "threading.local": _namespace, "contextvars.copy_context": _itself("contextvars.Context"),
    "itertools.chain": _chain, "itertools.chain.from_iterable": _from_iterable, "itertools.starmap": _starmap,
    "itertools.cycle": _first, "itertools.islice": _first, "itertools.tee": _gather,
    "os.path.join": _join_path, "pathlib.Path": _join_path, "pathlib.PurePath": _join_path,
    "pathlib.PosixPath": _join_path, "os.path.basename": _path_function("basename"),
    "os.path.dirname": _path_function("dirname"), "os.path.abspath": _quote, "os.path.expanduser": _quote,
    "collections.defaultdict": _default_dict, "collections.OrderedDict": _dict, "collections.deque": _list,
    "collections.ChainMap": _chain_map, "types.MappingProxyType": _dict, "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace, "collections.namedtuple": _named_tuple, "typing.NamedTuple": _named_tuple,
    "dataclasses.fields": _fields, "attrs.fields": _fields,
    "dataclasses.replace": _replace, "copy.replace": _replace, "dataclasses.asdict": _as_dict, "attrs.evolve": _replace,
    "copy.copy": _first, "copy.deepcopy": _first, "importlib.import_module": import_module, "typing.cast": _cast,
    "typing.NewType": _new, "contextlib.closing": _first, "contextlib.aclosing": _first,
    "contextlib.nullcontext": _first,
    "contextlib.ExitStack": _exit_stack, "contextlib.AsyncExitStack": _exit_stack, "typing.TypeVar": _type_var,
    "atexit.register": _atexit, "inspect.iscoroutinefunction": _false, "urllib.parse.quote": _quote,
    "urllib.parse.quote_plus": _quote, "urllib.parse.unquote": _quote, "weakref.proxy": _first,
    "weakref.WeakValueDictionary": _dict, "operator.attrgetter": _itself("operator.attrgetter"),
    "heapq.heappush": _push, "heapq.heappop": _heap_pop, "heapq.heapify": _named,
    "collections.Counter": _counter, "itertools.takewhile": _kept, "itertools.dropwhile": _kept,
    "itertools.filterfalse": _kept, "itertools.groupby": _groups,
    "operator.itemgetter": _itself("operator.itemgetter"), "operator.methodcaller": _itself("operator.methodcaller"),
    **data_files.TABLE, **kept_files.TABLE,
}  # fmt: skip


def call_method(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> Value | None:
    """Methods of objects of the standard library that call a callback or give back what they were given."""
    if owner.path.startswith(("concurrent.futures.", "multiprocessing.pool", "multiprocessing.Pool")) and name in _POOL:
        return _POOL[name](m, f, a, place)
    if owner.path == "threading.Thread" and name in ("start", "run"):
        return _start(m, f, owner, place)
    if name == "run_in_executor":
        return _spread(1)(m, f, a, place)
    if name in ("call_soon", "call_soon_threadsafe"):
        return _spread(0)(m, f, a, place)
    if name in ("call_later", "call_at"):
        return _spread(1)(m, f, a, place)
    if name in ("run_until_complete", "create_task", "ensure_future"):
        return _first(m, f, a, place)
    if owner.path == "contextlib.ExitStack":
        return _stacked(m, f, name, a, place)
    if owner.path.startswith("contextvars.Context") and name == "run":
        return _spread(0)(m, f, a, place)
    if owner.path == "contextvars.ContextVar":
        return _context_variable(m, owner, name, a, place)
    if owner.path.startswith("asyncio.TaskGroup") and name == "create_task":
        return _first(m, f, a, place)
    if owner.path.startswith(("queue.", "asyncio.Queue", "collections.")) and name in (
        "put",
        "put_nowait",
        "get",
        "get_nowait",
    ):
        return _queue(m, owner, name, a, place)
    return None


def _stacked(m: Machine, f: Frame, name: str, a: Arguments, place: Place) -> Value | None:
    if name in ("enter_context", "enter_async_context") and a.positional:
        entered = context.enter(m, f, a.positional[0])
        context.leave(m, f, a.positional[0])
        return entered
    if name in ("callback", "push", "push_async_callback", "push_async_exit") and a.positional:
        return _spread(0)(m, f, a, place)
    return Unknown(f"the result of {name}()", place)


def _context_variable(m: Machine, owner: LibObject, name: str, a: Arguments, place: Place) -> Value:
    if name == "set" and a.positional:
        m.write(owner, owner.attributes, "value", a.positional[0])
    known = owner.attributes.get("value") or owner.arguments.get("default")
    return known or Unknown("a context variable that nothing sets", place)


def _queue(m: Machine, owner: LibObject, name: str, a: Arguments, place: Place) -> Value:
    if name.startswith("put") and a.positional:
        old = owner.attributes.get("value")
        m.write(owner, owner.attributes, "value", a.positional[0] if old is None else join((old, a.positional[0])))
    return owner.attributes.get("value") or Unknown("an element of a queue", place)


_POOL: dict[str, Handler] = {
    "submit": _spread(0), "map": _map, "apply": _apply, "apply_async": _apply, "imap": _map,
    "starmap": _starmap, "starmap_async": _starmap,
    "map_async": _map, "imap_unordered": _map,
}  # fmt: skip
