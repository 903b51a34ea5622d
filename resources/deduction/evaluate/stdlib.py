"""The standard library, as far as it passes values on or calls something.

A function of the standard library that no table knows calls every function that it is given, at once and with
unknown arguments, and gives an object that holds them: right for timers, hooks and registries.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..values import (
    Arguments,
    Class,
    Const,
    EnvVar,
    Function,
    Lib,
    LibObject,
    Module,
    Partial,
    Place,
    Text,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import (
    attributes,
    calls,
    choices,
    collecting,
    concurrency,
    containers,
    context,
    copies,
    data_files,
    decorators,
    environment,
    holes,
    kept_files,
    records,
    regexes,
    strings,
    texts,
    urls,
)
from .handlers import Handler, first, itself
from .machine import Frame
from .names import import_edge, module

if TYPE_CHECKING:
    from .machine import Machine


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
    if path.startswith(_ONLY_LOOK):
        return made
    _call_all(m, f, a, place)
    return made


_ONLY_LOOK = ("inspect.", "typing.", "types.", "pprint.", "pickle.", "dataclasses.", "dis.", "ast.", "reprlib.")
"""Modules whose functions look at a function and do not call it."""


def _decorated(m: Machine, path: str, a: Arguments, made: LibObject) -> Value:
    """`lru_cache(f)` called plainly is `f`; `lru_cache(maxsize=1)` is a decorator."""
    if a.positional and isinstance(a.positional[0], Function | Class) and path != "functools.wraps":
        return decorators.mark(m, a.positional[0], decorators.MARKS[path], made)
    return made


def _call_all(m: Machine, f: Frame, a: Arguments, place: Place) -> None:
    """Calls what it was given, at any time or never: what that changes may be as it was (`signal.signal(…, stop)`)."""
    m.uncertain += 1
    for one in a.all():
        for option in alternatives(one):
            if calls.is_callable(option):
                calls.call_back(m, f, option, Arguments(rest=(Unknown("an argument of a callback"),)), place)
    m.uncertain -= 1


def _partial(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if not a.positional:
        return Unknown("a partial", place)
    return Partial(a.positional[0], Arguments(a.positional[1:], a.named, a.rest))


def _partialmethod(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return Partial(Lib("functools.partialmethod"), a)


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
            found += _modules(m, f, one, place)
            found.append(Unknown("a module whose name is computed", place))
    return join(found) if found else Unknown("a module", place)


def _modules(m: Machine, f: Frame, name: Value, place: Place) -> list[Value]:
    """The modules of the project that `f"plugins.{name}"` can be."""
    form = holes.form(name)
    files = sorted(file for file in m.project.summaries if form is not None and form.fullmatch(m.project.dotted(file)))
    for file in choices.each(f, tuple(files[:_MODULES]), place, lambda _: True):
        import_edge(f, module(m, file))
    return [Module(file) for file in files[:_MODULES]]


_MODULES = 16


def _exit_stack(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return m.library_object("contextlib.ExitStack", "", place, a)


def _cast(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return a.positional[-1] if a.positional else Unknown("a value", place)


def _type_var(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    bound = a.get("bound")
    return bound if bound is not None else Unknown("a type", place)


def _atexit(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    m.uncertain += 1  # at the end, when what it closes has been used
    for one in a.positional[:1]:
        calls.call_back(m, f, one, Arguments(a.positional[1:], a.named), place)
    m.uncertain -= 1
    return first(m, f, a, place)


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


def _quote(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else None
    return one if isinstance(one, Const | Text | EnvVar) else Unknown("a text", place)


def _here(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """The folder in which a program is started: that of the project, as far as paths in it are concerned."""
    return Const(".")


_TABLE: dict[str, Handler] = {
    "starlette.config.Config": itself("starlette.config.Config"), "functools.partial": _partial,
    "functools.partialmethod": _partialmethod, "functools.update_wrapper": first, "functools.singledispatch": first,
    "functools.singledispatchmethod": first, "os.path.join": _join_path, "pathlib.Path": _join_path,
    "pathlib.PurePath": _join_path, "pathlib.PosixPath": _join_path, "pathlib.PurePosixPath": _join_path,
    "os.path.basename": _path_function("basename"),
    "os.path.dirname": _path_function("dirname"), "os.path.abspath": _quote, "os.path.expanduser": _quote,
    "os.path.realpath": _quote, "os.getcwd": _here, "pathlib.Path.cwd": _here,
    "importlib.import_module": import_module, "typing.cast": _cast,
    "typing.NewType": _cast, "contextlib.closing": first, "contextlib.aclosing": first,
    "contextlib.nullcontext": first, "contextlib.ExitStack": _exit_stack, "contextlib.AsyncExitStack": _exit_stack,
    "typing.TypeVar": _type_var, "atexit.register": _atexit,
    "urllib.parse.quote": _quote, "urllib.parse.quote_plus": _quote, "urllib.parse.unquote": _quote,
    "weakref.proxy": first, "operator.attrgetter": itself("operator.attrgetter"),
    "operator.itemgetter": itself("operator.itemgetter"), "operator.methodcaller": itself("operator.methodcaller"),
    **collecting.TABLE, **concurrency.TABLE, **copies.TABLE, **data_files.TABLE, **environment.TABLE,
    **kept_files.TABLE, **records.TABLE, **regexes.TABLE, **texts.TABLE, **urls.TABLE,
}  # fmt: skip


def call_method(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> Value | None:
    """Methods of objects of the standard library that call a callback or give back what they were given."""
    if owner.path == "contextlib.ExitStack":
        return _stacked(m, f, name, a, place)
    return concurrency.call_method(m, f, owner, name, a, place)


def _stacked(m: Machine, f: Frame, name: str, a: Arguments, place: Place) -> Value | None:
    if name in ("enter_context", "enter_async_context") and a.positional:
        entered = context.enter(m, f, a.positional[0])
        context.leave(m, f, a.positional[0])
        return entered
    if name in ("callback", "push", "push_async_callback", "push_async_exit") and a.positional:
        return concurrency.spread(0)(m, f, a, place)
    return Unknown(f"the result of {name}()", place)
