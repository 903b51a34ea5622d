"""The callout at a card that failed: what was refused and why, the next step, and what can be done now.

It lies on the canvas above the card (below it where there is no room) and goes with it when the map moves.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ...canvas.view import CanvasView
from .. import look
from ..widgets.buttons import Button
from ..widgets.frames import boxed, column, hairline, row
from ..widgets.text import Paragraph, Text

WIDTH, TAIL = 228, 7


class Callout(QWidget):
    resume_wanted = Signal()

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view, self._card, self._below = view, "", False
        self._title = Text("", "section", "state:error")
        self._message = Paragraph("", "secondary", "text")
        self._next = Paragraph("", "secondary", "text_2")
        copy = Button(self.tr("Copy message"), "", "link", self._copy)
        self._resume = Button(self.tr("Resume"), "", "link", self.resume_wanted.emit)
        links = boxed(row(copy, self._resume, None, spacing=12))
        content = column(
            self._title, 3, self._message, 8, hairline(), 8, self._next, 4, links,
            margins=(12, 10 + TAIL, 12, 10 + TAIL),
        )  # fmt: skip
        self.setLayout(content)
        self.setFixedWidth(WIDTH)
        view.camera.changed.connect(lambda _zoom: self._place())
        view.arranged.connect(self._place)
        view.zoom_changed.connect(lambda _zoom: self._place())
        self.hide()

    def point_at(self, card: str, title: str, message: str, next_step: str, busy: bool) -> None:
        """Show it at a card of the picture; a card that is not there hides it. While it is BUSY nothing resumes."""
        self._card = card
        self._title.setText(title)
        self._message.setText(message)
        self._next.setText(self.tr("Next: {}").format(next_step) if next_step else "")
        self._next.setVisible(bool(next_step))
        self._resume.setEnabled(not busy)
        self.setFixedHeight(self.heightForWidth(WIDTH))
        self._place()

    def close_it(self) -> None:
        self._card = ""
        self.hide()

    def _place(self) -> None:
        item = self._view.stage.items_by_id.get(self._card)
        if item is None:
            self.hide()
            return
        card = self._view.mapFromScene(item.rect).boundingRect()
        above = card.top() - self.height() - 10
        self._below = above < 4
        x = max(4, min(card.left(), self._view.width() - WIDTH - 4))
        self.move(x, card.bottom() if self._below else above)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.current().state("error").stroke, 1))
        painter.setBrush(look.color("raised"))
        painter.drawPath(self._outline())

    def _outline(self) -> QPainterPath:
        """A rounded box with a tail that points to the card."""
        box = QRectF(0.5, TAIL + 0.5, self.width() - 1, self.height() - 2 * TAIL - 1)
        path = QPainterPath()
        path.addRoundedRect(box, 8, 8)
        tail = QPainterPath()
        edge, tip = (box.top(), 0.5) if self._below else (box.bottom(), self.height() - 0.5)
        tail.moveTo(QPointF(22, edge))
        tail.lineTo(QPointF(30, tip))
        tail.lineTo(QPointF(38, edge))
        return path.united(tail)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._message.text()}\n{self._next.text()}".strip())

    def mousePressEvent(self, event: object) -> None:
        """Clicks beside the links stay here and do not reach the map."""
