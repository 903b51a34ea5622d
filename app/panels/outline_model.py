"""The outline as a Qt model: groups, rows and their children as standard items; what is painted hangs on each item."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from ..words import tr
from .outline_rows import Group, Row

THING = Qt.ItemDataRole.UserRole
ID = THING + 1
_PART = 40
"""So many rows come at once."""


class OutlineModel(QStandardItemModel):
    """Follows the groups from one picture to the next: only rows that differ are made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, QStandardItem] = {}
        """Id -> item, of every resource and entry."""

    def forget(self) -> None:
        self.items.clear()
        self.clear()

    def show_groups(self, groups: tuple[Group, ...]) -> Generator[None, None, list[QStandardItem]]:
        """In steps; the answer is what is new and has rows below it."""
        families = {group.family for group in groups}
        for at in reversed(range(self.rowCount())):
            if self.item(at).data(ID) not in families:
                self._remove(self.item(at), 0, self.item(at).rowCount())
                self.removeRow(at)
        made: list[QStandardItem] = []
        for at, group in enumerate(groups):
            if at == self.rowCount() or self.item(at).data(ID) != group.family:
                self.insertRow(at, _group(group))
                made.append(self.item(at))
            made += yield from self._follow(self.item(at), group)
        return made

    def _follow(self, item: QStandardItem, group: Group) -> Generator[None, None, list[QStandardItem]]:
        """The rows of one group: what stands before and after those that differ stays."""
        before: Group = item.data(THING)
        head, tail = _alike(before.rows, group.rows)
        yield
        self._remove(item, head, len(before.rows) - tail)
        made: list[QStandardItem] = []
        new = group.rows[head : len(group.rows) - tail]
        for at in range(0, len(new), _PART):
            rows = [_row(row) for row in new[at : at + _PART]]
            item.insertRows(head + at, rows)
            for row in rows:
                self.items |= dict(_with_below(row))
            made += [row for row in rows if row.rowCount()]
            yield
        item.setData(group, THING)
        item.setAccessibleDescription(tr("{} resources").format(len(group.rows)))
        return made

    def _remove(self, item: QStandardItem, first: int, end: int) -> None:
        for at in range(first, end):
            for key, _ in _with_below(item.child(at)):
                self.items.pop(key, None)
        if end > first:
            item.removeRows(first, end - first)


class OutlineFilter(QSortFilterProxyModel):
    """Keeps what has the text in its name or its kind, with the group above it and the routes below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)
        self._wanted = ""

    def set_text(self, text: str) -> None:
        self._wanted = text.strip().casefold()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        if not self._wanted:
            return True
        thing = self.sourceModel().index(row, 0, parent).data(THING)
        return not isinstance(thing, Group) and self._wanted in f"{thing.method} {thing.title} {thing.tip}".casefold()

    def matches(self) -> int:
        """How many resources are left."""
        return sum(self.rowCount(self.index(at, 0)) for at in range(self.rowCount()))


def _alike(before: tuple[Row, ...], after: tuple[Row, ...]) -> tuple[int, int]:
    """How many rows are the same at the beginning, and how many of the others at the end."""
    pairs = list(zip(before, after, strict=False))
    head = next((at for at, (one, other) in enumerate(pairs) if one != other), len(pairs))
    ends = list(zip(reversed(before[head:]), reversed(after[head:]), strict=False))
    return head, next((at for at, (one, other) in enumerate(ends) if one != other), len(ends))


def _group(group: Group) -> QStandardItem:
    """A group that has no rows yet."""
    item = _item(replace(group, rows=()), group.title, group.family)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item


def _item(thing: Group | Row, title: str, key: str) -> QStandardItem:
    item = QStandardItem(title)
    item.setData(thing, THING)
    item.setData(key, ID)
    item.setEditable(False)
    return item


def _row(row: Row) -> QStandardItem:
    item = _item(row, f"{row.method} {row.title}".strip(), row.id)
    item.setToolTip(row.tip)
    item.appendRows([_row(inner) for inner in row.rows])
    return item


def _with_below(item: QStandardItem) -> Iterator[tuple[str, QStandardItem]]:
    yield item.data(ID), item
    for at in range(item.rowCount()):
        yield from _with_below(item.child(at))
