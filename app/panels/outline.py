"""The outline: everything that the picture shows, as a tree with a filter. Selecting here selects on the canvas."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTreeView, QWidget

from ...canvas.picture_cache import steps_for
from ...canvas.slices import Result, Slices, Steps
from ...resources.architecture import Architecture
from ..widgets.fields import Field
from ..widgets.frames import Area, column
from ..widgets.text import Paragraph
from .outline_model import ID, THING, OutlineFilter, OutlineModel
from .outline_paint import Badge, OutlinePainter
from .outline_rows import Group, outline

_SMALL = 150
"""Fewer resources are listed at once."""


class OutlineTree(QTreeView):
    """A tree without lines; a click on a group folds it."""

    accepted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setProperty("keyboard", False)
        index = self.indexAt(event.position().toPoint())
        if isinstance(index.data(THING), Group):
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if found := self.indexAt(event.position().toPoint()).data(ID):
            self.accepted.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.setProperty("keyboard", True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (found := self.currentIndex().data(ID)):
            self.accepted.emit(found)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        by_tab = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.setProperty("keyboard", event.reason() in by_tab)
        super().focusInEvent(event)

    def drawBranches(self, *_arguments: object) -> None:
        """The painter of the rows draws the carets."""

    def _menu(self, at: QPoint) -> None:
        if (found := self.indexAt(at).data(ID)) and not isinstance(self.indexAt(at).data(THING), Group):
            self.menu_wanted.emit(found, self.viewport().mapToGlobal(at))


class Outline(Area):
    """`selected` carries ids, `accepted` one that was double clicked, `menu_wanted` an id and a place."""

    selected = Signal(object)
    accepted = Signal(str)
    menu_wanted = Signal(str, QPoint)
    filtered = Signal(object)
    """The ids that the filter leaves; None when there is no filter."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = Field(self.tr("Filter"), "filter", "Ctrl+F")
        self.tree = OutlineTree()
        self.tree.setAccessibleName(self.tr("Outline"))
        self._model, self._shown = OutlineModel(), OutlineFilter()
        self._shown.setSourceModel(self._model)
        self._painter = OutlinePainter(self.tree)
        self.tree.setModel(self._shown)
        self.tree.setItemDelegate(self._painter)
        self._nothing = Paragraph("", "row", "text_2", rich=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.tree)
        self._pages.addWidget(_padded(self._nothing))
        self.setLayout(column(_padded(self.filter), self._pages))
        self._folded: set[str] = set()
        self._slices, self._filtering = Slices(self), Slices(self)
        self._quiet = False
        self._connect()

    def show_architecture(self, architecture: Architecture) -> None:
        """A large one comes in steps."""
        self._slices.run(self._showing(architecture))
        if len(architecture.resources) < _SMALL:
            self._slices.finish()

    def begin(self) -> None:
        """Another project: nothing is listed, and nothing said, before it was read."""
        self._slices.cancel()
        self._filtering.cancel()
        self._folded.clear()
        self.filter.clear()
        self._quiet = True
        self._model.forget()
        self._quiet = False
        self._nothing.setText("")
        self._pages.setCurrentIndex(1)

    def _showing(self, architecture: Architecture) -> Steps:
        yield from steps_for(architecture)  # the outline lists what it has
        groups = outline(architecture)
        yield
        chosen = self.selection()
        made = yield from self._quietly(self._model.show_groups(groups))
        for item in made:
            if item.data(ID) not in self._folded or self.filter.text():
                self.tree.expand(self._shown.mapFromSource(item.index()))
            yield
        if self.selection() != chosen:
            self.select(chosen)
        self._show_page()

    def _quietly(self, work: Generator[None, None, Result]) -> Generator[None, None, Result]:
        """Rows that come and go by themselves are chosen by nobody."""
        while True:
            self._quiet = True
            try:
                next(work)
            except StopIteration as end:
                return end.value
            finally:
                self._quiet = False
            yield

    @property
    def words(self) -> str:
        """What it says when there is nothing to list."""
        return self._nothing.text() if self._pages.currentIndex() == 1 else ""

    def shown_titles(self) -> list[str]:
        """The names of the resources that the filter leaves."""
        return [index.data() for index in self._shown_rows()]

    def index_of(self, thing_id: str) -> QModelIndex:
        """Where a thing stands in the tree; an invalid index when it is filtered out."""
        item = self._model.items.get(thing_id)
        return self._shown.mapFromSource(item.index()) if item is not None else QModelIndex()

    def set_badges(self, badges: Mapping[str, Badge]) -> None:
        self._painter.badges = badges
        self.tree.viewport().update()

    def selection(self) -> tuple[str, ...]:
        return tuple(index.data(ID) for index in self.tree.selectionModel().selectedIndexes())

    def select(self, ids: Iterable[str]) -> None:
        """Select without telling anybody: this follows the canvas."""
        found = [index for key in ids if (index := self.index_of(key)).isValid()]
        first = min(found, key=_place, default=QModelIndex())
        self._quiet = True
        model = self.tree.selectionModel()
        model.select(_ranges(found), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if first.isValid():
            model.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.tree.scrollTo(first)
        self._quiet = False

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.moved.connect(lambda _step: self.tree.setFocus())
        self.tree.selectionModel().selectionChanged.connect(self._tell)
        self.tree.accepted.connect(self.accepted)
        self.tree.menu_wanted.connect(self.menu_wanted)
        self.tree.collapsed.connect(lambda index: self._quiet or self._folded.add(index.data(ID)))
        self.tree.expanded.connect(lambda index: self._quiet or self._folded.discard(index.data(ID)))
        self._nothing.linkActivated.connect(lambda _link: self.filter.clear())

    def _tell(self) -> None:
        if not self._quiet:
            self.selected.emit(self.selection())

    def _filter_changed(self, text: str) -> None:
        self._filtering.cancel()
        self._filtering.run(self._filter(text))
        if self._count() < _SMALL:
            self._filtering.finish()

    def _filter(self, text: str) -> Steps:
        """The list, and the map a frame later: it follows what was typed last."""
        self._shown.set_text(text)
        yield
        self._unfold()
        self._show_page()
        yield
        self.filtered.emit(self._shown_ids() if text.strip() else None)

    def _shown_ids(self) -> tuple[str, ...]:
        return tuple(index.data(ID) for index in self._shown_rows())

    def _shown_rows(self) -> Iterator[QModelIndex]:
        """The resources that the filter leaves."""
        for at in range(self._shown.rowCount()):
            group = self._shown.index(at, 0)
            yield from (self._shown.index(row, 0, group) for row in range(self._shown.rowCount(group)))

    def _unfold(self) -> None:
        self._quiet = True
        self.tree.expandAll()
        for at in range(self._shown.rowCount()):
            index = self._shown.index(at, 0)
            if index.data(ID) in self._folded and not self.filter.text():
                self.tree.collapse(index)
        self._quiet = False

    def _count(self) -> int:
        return sum(self._model.item(at).rowCount() for at in range(self._model.rowCount()))

    def _show_page(self) -> None:
        count = self._count()
        if self.filter.text() and count and not self._shown.matches():
            words = self.tr("The filter hides all %n resources.", "", count)
            self._nothing.setText(f'{words} <a href="clear">{self.tr("Clear filter")}</a>')
            self._pages.setCurrentIndex(1)
        elif not count:
            self._nothing.setText(self.tr("No cloud resources yet. Press <b>/</b> to add something."))
            self._pages.setCurrentIndex(1)
        else:
            self._pages.setCurrentIndex(0)


def _place(index: QModelIndex) -> tuple[int, ...]:
    """Where a row stands, from the top of the tree."""
    return (*_place(index.parent()), index.row()) if index.isValid() else ()


def _ranges(indexes: Iterable[QModelIndex]) -> QItemSelection:
    """Rows that stand below each other as one: Qt takes long for thousands by themselves."""
    chosen, run = QItemSelection(), list[QModelIndex]()
    for index in sorted(indexes, key=_place):
        if run and (index.parent() != run[-1].parent() or index.row() != run[-1].row() + 1):
            chosen.select(run[0], run[-1])
            run = []
        run.append(index)
    if run:
        chosen.select(run[0], run[-1])
    return chosen


def _padded(widget: QWidget) -> QWidget:
    return Area(column(widget, margins=(8, 8, 8, 8)))


__all__ = ["Badge", "Outline"]
