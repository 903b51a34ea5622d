"""Graphviz: `dot -Tsvg cloud.dot`. A card with rows is a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from ...resources.architecture import Architecture, Link
from .parts import card_lines, end_of, has_rows, keys, link_label

_HEAD = """\
digraph {name} {{
    rankdir=LR
    node [shape=box, style=rounded, fontname="Inter, Helvetica, sans-serif", fontsize=11]
    edge [fontname="Inter, Helvetica, sans-serif", fontsize=9, color="#7a828f"]
"""


def text(architecture: Architecture) -> str:
    head = _HEAD.format(name=_quoted(architecture.project.name or "architecture"))
    return head + "".join(f"    {line}\n" for line in (*_nodes(architecture), *_links(architecture))) + "}\n"


def _nodes(architecture: Architecture) -> Iterator[str]:
    key = keys(architecture)
    for resource in architecture.resources:
        name, second = card_lines(architecture, resource)
        if has_rows(architecture, resource):
            yield f"subgraph cluster_{key[resource.id]} {{"
            yield f"    label={_quoted(f'{name} · {second}')}"
            for entry in architecture.entries_in(resource.id):
                yield f"    {key[entry.id]} [label={_quoted(entry.label)}]"
            yield "}"
        else:
            yield f"{key[resource.id]} [label={_quoted(name, second)}]"


def _links(architecture: Architecture) -> Iterator[str]:
    key = keys(architecture)
    for link in architecture.links:
        start, end = (key[end_of(architecture, item)] for item in (link.start, link.end))
        yield f"{start} -> {end} [label={_quoted(link_label(link))}, style={_style(link)}]"


def _style(link: Link) -> str:
    if link.kind == "trigger":
        return "bold"
    if link.kind == "config":
        return "dotted"
    return "solid" if link.state == "proven" else "dashed"


def _quoted(*lines: str) -> str:
    escaped = (" ".join(line.split()).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
