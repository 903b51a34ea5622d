"""Statements of TypeScript -> facts.

A class becomes a class, its constructor `__init__`; what only a type checker reads is left out. A loop by an index is
one round, a `switch` are its cases one after the other, `things.forEach(thing => …)` is a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..facts import Facts
from . import modules
from .expressions import NOTHING, Expressions
from .nodes import field, inner, line, only, position, string_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_EACH = "{each}"
"""The name of what a loop takes apart."""


class Statements:
    """The converter of one file."""

    def __init__(self, file: str) -> None:
        self._e = Expressions(lambda body: self.block(inner(body)), file.rpartition("/")[0])

    def block(self, nodes: Iterable[Node]) -> tuple[Facts, ...]:
        return tuple(facts for node in nodes for facts in self._of(node))

    def _of(self, node: Node) -> Iterable[Facts]:
        converter = _CONVERTERS.get(node.type)
        return converter(self, node) if converter is not None else ()

    def _branch(self, node: Node, name: str) -> tuple[Facts, ...]:
        found = field(node, name)
        return self.block([found]) if found is not None else ()

    def several(self, node: Node) -> Iterable[Facts]:
        """A block, or what stands around one."""
        return self.block(one for one in inner(node) if one.type != "identifier")

    def once(self, node: Node) -> Iterable[Facts]:
        """A loop of which nobody counts the rounds."""
        return (*self._branch(node, "initializer"), *self._branch(node, "body"))

    def export(self, node: Node) -> Iterable[Facts]:
        declared, value = field(node, "declaration"), field(node, "value")
        if field(node, "source") is not None:
            return modules.passed_on(node)
        made = tuple(self._of(declared)) if declared is not None else ()
        if not any(one.type == "default" for one in node.children):
            return made
        name = text_of(field(declared, "name")) if declared is not None else ""
        meant: Facts = ("name", name) if name else self._e.of(value)
        return (*made, ("assign", (("name", modules.DEFAULT),), meant, line(node)))

    def declared(self, node: Node) -> Iterable[Facts]:
        for one in inner(node):
            name, value = field(one, "name"), field(one, "value")
            if name is not None and value is not None:
                yield from self._e.bindings(name, self._e.of(value))

    def function(self, node: Node) -> Iterable[Facts]:
        return (self._e.defined(node, text_of(field(node, "name"))),)

    def returned(self, node: Node) -> Iterable[Facts]:
        return (("return", self._e.of(only(node)), line(node)),)

    def thrown(self, node: Node) -> Iterable[Facts]:
        return (("raise", self._e.of(only(node)), line(node)),)

    def condition(self, node: Node) -> Iterable[Facts]:
        test = self._e.of(field(node, "condition"))
        return (("if", test, self._branch(node, "consequence"), self._branch(node, "alternative"), line(node)),)

    def cases(self, node: Node) -> Iterable[Facts]:
        return tuple(("if", ("ops", ()), self.block(inner(one)), (), line(one)) for one in inner(field(node, "body")))

    def attempt(self, node: Node) -> Iterable[Facts]:
        handlers = ((None, None, handler),) if (handler := self._branch(node, "handler")) else ()
        return (("try", self._branch(node, "body"), handlers, (), self._branch(node, "finalizer")),)

    def loop(self, node: Node) -> Iterable[Facts]:
        return self._each(field(node, "left"), self._e.of(field(node, "right")), self._branch(node, "body"), node)

    def expression(self, node: Node) -> Iterable[Facts]:
        inside = only(node)
        return self._done(inside) if inside is not None else ()

    def _done(self, node: Node) -> Iterable[Facts]:
        left, right = field(node, "left"), field(node, "right")
        if node.type == "assignment_expression":
            return (("assign", (self._e.of(left),), self._e.of(right), line(node)),)
        if node.type == "augmented_assignment_expression":
            return (("augment", self._e.of(left), "+", self._e.of(right), line(node)),)
        called, work = field(node, "function"), only(field(node, "arguments"))
        if called is not None and work is not None and text_of(field(called, "property")) == "forEach":
            first = field(work, "parameter") or only(field(work, "parameters"))
            body = field(work, "body")
            if body is not None and first is not None:
                inside = self.block([body]) if body.type == "statement_block" else tuple(self._done(body))
                return self._each(field(first, "pattern") or first, self._e.of(field(called, "object")), inside, node)
        return (("do", self._e.of(node), line(node)),)

    def _each(self, target: Node | None, over: Facts, body: tuple[Facts, ...], node: Node) -> Iterable[Facts]:
        if target is None or target.type == "identifier":
            return (("for", ("name", text_of(target)), over, body, (), line(node)),)
        taken = self._e.bindings(target, ("name", _EACH))
        return (("for", ("name", _EACH), over, (*taken, *body), (), line(node)),)

    def class_(self, node: Node) -> Iterable[Facts]:
        heritage = next((one for one in inner(node) if one.type == "class_heritage"), None)
        extends = next((one for one in inner(heritage) if one.type == "extends_clause"), None)
        bases = (self._e.of(field(extends, "value")),) if extends is not None else ()
        body = tuple(made for one in inner(field(node, "body")) for made in self._part(one))
        return (("class", text_of(field(node, "name")), bases, (), (), body, position(node)),)

    def _part(self, node: Node) -> Iterable[Facts]:
        """A field or a method of a class."""
        name, value = string_of(field(node, "name")), field(node, "value")
        if node.type == "public_field_definition" and value is not None:
            yield ("assign", (("name", name),), self._e.of(value), line(node))
        elif node.type == "method_definition":
            words = {one.type for one in node.children}
            mark = "staticmethod" if "static" in words else "property" if "get" in words else ""
            known = "__init__" if name == "constructor" else name
            made = self._e.defined(node, known, is_method="static" not in words)
            yield (*made[:3], (("name", mark),), *made[4:]) if mark else made

    def enumeration(self, node: Node) -> Iterable[Facts]:
        def member(one: Node) -> Facts:
            value = field(one, "value")
            given = self._e.of(value) if value is not None else NOTHING
            return ("assign", (("name", string_of(field(one, "name") or one)),), given, line(one))

        body = tuple(map(member, inner(field(node, "body"))))
        return (("class", text_of(field(node, "name")), (), (), (), body, position(node)),)


_CONVERTERS: dict[str, Callable[[Statements, Node], Iterable[Facts]]] = {
    **dict.fromkeys(("lexical_declaration", "variable_declaration"), Statements.declared),
    **dict.fromkeys(("class_declaration", "abstract_class_declaration"), Statements.class_),
    **dict.fromkeys(("statement_block", "else_clause", "finally_clause", "catch_clause"), Statements.several),
    **dict.fromkeys(("for_statement", "while_statement", "do_statement"), Statements.once),
    "import_statement": lambda _, node: modules.imported(node), "export_statement": Statements.export,
    "function_declaration": Statements.function, "enum_declaration": Statements.enumeration,
    "expression_statement": Statements.expression, "return_statement": Statements.returned,
    "throw_statement": Statements.thrown, "if_statement": Statements.condition, "for_in_statement": Statements.loop,
    "switch_statement": Statements.cases, "try_statement": Statements.attempt,
}  # fmt: skip
