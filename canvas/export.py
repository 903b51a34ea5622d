"""Export of a picture: PNG at 1 to 4 times, SVG, PDF; without a display, too.

    export(architecture, Path("picture.svg"), theme="dark")

The format follows the suffix. Everything is painted with vectors: an SVG or PDF stays sharp and small. An SVG carries
its words as outlines and once more as its description. Without a
running Qt application one is made on Qt's `offscreen` platform.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from ..resources.architecture import Architecture
from ..resources.whole_files import write_whole
from .folding import folded
from .layout.compose import Job, compose
from .look import fonts
from .look.theme import Name, Theme
from .picture import Picture, picture_of
from .routing.wires import Point
from .sheet import Sheet
from .sizes import card_size, graph_of
from .words import tr

_LARGEST = 24_000
_PDF_DPI = 96

_application: QApplication | None = None


class ExportError(ValueError):
    """The picture cannot be written; the text says where, why, and what to do."""


def export(
    architecture: Architecture,
    path: Path | str,
    *,
    theme: Name = "light",
    scale: float = 2.0,
    title: bool = True,
    legend: bool = True,
    positions: Mapping[str, Point] | None = None,
    only: Collection[str] | None = None,
    subtitle: str | None = None,
    date: str | None = None,
    unfolded: Collection[str] = (),
) -> Path:
    """Writes the picture to PATH and gives it back. Raises ExportError.

    `positions` are places by hand or the map's own; `only` are the ids of the resources to show. `date` is ISO, today
    when it is None and left out when it is empty.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ExportError(f"{path}: {path.suffix or 'no suffix'} is not a picture format. Use .png, .svg or .pdf.")
    ensure_application()
    picture = _chosen(folded(picture_of(architecture), frozenset(unfolded)), only)
    if not picture.cards:
        raise ExportError(f"{path}: there is nothing to draw. Open a project with resources, or select some.")
    sheet = _sheet(architecture, picture, theme, positions or {}, title, legend, subtitle, date, whole=only is None)
    data = writer(sheet, scale)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
    return path


def image_of(sheet: Sheet, scale: float = 2.0) -> QImage:
    """The sheet as an image, for the clipboard and for PNG."""
    width, height = (round(side * scale) for side in sheet.size)
    if max(width, height) > _LARGEST:
        raise ExportError(f"At {scale:g}× the picture is {width} × {height} pixels. Use a smaller scale, SVG or PDF.")
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(_PDF_DPI * scale / 0.0254))
    image.setDotsPerMeterY(round(_PDF_DPI * scale / 0.0254))
    painter = QPainter(image)
    painter.scale(scale, scale)
    sheet.paint(painter)
    painter.end()
    return image


def ensure_application() -> None:
    """A Qt application for fonts and painting: the running one, or one without a display."""
    global _application
    if QApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _application = QApplication([])
    fonts.install()


def _chosen(picture: Picture, only: Collection[str] | None) -> Picture:
    """The cards that were asked for and the lines between them."""
    if only is None:
        return picture
    keys = {picture.card_of[key] for key in only if key in picture.card_of}
    cards = tuple(card for card in picture.cards if card.id in keys)
    return Picture(cards, tuple(line for line in picture.lines if line.start in keys and line.end in keys))


def _sheet(
    architecture: Architecture,
    picture: Picture,
    theme: Name,
    positions: Mapping[str, Point],
    title: bool,
    legend: bool,
    subtitle: str | None,
    date: str | None,
    *,
    whole: bool,
) -> Sheet:
    graph = graph_of(picture, {card.id: card_size(card) for card in picture.cards})
    fixed = {key: place for key, place in positions.items() if key in graph.by_id}
    done = compose(Job(graph, fixed))
    return Sheet(
        picture,
        done.places,
        done.routes,
        Theme.load(theme),
        architecture.project.name if title else "",
        tr("Architecture from the code") if subtitle is None else subtitle,
        datetime.date.today().isoformat() if date is None else date,
        legend,
        len(architecture.links) if whole else None,
    )


def _png(sheet: Sheet, scale: float) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image_of(sheet, min(max(scale, 0.25), 4.0))):
        raise ExportError("Qt could not write the image. Use SVG instead.")
    return bytes(data.data())


def _svg(sheet: Sheet, _scale: float) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    width, height = sheet.size
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setResolution(_PDF_DPI)
    generator.setTitle(sheet.title or tr("Architecture"))
    generator.setDescription(sheet.words)
    painter = QPainter(generator)
    sheet.paint(painter)
    painter.end()
    return bytes(data.data())


def _pdf(sheet: Sheet, _scale: float) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    width, height = sheet.size
    points = QSizeF(width * 72 / _PDF_DPI, height * 72 / _PDF_DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(points, QPageSize.Unit.Point), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    writer.setTitle(sheet.title or tr("Architecture"))
    writer.setCreator("Archloom")
    writer.setResolution(1200)
    painter = QPainter(writer)
    painter.scale(1200 / _PDF_DPI, 1200 / _PDF_DPI)
    sheet.paint(painter)
    painter.end()
    return bytes(data.data())


_WRITERS = {".png": _png, ".svg": _svg, ".pdf": _pdf}
