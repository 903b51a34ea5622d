"""Files of a picture: formats, themes, parts, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

from archloom.canvas.export import ExportError, export
from archloom.resources.architecture import Architecture, ProjectInfo

SVG = "{http://www.w3.org/2000/svg}"
TITLE_DATE = {"date": "2026-06-15", "subtitle": "Architecture from the code at b81e204"}


@pytest.mark.parametrize(("suffix", "head"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_each_format_is_written(tmp_path: Path, docs_chatbot: Architecture, suffix: str, head: bytes) -> None:
    path = export(docs_chatbot, tmp_path / f"picture{suffix}")
    assert path.read_bytes().startswith(head)


def test_the_svg_says_in_words_what_it_shows_and_has_no_pixels(tmp_path: Path, docs_chatbot: Architecture) -> None:
    tree = ElementTree.parse(export(docs_chatbot, tmp_path / "p.svg", **TITLE_DATE))
    words = tree.findtext(f"{SVG}desc") or ""
    assert tree.findtext(f"{SVG}title") == "docs-chatbot"
    assert "conversations: DynamoDB · session_id" in words
    assert "POST /chat → conversations: read · write" in words
    assert not list(tree.iter(f"{SVG}image"))


def test_the_svg_needs_no_font_and_is_read_without_complaint(tmp_path: Path, docs_chatbot: Architecture, qtlog) -> None:
    path = export(docs_chatbot, tmp_path / "p.svg")
    assert "<text" not in path.read_text()
    assert QSvgRenderer(str(path)).isValid()
    assert qtlog.records == []


def test_title_and_legend_can_be_left_out(tmp_path: Path, docs_chatbot: Architecture) -> None:
    whole = QImage(str(export(docs_chatbot, tmp_path / "a.png", scale=1)))
    bare = QImage(str(export(docs_chatbot, tmp_path / "b.png", scale=1, title=False, legend=False)))
    assert bare.height() < whole.height() - 150


def test_a_png_grows_with_its_scale(tmp_path: Path, docs_chatbot: Architecture) -> None:
    small = QImage(str(export(docs_chatbot, tmp_path / "a.png", scale=1)))
    large = QImage(str(export(docs_chatbot, tmp_path / "b.png", scale=3)))
    assert large.width() == 3 * small.width()


@pytest.mark.parametrize(("theme", "ground"), [("light", "#f3f4f7"), ("dark", "#121418")])
def test_the_ground_is_the_canvas_of_the_theme(tmp_path: Path, docs_chatbot: Architecture, theme, ground: str) -> None:
    image = QImage(str(export(docs_chatbot, tmp_path / "p.png", theme=theme, scale=1)))
    assert image.pixelColor(2, 2) == QColor(ground)


def test_a_selection_shows_its_cards_and_the_lines_between_them(tmp_path: Path, docs_chatbot: Architecture) -> None:
    only = ["queue:ingest", "function:app.main.index_document"]
    text = export(docs_chatbot, tmp_path / "p.svg", only=only).read_text()
    assert "ingest → index_document: trigger" in text
    assert "conversations" not in text


def test_two_exports_of_one_picture_are_the_same(tmp_path: Path, docs_chatbot: Architecture) -> None:
    one = export(docs_chatbot, tmp_path / "a.svg", date="2026-06-15").read_bytes()
    assert export(docs_chatbot, tmp_path / "b.svg", date="2026-06-15").read_bytes() == one


def test_an_unknown_suffix_is_refused_with_what_would_work(tmp_path: Path, docs_chatbot: Architecture) -> None:
    with pytest.raises(ExportError, match=r"Use \.png, \.svg or \.pdf"):
        export(docs_chatbot, tmp_path / "p.bmp")


def test_an_empty_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nothing to draw"):
        export(Architecture(ProjectInfo("empty", 0, 0)), tmp_path / "p.png")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, docs_chatbot: Architecture) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export(docs_chatbot, tmp_path / "file" / "p.svg")


def test_it_works_without_a_display_and_without_an_application(tmp_path: Path) -> None:
    code = (
        "import sys; from archloom.canvas.export import export; from archloom.resources.architecture import *;"
        "r = Resource('bucket:docs', 'bucket', 's3', 'docs', None, 'declared', Span('a.py', 1));"
        "export(Architecture.of(ProjectInfo('p', 1, 1), [r]), sys.argv[1])"
    )
    path = tmp_path / "p.png"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, env={"PATH": "/usr/bin:/bin"})
    assert not QImage(str(path)).isNull()
