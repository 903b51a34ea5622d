"""The Deployment tab: nothing yet, a preview being made, the preview, the deployment under way, its result."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from ...canvas import words
from ...resources.architecture import Architecture
from ...resources.kinds import KINDS
from ..widgets.buttons import Button
from ..widgets.frames import Area, boxed, column, row
from ..widgets.spinner import Spinner
from ..widgets.text import Paragraph, Text
from .live_page import LivePage
from .preview_page import PreviewPage
from .result_page import ResultPage
from .routes import routes
from .standing import Standing


class DeploymentPanel(Area):
    preview_wanted = Signal()
    apply_wanted = Signal(bool)
    cancel_wanted = Signal()
    resume_wanted = Signal()
    destroy_wanted = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._architecture: Architecture | None = None
        self._phase = ""
        self.leads_to_apply = False
        """Deploy was pressed: the focus goes to Apply once its preview is there."""
        self.preview, self.live, self.result = PreviewPage(), LivePage(), ResultPage()
        self._pages = QStackedWidget()
        for page in (self._empty(), self._working(), self.preview, self.live, self.result):
            self._pages.addWidget(page)
        self.setLayout(column(self._pages))
        self.preview.apply_wanted.connect(self.apply_wanted)
        self.preview.refresh_wanted.connect(self.preview_wanted)
        self.preview.tree.chosen.connect(self.chosen)
        self.live.chosen.connect(self.chosen)
        self.live.cancel_wanted.connect(self.cancel_wanted)
        self.result.preview_wanted.connect(self.preview_wanted)
        self.result.resume_wanted.connect(self.resume_wanted)
        self.result.destroy_wanted.connect(self.destroy_wanted)

    def set_architecture(self, architecture: Architecture) -> None:
        self._architecture = architecture

    def show_standing(self, standing: Standing, where: str, stack: str, now: float) -> None:
        """WHERE is `dev · Sandbox on this computer`, NOW a time in seconds since 1970."""
        before, self._phase = self._phase, standing.phase
        changed = before != standing.phase
        focus = self.window().focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        match standing.phase:
            case "none":
                self._pages.setCurrentIndex(0)
            case "previewing":
                self._pages.setCurrentIndex(1)
                self._message.setText(standing.message)
            case "previewed":
                if changed:
                    self.preview.show_standing(standing, self._describe, where, stack)
                self._pages.setCurrentIndex(2)
                if changed and (held or self.leads_to_apply):
                    self.preview.take_focus()
                self.leads_to_apply = False
            case "deploying" | "destroying":
                if changed:
                    self.live.begin(self.name_of)
                self.live.show_standing(standing, where, now)
                self._pages.setCurrentIndex(3)
                if changed and held:
                    self.live.log.setFocus()
            case _:
                self._show_result(standing, where)
                if changed and held and before in ("deploying", "destroying"):
                    self.result.take_focus()

    def name_of(self, subject: str) -> str:
        return self._describe(subject)[0]

    def _show_result(self, standing: Standing, where: str) -> None:
        assert self._architecture is not None
        titles = {"deployed": self.tr("Deployed"), "destroyed": self.tr("Destroyed"),
                  "failed": self.tr("Failed"), "cancelled": self.tr("Cancelled")}  # fmt: skip
        title = self.tr("No preview") if standing.was_preview else titles[standing.phase]
        found = routes(self._architecture, standing.outputs)
        self.result.show_standing(standing, where, title, found, self.name_of)
        self._pages.setCurrentIndex(4)

    def _describe(self, subject: str) -> tuple[str, str, str, str]:
        architecture = self._architecture
        resource = architecture.by_id.get(subject) if architecture else None
        if architecture is not None and resource is not None:
            kind = KINDS[resource.kind]
            return words.name_of(architecture, resource), kind.label, kind.icon, kind.family
        word, _, name = subject.partition(":")
        if word in KINDS:
            name = name.rpartition(".")[2] if KINDS[word].family == "compute" else name
            return name, KINDS[word].label, KINDS[word].icon, KINDS[word].family
        return subject, "", "cube", ""

    def _empty(self) -> Area:
        text = Paragraph(
            self.tr(
                "Not deployed yet. <a href='preview'>Preview</a> shows what would be made; "
                "nothing is touched until Apply."
            ),
            rich=True,
        )
        text.linkActivated.connect(lambda _link: self.preview_wanted.emit())
        return Area(column(text, None, margins=(16, 16, 16, 16)))

    def _working(self) -> Area:
        self._message = Paragraph("", "row", "text_2")
        cancel = Button(self.tr("Cancel"), "cancel", clicked=self.cancel_wanted.emit)
        line = boxed(row(Spinner(16), Text(self.tr("Making the preview"), "panel_title"), None, cancel))
        return Area(column(line, 8, self._message, None, margins=(16, 8, 12, 8)))
