"""Try it: sends one request to a deployed endpoint and shows the answer, its status and how long it took."""

from __future__ import annotations

import json
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtWidgets import QPlainTextEdit

from ...canvas.look import fonts
from ..panels.highlight import Highlighter, pieces
from ..widgets.buttons import Button
from ..widgets.chips import Chip
from ..widgets.fields import Field, Select
from ..widgets.frames import Area, boxed, column, row
from ..widgets.text import Text
from .routes import Route

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TIMEOUT_MS = 120_000


class TryIt(Area):
    def __init__(self) -> None:
        super().__init__()
        self._network: QNetworkAccessManager | None = None
        self._reply: QNetworkReply | None = None
        self._began = 0.0
        self._routes: tuple[Route, ...] = ()
        self.method = Select("", [(word, word) for word in METHODS], "GET")
        self.url = Field(self.tr("URL"), height=28, style="row_code")
        self.known = Select("", icon="signpost")
        self.send = Button(self.tr("Send"), "play", "main", self._send)
        self.body = _editor(self.tr("Body of the request"))
        self.body.setPlaceholderText('{"text": "Hello"}')
        self.body.setFixedHeight(58)
        self.answer = _editor(self.tr("Answer"))
        self.answer.setReadOnly(True)
        self._status = Chip("", "neutral", style="control")
        self._time = Text("", "row_code", "text_2")
        self._colors = Highlighter(self.answer)
        self.known.chosen.connect(lambda label: self._choose(next(r for r in self._routes if r.label == label)))
        self.url.returnPressed.connect(self._send)
        head = Area(row(Text(self.tr("Try it"), "section", "text_2"), None, self._status, self._time,
                        margins=(16, 0, 12, 0)), rule="bottom")  # fmt: skip
        head.setFixedHeight(28)
        line = boxed(row(self.method, self.url, self.send, spacing=6))
        self.setLayout(
            column(head, boxed(column(self.known, 6, line, 6, self.body, 6, self.answer, margins=(16, 8, 12, 8))))
        )
        self._status.hide()

    def show_routes(self, known: tuple[Route, ...]) -> None:
        self._routes = known
        self.known.setVisible(len(known) > 1)
        self.setEnabled(bool(known))
        if known:
            first = next((route for route in known if route.url == self.url.text()), known[0])
            self.known.set_choices([(route.label, _short(route)) for route in known], first.label)
            self._choose(first)
        else:
            self._forget()

    def _forget(self) -> None:
        """Nothing is there that could be asked: what the last one answered is of no use."""
        self.url.clear()
        self.answer.clear()
        self._time.clear()
        self._status.set("", "neutral")
        self._status.hide()

    @property
    def status(self) -> str:
        """`200 OK`, or what stands in its place."""
        return self._status.accessibleName()

    def choose(self, method: str, path: str) -> None:
        """Take a known route. Raises StopIteration when there is none such."""
        self._choose(next(r for r in self._routes if r.method == method and r.url.endswith(path)))

    def _choose(self, route: Route) -> None:
        self.method.set_value(route.method)
        self.url.setText(route.url)
        self.known.set_value(route.label)

    def _send(self) -> None:
        if self._reply is not None or not self.url.text():
            return
        from PySide6.QtNetwork import QNetworkAccessManager, QNetworkRequest  # with the first request

        self._network = self._network or QNetworkAccessManager(self)
        request = QNetworkRequest(QUrl(self.url.text().strip()))
        request.setTransferTimeout(TIMEOUT_MS)
        body = self.body.toPlainText().strip() if self.method.value not in ("GET", "DELETE") else ""
        if body:
            kind = "application/json" if _is_json(body) else "text/plain"
            request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, kind)
        self._began = monotonic()
        self._status.set(self.tr("Waiting"), "running")
        self._status.show()
        self.send.setEnabled(False)
        verb = QByteArray(self.method.value.encode())
        self._reply = self._network.sendCustomRequest(request, verb, QByteArray(body.encode()))
        self._reply.finished.connect(self._answered)

    def _answered(self) -> None:
        reply, self._reply = self._reply, None
        assert reply is not None
        from PySide6.QtNetwork import QNetworkRequest

        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        text = bytes(reply.readAll().data()).decode("utf-8", "replace")
        self._time.setText(f"{round((monotonic() - self._began) * 1000):,} ms")
        if status is None:
            self._status.set(self.tr("No answer"), "error")
            text = reply.errorString()
        else:
            self._status.set(f"{status} {_phrase(int(status))}".strip(), "success" if status < 400 else "error")
        text = _pretty(text) or self.tr("(no body)")
        self.answer.setPlainText(text)
        self._colors.show_pieces(pieces(text, "answer.json") if text[:1] in "{[" else ())
        self.send.setEnabled(True)
        reply.deleteLater()


def _editor(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setFont(fonts.font("evidence"))
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    return made


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _short(route: Route) -> str:
    return f"{route.method} {QUrl(route.url).path() or '/'}"
