"""draw.io (diagrams.net): a page of cells that can be moved and styled there.

Cards stand in columns by how far they are from what starts the work; draw.io has its own Arrange > Layout for more.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...resources.architecture import Architecture, Link, Resource
from .parts import card_lines, end_of, has_rows, keys, link_label

WIDTH, HEAD, ROW, COLUMN_GAP, ROW_GAP = 200, 56, 28, 140, 24

_CARD = "rounded=1;arcSize=8;whiteSpace=wrap;html=1;fillColor=#ffffff;strokeColor=#c6ccd6;fontSize=12;"
_HOLDER = (
    "swimlane;html=1;childLayout=stackLayout;horizontal=1;startSize=56;horizontalStack=0;resizeParent=1;rounded=1;"
    "arcSize=8;fillColor=#ffffff;strokeColor=#c6ccd6;fontSize=12;fontStyle=0;"
)
_ROW = "text;html=1;align=left;verticalAlign=middle;spacingLeft=10;portConstraint=eastwest;fontSize=11;"
_EDGE = "edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;fontSize=10;strokeColor=#7a828f;"


def text(architecture: Architecture) -> str:
    """The XML of one page."""
    file = Element("mxfile", host="archloom")
    diagram = SubElement(file, "diagram", name=architecture.project.name or "Architecture")
    model = SubElement(diagram, "mxGraphModel", grid="1", gridSize="4", page="0")
    root = SubElement(model, "root")
    SubElement(root, "mxCell", id="0")
    SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    _cards(root, architecture)
    for number, link in enumerate(architecture.links, 1):
        _edge(root, architecture, link, f"l{number}")
    indent(file, " ")
    return tostring(file, encoding="unicode") + "\n"


def _cards(root: Element, architecture: Architecture) -> None:
    below: dict[int, int] = {}
    columns = _columns(architecture)
    for resource in architecture.resources:
        column = columns[resource.id]
        top = below.get(column, 0)
        below[column] = top + _card(root, architecture, resource, column * (WIDTH + COLUMN_GAP), top) + ROW_GAP


def _card(root: Element, architecture: Architecture, resource: Resource, x: int, y: int) -> int:
    """Adds a card and returns its height."""
    key, rows = keys(architecture), architecture.entries_in(resource.id) if has_rows(architecture, resource) else ()
    height = HEAD + ROW * len(rows)
    name, second = card_lines(architecture, resource)
    value = f"<b>{_html(name)}</b><br>{_html(second)}"
    cell = _cell(root, key[resource.id], value, _HOLDER if rows else _CARD, "1")
    _geometry(cell, x, y, height)
    for number, entry in enumerate(rows):
        row = _cell(root, key[entry.id], _html(entry.label), _ROW, key[resource.id])
        _geometry(row, 0, HEAD + number * ROW, ROW)
    return height


def _edge(root: Element, architecture: Architecture, link: Link, key: str) -> None:
    ends = keys(architecture)
    cell = _cell(root, key, _html(link_label(link)), _EDGE + _line(link), "1", vertex=False)
    cell.set("source", ends[end_of(architecture, link.start)])
    cell.set("target", ends[end_of(architecture, link.end)])
    SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})


def _line(link: Link) -> str:
    if link.kind == "trigger":
        return "strokeWidth=2;endArrow=block;"
    dashed = "" if link.kind == "permission" and link.state == "proven" else "dashed=1;"
    return f"endArrow=oval;endSize=4;{dashed}"


def _cell(root: Element, key: str, value: str, style: str, parent: str, *, vertex: bool = True) -> Element:
    sort = {"vertex": "1"} if vertex else {"edge": "1"}
    return SubElement(root, "mxCell", {"id": key, "value": value, "style": style, "parent": parent} | sort)


def _geometry(cell: Element, x: int, y: int, height: int) -> None:
    box = {"x": str(x), "y": str(y), "width": str(WIDTH), "height": str(height), "as": "geometry"}
    SubElement(cell, "mxGeometry", box)


def _html(text: str) -> str:
    """Labels are HTML inside an attribute: escaped here for HTML, by ElementTree for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _columns(architecture: Architecture) -> dict[str, int]:
    """Longest way from a card without incoming lines, cycles cut after as many steps as there are cards."""
    pairs = {(_host(architecture, link.start), _host(architecture, link.end)) for link in architecture.links}
    column = {resource.id: 0 for resource in architecture.resources}
    for _ in range(min(len(column), 12)):
        for start, end in pairs:
            if start != end and column[end] <= column[start] < 12:
                column[end] = column[start] + 1
    return column


def _host(architecture: Architecture, item_id: str) -> str:
    entry = architecture.entry_by_id.get(item_id)
    return entry.runs_in if entry else item_id
