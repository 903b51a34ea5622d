"""What a use of something outside of AWS needs: no IAM permission, but a way there and a key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ...canvas import words
from ...resources.architecture import Architecture, Link, Resource
from ...resources.connecting import label_of
from ..widgets.text import Elided, Paragraph
from .sections import Section, property_row

_HERE = ("local", "disk", "memory", "python")


def tr(text: str) -> str:
    return QCoreApplication.translate("Access", text)


def access_section(link: Link, architecture: Architecture) -> QWidget:
    """Where a permission in AWS shows its statement."""
    resource = architecture.by_id[link.end]
    section = Section(tr("Access"), tr("not a matter of IAM"))
    section.add(Paragraph(_sentence(link, resource, architecture), "row", "text"))
    section.body.addSpacing(4)
    section.add(property_row(tr("IAM"), Elided(tr("nothing to grant"), "row")))
    if not is_here(resource):
        section.add(property_row(tr("Network"), Elided(tr("a way out to {}").format(_whose(resource)), "row")))
        keys = keys_of(link, architecture)
        shown = ", ".join(label_of(architecture, key.id) for key in keys) or tr("none found in the code")
        section.add(property_row(tr("Key"), Elided(shown, "row_code" if keys else "row", "text" if keys else "text_2")))
    return section


def is_here(resource: Resource) -> bool:
    """Does it live where the code runs?"""
    return resource.kind == "local_store" or resource.service.casefold() in _HERE


def keys_of(link: Link, architecture: Architecture) -> tuple[Resource, ...]:
    """The secrets that the same entry reads: those that bear the name of the service, else all of them."""
    read = [other.resource for other in architecture.links_of(link.entry) if other.kind != "trigger"]
    secrets = [architecture.by_id[key] for key in dict.fromkeys(read) if architecture.by_id[key].kind == "secret"]
    service = architecture.by_id[link.end].service.casefold()
    named = [item for item in secrets if service and service in f"{item.name} {item.env}".casefold()]
    return tuple(named or secrets)


def _sentence(link: Link, resource: Resource, architecture: Architecture) -> str:
    name = words.name_of(architecture, resource)
    if is_here(resource):
        return tr("{} lives where the code runs; a deployment grants nothing for it.").format(name)
    start = label_of(architecture, link.start)
    return tr("{} reaches {} over the network. {} asks for a key, not for a role in AWS.").format(
        start, name, _whose(resource)
    )


def _whose(resource: Resource) -> str:
    """`OpenAI`: who answers."""
    return words.service_name(resource.service or resource.name or resource.env or resource.kind)
