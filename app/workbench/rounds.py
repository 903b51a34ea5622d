"""From part to part of the window by key: a map of thousands of cards is no way to walk through with Tab."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_round(parts: Sequence[tuple[QWidget, QWidget]], step: int) -> None:
    """To the next part that can be seen, STEP 1, or the one before, -1. PARTS are (part, what takes the focus first);
    where that cannot, the first widget in it, or in the part, that Tab would come to does."""
    shown = [pair for pair in parts if pair[0].isVisible()]
    focus = QApplication.focusWidget()
    here = next((at for at, (part, _) in enumerate(shown) if focus and (part is focus or part.isAncestorOf(focus))), -1)
    for at in range(1, len(shown) + 1):
        part, first = shown[(here + step * at) % len(shown)]
        if (target := first if _takes_focus(first) else _first_of(first) or _first_of(part)) is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _first_of(part: QWidget) -> QWidget | None:
    """The first in the order of Tab."""
    widget = part.nextInFocusChain()
    while widget is not None and widget is not part:
        if part.isAncestorOf(widget) and _takes_focus(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
