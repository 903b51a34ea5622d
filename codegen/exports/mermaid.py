"""Mermaid's flowchart: what GitHub, GitLab and most wikis draw by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from ...resources.architecture import Architecture, Link, Resource
from .parts import card_lines, end_of, has_rows, keys, link_label


def text(architecture: Architecture) -> str:
    """The flowchart, left to right: a subgraph for each card with rows, dashes for what is only declared."""
    return "\n".join(["flowchart LR", *_nodes(architecture), *_links(architecture)]) + "\n"


def _nodes(architecture: Architecture) -> Iterator[str]:
    key = keys(architecture)
    for resource in architecture.resources:
        name, second = card_lines(architecture, resource)
        if has_rows(architecture, resource):
            yield from _subgraph(architecture, resource, f"{_quoted(name)} · {_quoted(second)}")
        else:
            yield f'    {key[resource.id]}["{_quoted(name)}<br/>{_quoted(second)}"]'


def _subgraph(architecture: Architecture, resource: Resource, title: str) -> Iterator[str]:
    key = keys(architecture)
    yield f'    subgraph {key[resource.id]}["{title}"]'
    for entry in architecture.entries_in(resource.id):
        yield f'        {key[entry.id]}["{_quoted(entry.label)}"]'
    yield "    end"


def _links(architecture: Architecture) -> Iterator[str]:
    key = keys(architecture)
    for link in architecture.links:
        start, end = (key[end_of(architecture, item)] for item in (link.start, link.end))
        label = _quoted(link_label(link))
        yield f'    {start} {_arrow(link)}|"{label}"| {end}' if label else f"    {start} {_arrow(link)} {end}"


def _arrow(link: Link) -> str:
    if link.kind == "trigger":
        return "==>"
    return "-->" if link.kind == "permission" and link.state == "proven" else "-.->"


def _quoted(text: str) -> str:
    """Mermaid reads entity codes inside quotation marks."""
    for sign, code in (("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;")):
        text = text.replace(sign, code)
    return " ".join(text.split())
