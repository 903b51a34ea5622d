"""A deduction of a few lines for tests of codegen: flat modules, resources at module level, no calls followed.

It sees `x = Class("name", key=literal)`, decorators and plain calls that trigger, `@allow(x.op)` and `x.op(…)` in the
handler's own body; `from m import x` and `from .m import x` between modules. The real deduction has its own tests, and
the round trip over real code uses it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archloom.resources.architecture import Architecture, Entry, Evidence, Link, ProjectInfo, Resource, Span
from archloom.resources.kinds import KINDS, by_class

METHODS = {"get": "GET", "post": "POST", "put": "PUT", "delete": "DELETE", "all": "ANY"}
Def = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Toy:
    """Deduces the folder; call it with bytes that stand in for files."""

    root: Path
    resources: dict[str, Resource] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    links: dict[tuple[str, str, str], Link] = field(default_factory=dict)

    def __call__(self, overlay: Mapping[str, bytes | None] | None = None) -> Architecture:
        self.resources, self.entries, self.links = {}, {}, {}
        files: dict[str, bytes | None] = {path.name: path.read_bytes() for path in sorted(self.root.glob("*.py"))}
        files |= {path: data for path, data in (overlay or {}).items() if path.endswith(".py")}
        trees = {path: ast.parse(data) for path, data in files.items() if data is not None}
        for path, tree in trees.items():
            self._declare(path, tree)
        for path, tree in trees.items():
            names = self._names(path, tree)
            for node in ast.walk(tree):
                if isinstance(node, Def):
                    self._handle(path, node, names)
        return Architecture.of(
            ProjectInfo("toy", 0, 0), self.resources.values(), self.entries.values(), self.links.values()
        )

    def _declare(self, path: str, tree: ast.Module) -> None:
        constants: dict[str, object] = {}
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                    constants[name] = value
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                    self._make(path, name, call, constants)
                case _:
                    pass

    def _make(self, path: str, variable: str, call: ast.Call, constants: Mapping[str, object]) -> None:
        kind = by_class(_text(call.func).rpartition(".")[2].removeprefix("Archloom"))
        if kind is None:
            return
        at = 1 if kind.id == "function" else 0
        name = str(_literal(call.args[at], constants))
        properties = {word.arg: _literal(word.value, constants) for word in call.keywords if word.arg}
        module, made, span = path.removesuffix(".py"), f"{kind.id}:{name}", _span(path, call)
        self.resources[made] = Resource(
            made, kind.id, kind.service, name, None, "declared", span, properties, f"{module}.{variable}"
        )
        if at:
            handler = f"{module}.{_text(call.args[0])}"
            entry = f"entry:{handler}"
            self.entries[entry] = Entry(entry, "function", name, handler, made, span)

    def _names(self, path: str, tree: ast.Module) -> dict[str, str]:
        """Local expression -> resource id."""
        by_symbol = {resource.symbol: resource.id for resource in self.resources.values()}
        names: dict[str, str] = {}
        for symbol, made in by_symbol.items():
            module, _, name = str(symbol).partition(".")
            if f"{module}.py" == path:
                names[name] = made
        for node in tree.body:
            match node:
                case ast.ImportFrom(module=str(module)):
                    for alias in node.names:
                        if made := by_symbol.get(f"{module}.{alias.name}"):
                            names[alias.asname or alias.name] = made
                case ast.Import():
                    for alias in node.names:
                        for symbol, made in by_symbol.items():
                            if str(symbol).startswith(f"{alias.name}."):
                                names[f"{alias.asname or alias.name}.{str(symbol).partition('.')[2]}"] = made
        return names

    def _handle(self, path: str, node: Def, names: dict[str, str]) -> None:
        handler = f"{path.removesuffix('.py')}.{node.name}"
        triggers = list(_triggers(node, names))
        if not triggers:
            return
        entry, host = f"entry:{handler}", f"function:{handler}"
        source = Span(path, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)
        self.resources[host] = Resource(host, "function", "lambda", None, None, "deduced", source)
        label = next((operation for _, operation, _ in triggers if " " in operation), node.name)
        kind = "http" if " " in label else "event"
        self.entries[entry] = Entry(entry, kind, label, handler, host, source)
        for starter, operation, place in triggers:
            self._link("trigger", starter, entry, operation, _span(path, place), "proven")
        for operand, operation, place in _granted(node, names):
            self._link("permission", entry, operand, operation, _span(path, place), "declared")
        for operand, operation, place in _used(node, names):
            self._link("permission", entry, operand, operation, _span(path, place), "proven")

    def _link(self, kind: str, start: str, end: str, operation: str, span: Span, state: str) -> None:
        old = self.links.get((kind, start, end))
        operations = tuple(sorted({*(old.operations if old else ()), operation}))
        evidence = (*(old.evidence if old else ()), Evidence(span, operation))
        if old and old.state == "proven":
            state = "proven"
        target = self.resources.get(end)
        actions = KINDS[target.kind].actions(operations) if target and kind == "permission" else ()
        self.links[kind, start, end] = Link(kind, start, end, operations, actions, state, evidence)


def _literal(node: ast.expr, constants: Mapping[str, object]) -> object:
    return constants[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


def _span(path: str, node: ast.expr) -> Span:
    return Span(path, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


def _text(node: ast.expr) -> str:
    return ast.unparse(node)


def _triggers(node: Def, names: dict[str, str]) -> Iterator[tuple[str, str, ast.expr]]:
    for decorator in node.decorator_list:
        function = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(function, ast.Attribute) and (made := names.get(_text(function.value))):
            route = isinstance(decorator, ast.Call) and decorator.args
            path = decorator.args[0].value if route else None
            yield made, f"{METHODS[function.attr]} {path}" if route else function.attr, decorator


def _granted(node: Def, names: dict[str, str]) -> Iterator[tuple[str, str, ast.expr]]:
    """Any decorator that is given operations, whatever `allow` is called here."""
    for decorator in node.decorator_list:
        for value in decorator.args if isinstance(decorator, ast.Call) else ():
            if isinstance(value, ast.Attribute) and (made := names.get(_text(value.value))):
                yield made, value.attr, decorator


def _used(node: Def, names: dict[str, str]) -> Iterator[tuple[str, str, ast.expr]]:
    for statement in node.body:
        for call in ast.walk(statement):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and (made := names.get(_text(call.func.value)))
            ):
                yield made, call.func.attr, call
