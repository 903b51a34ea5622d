"""What every text format shares: short ids, labels of cards and lines, and which cards hold rows."""

from __future__ import annotations

from ...resources.actions import label as label_of_actions
from ...resources.architecture import Architecture, Link, Resource
from ...resources.connecting import label_of
from ...resources.kinds import KINDS


def keys(architecture: Architecture) -> dict[str, str]:
    """Ids that every format takes: `r1`, `e1`, … in the architecture's own order."""
    resources = {resource.id: f"r{number}" for number, resource in enumerate(architecture.resources, 1)}
    return resources | {entry.id: f"e{number}" for number, entry in enumerate(architecture.entries, 1)}


def has_rows(architecture: Architecture, resource: Resource) -> bool:
    """Does its card show each entry, as the canvas does? A card of one entry of the same name does not."""
    inside = architecture.entries_in(resource.id)
    return len(inside) > 1 or any(entry.kind == "http" and resource.kind == "web_app" for entry in inside)


def end_of(architecture: Architecture, item_id: str) -> str:
    """The id at which a line ends: a row, or the card that stands for its only entry."""
    entry = architecture.entry_by_id.get(item_id)
    if entry is None or has_rows(architecture, architecture.by_id[entry.runs_in]):
        return item_id
    return entry.runs_in


def card_lines(architecture: Architecture, resource: Resource) -> tuple[str, str]:
    """Name and second line of a card: `orders`, `DynamoDB table · id`."""
    kind = KINDS[resource.kind]
    fact = resource.properties.get(kind.fact) if kind.fact else None
    return label_of(architecture, resource.id), f"{kind.product} · {fact}" if fact is not None else kind.product


def link_label(link: Link) -> str:
    """What a line says: `read · write`, for a trigger its routes."""
    if link.kind == "trigger":
        return ", ".join(link.operations)
    return label_of_actions(link.actions, link.operations) if link.kind == "permission" else "setting"
