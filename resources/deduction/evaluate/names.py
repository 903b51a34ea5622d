"""Names: looking them up, binding them, and the imports that fill modules with them."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..facts import Facts
from ..scope import Node, Scope
from ..summarize import expression
from ..values import Arguments, Builtin, Const, Function, Lib, Module, Sequence, Unknown, Value
from . import calls
from .machine import FALL, Frame, ModuleState

if TYPE_CHECKING:
    from .machine import Machine

BUILTINS = frozenset(dir(builtins))


def lookup(m: Machine, f: Frame, name: str) -> Value:
    """The value of a name, by Python's rules of scopes."""
    scope = f.scope
    value = scope.names.get(name)
    if value is not None:
        return value
    while (scope := scope.parent) is not None:
        if scope.kind != "class":
            value = scope.names.get(name)
            if value is not None:
                f.read(scope, name)
                return value
    if name in BUILTINS:
        return Builtin(name)
    return _starred(m, f, name) or Unknown(f"the name `{name}`, which is not defined", f.here())


def _starred(m: Machine, f: Frame, name: str) -> Value | None:
    """What `from library import *` may have brought: of several libraries the one that is known to have it."""
    libraries: list[str] = m.scratch.get(("stars", f.scope.file), [])
    paths = [f"{one}.{name}" for one in libraries]
    known = [one for one in paths if m.catalog.call(one) is not None]
    found = known or (paths if len(paths) == 1 else [])
    return Lib(found[0]) if found else None


def bind(m: Machine, f: Frame, name: str, value: Value) -> None:
    """Assigns a name in the current scope, or where `global` or `nonlocal` says."""
    scope = f.scope
    declared = scope.declared.get(name) if scope.declared else None
    if declared is None:
        old = scope.names.get(name)
        if m.answers and scope.kind == "module" and not isinstance(value, Const):
            answer = m.answers.get(f"{scope.file}:{name}")
            value = value if answer is None else Const(answer)
        scope.names[name] = value
        if old is not None and old is not value and scope.cells is not None and old != value:
            _rebound(m, scope, name)
        return
    m.write(owner := _declared(scope, name, declared), owner.names, name, value)


def _rebound(m: Machine, scope: Scope, name: str) -> None:
    if scope.cells is not None and (cell := scope.cells.get(name)) is not None:
        cell.stamp = m.tick(scope, name)


def _declared(scope: Scope, name: str, declared: str) -> Scope:
    if declared == "global":
        return scope.module
    outer = scope.parent
    while outer is not None and outer.parent is not None and name not in outer.names:
        outer = outer.parent
    return outer or scope.module


def declare(m: Machine, f: Frame, s: Facts) -> int:
    """`global` and `nonlocal`."""
    for name in s[1]:
        f.scope.declared[name] = s[0]
    return FALL


# -- modules --


def module(m: Machine, file: str) -> ModuleState:
    """The module of a file, evaluated on first use. A cycle of imports sees what is there so far."""
    known = m.modules.get(file)
    if known is not None:
        return known
    scope = m.scope("module", file, None)
    dotted = m.project.dotted(file)
    node = Node(dotted, (file, 1, 0, 0, 0), None, None)
    state = m.modules[file] = ModuleState(file, scope, node)
    scope.names["__name__"] = Const(dotted)
    scope.names["__file__"] = Const(file)
    summary = m.project.summaries.get(file)
    if summary is not None:
        run, uncertain, m.run, m.uncertain = m.run, m.uncertain, 0, 0
        m.execute(Frame(scope, node, 0), summary.body)
        m.run, m.uncertain = run, uncertain
    state.done = True
    return state


def member(m: Machine, f: Frame, file: str, name: str) -> Value:
    """`module.name`: what the module binds, a submodule, or what its `__getattr__` gives."""
    state = module(m, file)
    value = state.scope.names.get(name)
    if value is not None:
        if state.node is not f.node:
            f.read(state.scope, name)
        return value
    inner = m.project.submodule(file, name)
    if inner is not None:
        import_edge(f, module(m, inner))
        return Module(inner)
    getter = state.scope.names.get("__getattr__")
    if isinstance(getter, Function):
        return calls.call(m, f, getter, Arguments((Const(name),)), f.here())
    if not state.done:
        return Unknown(f"`{name}` of {m.project.dotted(file)}, imported in a circle", f.here())
    return Unknown(f"`{name}`, which {m.project.dotted(file)} does not define", f.here())


def import_edge(f: Frame, state: ModuleState) -> None:
    if state.node is not f.node:
        f.called(f.here(), state.node)


def imports(m: Machine, f: Frame, s: Facts) -> int:
    """`import a.b as c`."""
    f.line = s[2][0]
    for dotted, alias in s[1]:
        file = m.project.resolve(f.file, 0, dotted)
        if file is None:
            bind(m, f, alias or dotted.partition(".")[0], _outside(m, f, dotted if alias else dotted.partition(".")[0]))
            continue
        _import_packages(m, f, dotted)
        import_edge(f, module(m, file))
        top = file if alias else m.project.resolve(f.file, 0, dotted.partition(".")[0])
        bind(m, f, alias or dotted.partition(".")[0], Module(top or file))
    return FALL


def _import_packages(m: Machine, f: Frame, dotted: str) -> None:
    """The packages on the way to a module are evaluated first."""
    parts = dotted.split(".")
    for count in range(1, len(parts)):
        file = m.project.resolve(f.file, 0, ".".join(parts[:count]))
        if file is not None:
            import_edge(f, module(m, file))


def _outside(m: Machine, f: Frame, dotted: str) -> Value:
    """A library, or a module of the project that is not there."""
    if m.project.owns(f.file, dotted) and m.project.resolve(f.file, 0, dotted) is None:
        missing(m, f, dotted)
        return Unknown(f"the module {dotted}, which is missing", f.here())
    return Lib(dotted)


_FIND_IT = "Add the file, correct the import, or remove it."


def missing(m: Machine, f: Frame, dotted: str) -> None:
    m.problem("missing-module", f"{dotted} is imported, but is not among the project's files.", f.here(), _FIND_IT)


def imports_from(m: Machine, f: Frame, s: Facts) -> int:
    """`from a.b import c as d`, relative or not, `*` too."""
    _, level, dotted, names, position = s
    f.line = position[0]
    file = m.project.resolve(f.file, level, dotted, [name for name, _ in names])
    if file is None:
        if names[0][0] == "*":
            if not level:
                m.scratch.setdefault(("stars", f.file), []).append(dotted)
            return FALL
        inside = _outside(m, f, dotted) if not level else _missing_relative(m, f, level, dotted)
        for name, alias in names:
            value = Lib(f"{inside.path}.{name}") if isinstance(inside, Lib) else inside
            bind(m, f, alias, value)
        return FALL
    if not level:
        _import_packages(m, f, dotted)
    import_edge(f, module(m, file))
    for name, alias in names:
        if name == "*":
            _star(m, f, file)
        else:
            bind(m, f, alias, member(m, f, file, name))
    return FALL


def _missing_relative(m: Machine, f: Frame, level: int, dotted: str) -> Value:
    folder = f.file.split("/")[:-level] + dotted.split(".")[:-1]
    name = f"{'.' * level}{dotted}"
    m.problem("missing-module", f"{name} is imported, but is not in {'/'.join(folder) or 'the project'}.", f.here(),
              _FIND_IT)  # fmt: skip
    return Unknown(f"the module {'.' * level}{dotted}, which is missing", f.here())


def _star(m: Machine, f: Frame, file: str) -> None:
    state = module(m, file)
    import_edge(f, state)
    listed = state.scope.names.get("__all__")
    if isinstance(listed, Sequence):
        for one in listed.items:
            if isinstance(one, Const) and isinstance(one.value, str):
                bind(m, f, one.value, member(m, f, file, one.value))
        return
    for name, value in list(state.scope.names.items()):
        if not name.startswith("_"):
            bind(m, f, name, value)


def annotation(m: Machine, f: Frame, e: Facts | None) -> Value | None:
    """What an annotation names; a text is read as an expression."""
    if e is None:
        return None
    if e[0] == "const" and isinstance(e[1], str):
        e = expression(e[1])
        if e is None:
            return None
    return m.evaluate(f, e)


def hint(m: Machine, f: Frame, e: Facts | None) -> Value | None:
    """What an annotation says about a value; that it is a text or a number tells nothing."""
    value = annotation(m, f, e)
    return None if value.__class__ is Builtin or value.__class__ is Const else value
