"""The outline as a Qt model: groups, rows and their children as standard items; what is painted hangs on each item."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from ..words import tr
from .outline_rows import Group, Row

THING = Qt.ItemDataRole.UserRole
ID = THING + 1


class OutlineModel(QStandardItemModel):
    """Rebuilt whenever resources or entries change; 2,000 rows take some 20 ms."""

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        self.clear()
        for group in groups:
            item = _item(group, group.title, group.family)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setAccessibleDescription(tr("{} resources").format(len(group.rows)))
            item.appendRows([_row(row) for row in group.rows])
            self.appendRow(item)

    def items(self) -> Iterator[tuple[str, QStandardItem]]:
        """Id -> item, of every resource and entry."""
        for at in range(self.rowCount()):
            yield from _below(self.item(at))


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
        thing = self.sourceModel().index(row, 0, parent).data(THING)
        if not self._wanted:
            return True
        return not isinstance(thing, Group) and self._wanted in f"{thing.method} {thing.title} {thing.tip}".casefold()

    def matches(self) -> int:
        """How many resources are left."""
        return sum(self.rowCount(self.index(at, 0)) for at in range(self.rowCount()))


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


def _below(item: QStandardItem) -> Iterator[tuple[str, QStandardItem]]:
    for at in range(item.rowCount()):
        child = item.child(at)
        yield child.data(ID), child
        yield from _below(child)
