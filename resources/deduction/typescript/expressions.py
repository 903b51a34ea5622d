"""Expressions of TypeScript -> facts, as those of Python (`facts.py`), for what both languages mean by them.

An object literal is a namespace, because its parts are read as attributes: `{bucket}` is `Namespace(bucket=bucket)`.
Types say nothing here and are left out. What has no counterpart keeps its parts, so that the calls in it are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..facts import PLAIN, STAR, Facts
from .nodes import field, inner, line, only, position, string_of, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

NAMESPACE = "{}"
"""The name under which every file imports what makes objects of literals; no file can call anything so."""
NOTHING: Facts = ("const", None)
_OR = ("||", "??")
_SAME = {"===": "==", "==": "==", "!==": "!=", "!=": "!="}


class Expressions:
    """The converter of one file. BODY converts the statements of a function, FOLDER is where the file is."""

    def __init__(self, body: Callable[[Node | None], tuple[Facts, ...]], folder: str) -> None:
        self._body = body
        self._folder = folder

    def of(self, node: Node | None) -> Facts:
        if node is None:
            return NOTHING
        converter = _CONVERTERS.get(node.type)
        return converter(self, node) if converter is not None else ("ops", self.each(inner(node)))

    def each(self, nodes: Iterable[Node]) -> tuple[Facts, ...]:
        return tuple(map(self.of, nodes))

    def name(self, node: Node) -> Facts:
        said = text_of(node)
        return ("const", self._folder) if said == "__dirname" else ("name", said)

    def template(self, node: Node) -> Facts:
        parts = (self.of(only(one)) if one.type == "template_substitution" else ("const", text_of(one))
                 for one in inner(node))  # fmt: skip
        return ("text", tuple(parts))

    def literal(self, node: Node) -> Facts:
        """`{a: 1, b, ...others}`"""
        items = tuple(filter(None, map(self._item, inner(node))))
        return ("call", ("name", NAMESPACE), (), items, position(node))

    def _item(self, node: Node) -> tuple[str | None, Facts] | None:
        match node.type:
            case "pair":
                key = field(node, "key")
                is_known = key is not None and key.type != "computed_property_name"
                return (string_of(key), self.of(field(node, "value"))) if is_known else None
            case "shorthand_property_identifier":
                return text_of(node), self.of(node)
            case "spread_element":
                return None, ("attr", self.of(only(node)), "__dict__")
            case "method_definition":
                return text_of(field(node, "name")), self.function(node)
            case _:
                return None

    def member(self, node: Node) -> Facts:
        owner, name = field(node, "object"), text_of(field(node, "property"))
        return ("attr", self.of(owner), "join" if (text_of(owner), name) == ("path", "resolve") else name)

    def subscript(self, node: Node) -> Facts:
        owner, index = self.of(field(node, "object")), field(node, "index")
        if index is not None and index.type == "string":
            return ("attr", owner, string_of(index))
        return ("sub", owner, self.of(index), position(node))

    def call(self, node: Node) -> Facts:
        called = field(node, "function") or field(node, "constructor")
        if called is not None and called.type == "super":
            callee: Facts = ("attr", ("call", ("name", "super"), (), (), position(node)), "__init__")
        else:
            callee = self.of(called)
        return ("call", callee, self.each(inner(field(node, "arguments"))), (), position(node))

    def choice(self, node: Node) -> Facts:
        return ("if", *(self.of(field(node, one)) for one in ("condition", "consequence", "alternative")))

    def unary(self, node: Node) -> Facts:
        operand = self.of(field(node, "argument"))
        return ("not", operand) if text_of(field(node, "operator")) == "!" else ("ops", (operand,))

    def binary(self, node: Node) -> Facts:
        left, right = self.of(field(node, "left")), self.of(field(node, "right"))
        sign = text_of(field(node, "operator"))
        if sign in _OR or sign == "&&":
            return ("bool", "or" if sign in _OR else "and", (left, right))
        if sign in _SAME:
            return ("cmp", left, (_SAME[sign],), (right,))
        return ("bin", sign, left, right) if sign in ("+", "-", "*", "/") else ("ops", (left, right))

    def function(self, node: Node) -> Facts:
        return ("lambda", self.defined(node, "<lambda>"))

    def defined(self, node: Node, name: str, is_method: bool = False) -> Facts:
        """A function under a name; a method gets its object as `this`."""
        given = field(node, "parameters")
        listed = inner(given) if given is not None else [one for one in (field(node, "parameter"),) if one is not None]
        parameters: list[Facts] = [("this", PLAIN, None, None)] if is_method else []
        before: list[Facts] = []
        for index, one in enumerate(listed):
            parameter, taken = self._parameter(one, index)
            parameters.append(parameter)
            before += taken
            if any(part.type in ("accessibility_modifier", "readonly") for part in one.children):
                word = parameter[0]
                before.append(("assign", (("attr", ("name", "this"), word),), ("name", word), line(one)))
        body = field(node, "body")
        is_block = body is None or body.type == "statement_block"
        statements = self._body(body) if is_block else (("return", self.of(body), line(node)),)
        return ("def", name, tuple(parameters), (), None, (*before, *statements), position(node), 0, line(node))

    def _parameter(self, node: Node, index: int) -> tuple[Facts, list[Facts]]:
        """A parameter, and the statements that take it apart. Who calls may leave it out if it is `optional?`."""
        pattern, default = field(node, "pattern") or node, field(node, "value")
        if pattern.type == "rest_pattern":
            return (text_of(only(pattern)), STAR, None, None), []
        usual = self.of(default) if default is not None else NOTHING if node.type == "optional_parameter" else None
        if pattern.type == "identifier":
            return (text_of(pattern), PLAIN, usual, None), []
        word = f"{{{index}}}"
        return (word, PLAIN, usual, None), self.bindings(pattern, ("name", word))

    def bindings(self, pattern: Node, value: Facts) -> list[Facts]:
        """`const {a, b: c, d = 1, ...rest} = value`, `const [a, b] = value`."""
        if pattern.type not in ("object_pattern", "array_pattern"):
            return [("assign", (("name", text_of(pattern)),), value, line(pattern))]
        return [made for index, one in enumerate(inner(pattern)) for made in self._binding(one, value, index)]

    def _binding(self, node: Node, value: Facts, index: int) -> list[Facts]:
        match node.type:
            case "shorthand_property_identifier_pattern":
                return [("assign", (("name", text_of(node)),), ("attr", value, text_of(node)), line(node))]
            case "pair_pattern":
                target = field(node, "value")
                return self.bindings(target, ("attr", value, string_of(field(node, "key")))) if target else []
            case "object_assignment_pattern":
                word = text_of(field(node, "left"))
                given = ("bool", "or", (("attr", value, word), self.of(field(node, "right"))))
                return [("assign", (("name", word),), given, line(node))]
            case "rest_pattern":
                return [("assign", (("name", text_of(only(node))),), value, line(node))]
            case _:
                return self.bindings(node, ("sub", value, ("const", index), position(node)))


def _number(_: Expressions, node: Node) -> Facts:
    text = text_of(node)
    return ("const", int(text)) if text.isdecimal() else NOTHING


def _wrapped(e: Expressions, node: Node) -> Facts:
    """`value!`, `(value)`, `value as Type`"""
    return e.of(only(node))


_CONVERTERS: dict[str, Callable[[Expressions, Node], Facts]] = {
    **dict.fromkeys(("identifier", "this", "shorthand_property_identifier"), Expressions.name),
    **dict.fromkeys(("null", "undefined", "regex"), lambda _, __: NOTHING),
    **dict.fromkeys(("true", "false"), lambda _, node: ("const", node.type == "true")),
    **dict.fromkeys(("call_expression", "new_expression"), Expressions.call),
    **dict.fromkeys(("arrow_function", "function_expression"), Expressions.function),
    **dict.fromkeys(("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"),
                    _wrapped),
    "string": lambda _, node: ("const", string_of(node)), "number": _number,
    "array": lambda e, node: ("seq", "list", e.each(inner(node))),
    "spread_element": lambda e, node: ("star", e.of(only(node))),
    "await_expression": lambda e, node: ("await", e.of(only(node))),
    "template_string": Expressions.template, "object": Expressions.literal, "member_expression": Expressions.member,
    "subscript_expression": Expressions.subscript, "ternary_expression": Expressions.choice,
    "unary_expression": Expressions.unary, "binary_expression": Expressions.binary,
}  # fmt: skip
