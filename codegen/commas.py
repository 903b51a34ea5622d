"""Lists with commas, in calls and in imports, changed the way they are laid out.

A new item takes the separator of its neighbours (`, ` or a line of its own with the same indentation), a trailing comma
stays where there was one, and the comments stay with their items. Works on libcst nodes, which keep every blank.
libcst writes its own line ends, so fragments go through `in_unix_lines` on the way in and out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import libcst as cst

from .change import Refusal

Item = TypeVar("Item", cst.Arg, cst.ImportAlias)
Space = cst.BaseParenthesizableWhitespace

PLAIN = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def insert(items: Sequence[Item], index: int, new: Item, opening: Space, closing: Space) -> tuple[list[Item], Space]:
    """The items with one more before `index`. `opening` follows the bracket; `closing` stands before the other one.

    `closing` is used when the last item has no comma of its own; the new closing is returned with the items.
    """
    separator = _separator(items, opening)
    if index < len(items):
        return [*items[:index], new.with_changes(comma=separator), *items[index:]], closing
    if not items:
        return [new], closing
    last = items[-1]
    if isinstance(last.comma, cst.Comma):
        tail = last.comma.whitespace_after
        before = last.with_changes(comma=_between(separator, tail))
        new = new.with_changes(comma=last.comma.with_changes(whitespace_after=_bare(tail)))
        return [*items[:-1], before, new], closing
    before = last.with_changes(comma=_between(separator, closing))
    moved = _is_lines(separator.whitespace_after)
    return [*items[:-1], before, new], _bare(closing) if moved else closing


def remove(items: Sequence[Item], index: int, closing: Space) -> tuple[list[Item], Space]:
    """The items without one. What follows the last item (a trailing comma, a line end) stays at the end."""
    if index < len(items) - 1 or index == 0:
        return [*items[:index], *items[index + 1 :]], closing
    gone, last = items[index], items[index - 1]
    space = last.comma.whitespace_after if isinstance(last.comma, cst.Comma) else closing
    if isinstance(gone.comma, cst.Comma):
        tail = _with_comment(gone.comma.whitespace_after, space)
        return [*items[: index - 1], last.with_changes(comma=gone.comma.with_changes(whitespace_after=tail))], closing
    kept = last.with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return [*items[: index - 1], kept], _with_comment(closing, space)


def in_unix_lines(text: str, change: Callable[[str], str]) -> str:
    """`change` applied to the text with \\n line ends, and the text's own line ends put back."""
    if "\r" not in text:
        return change(text)
    if text.count("\r\n") == text.count("\n") == text.count("\r"):
        return change(text.replace("\r\n", "\n")).replace("\n", "\r\n")
    raise Refusal("The statement mixes line ends.", next_step="Save the file with one kind of line ends.")


def parse_expression(text: str) -> cst.BaseExpression:
    try:
        return cst.parse_expression(text)
    except cst.ParserSyntaxError as error:
        raise Refusal(f"`{text}` cannot be rewritten: {error.message}.", next_step="Edit it by hand.") from error


def code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def _separator(items: Sequence[Item], opening: Space) -> cst.Comma:
    if len(items) > 1 and isinstance(items[0].comma, cst.Comma):
        return items[0].comma.with_changes(whitespace_after=_bare(items[0].comma.whitespace_after))
    return cst.Comma(whitespace_after=_bare(opening)) if _is_lines(opening) else PLAIN


def _between(separator: cst.Comma, tail: Space) -> cst.Comma:
    """The separator, keeping a comment that stood behind the item when the next one gets its own line."""
    return separator.with_changes(whitespace_after=_with_comment(separator.whitespace_after, tail))


def _with_comment(space: Space, source: Space) -> Space:
    """The space, and in it the comment of `source`, for which it must end the line."""
    if not isinstance(source, cst.ParenthesizedWhitespace):
        return space
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=source.first_line)
    return source if source.first_line.comment else space


def _bare(space: Space) -> Space:
    """The same break and indentation without a comment or blank lines."""
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=())
    return space


def _is_lines(space: Space) -> bool:
    return isinstance(space, cst.ParenthesizedWhitespace)
