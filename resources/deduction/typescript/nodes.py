"""What is asked of the nodes of a tree: their parts without comments, their text, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


def position(node: Node) -> tuple[int, int, int, int]:
    (first, column), (last, end) = node.start_point, node.end_point
    return first + 1, column, last + 1, end


def line(node: Node) -> int:
    return node.start_point[0] + 1


def field(node: Node, name: str) -> Node | None:
    return node.child_by_field_name(name)


def inner(node: Node | None) -> list[Node]:
    return [one for one in node.named_children if one.type != "comment"] if node is not None else []


def only(node: Node | None) -> Node | None:
    """The one part of a node, or the first; a broken file may lack it."""
    return next(iter(inner(node)), None)


def text_of(node: Node | None) -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def string_of(node: Node | None) -> str:
    """`"a-b"` without its quotes; a name as it is."""
    return text_of(node)[1:-1] if node is not None and node.type == "string" else text_of(node)
