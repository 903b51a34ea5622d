"""What can be tried after a deployment: the routes behind the URLs among its outputs. Qt-free.

A queue's URL is an address too, but for SQS alone: nobody opens it in a browser.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...deployer.events import Output
from ...resources.architecture import Architecture
from ..widgets.chips import split_label

_ANSWERING = {"router", "function", "web_app", "graph", "website"}


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    url: str

    @property
    def label(self) -> str:
        return f"{self.method} {self.url}"


def routes(architecture: Architecture, outputs: Iterable[Output]) -> tuple[Route, ...]:
    """Every route of every URL. A URL without known routes can be asked as it is."""
    made: list[Route] = []
    for output in outputs:
        if answers(output):
            base = output.value.rstrip("/")
            found = [Route(method, base + path) for method, path in _paths(architecture, output.subject)]
            made += found or [_whole(architecture, output.subject, base)]
    return tuple(dict.fromkeys(made))


def answers(output: Output) -> bool:
    """Is it the address of something that answers requests?"""
    return output.value.startswith(("http://", "https://")) and (
        output.subject is None or output.subject.partition(":")[0] in _ANSWERING
    )


def _paths(architecture: Architecture, subject: str | None) -> list[tuple[str, str]]:
    labels: list[str] = []
    for entry in sorted(architecture.entries, key=lambda entry: (entry.source, entry.label)):
        if entry.runs_in == subject:
            labels.append(entry.label)
        for link in architecture.links_of(entry.id):
            if link.kind == "trigger" and link.start == subject:
                labels += link.operations
    pairs = [_method_and_path(label) for label in labels]
    return [("GET" if method in ("ALL", "ANY") else method, path) for method, path in pairs if method]


def _method_and_path(label: str) -> tuple[str, str]:
    """A chain that LangServe serves is called by POST on `/invoke` below its path."""
    if label.startswith("LangServe /"):
        return "POST", label.removeprefix("LangServe ").rstrip("/") + "/invoke"
    return split_label(label)


def _whole(architecture: Architecture, subject: str | None, base: str) -> Route:
    """What stands behind a URL without routes: a graph, or something that answers anything."""
    resource = architecture.by_id.get(subject or "")
    return Route("POST", f"{base}/invoke") if resource and resource.kind == "graph" else Route("GET", f"{base}/")
