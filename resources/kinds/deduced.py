"""The kinds that code implies but does not declare: found in libraries, drawn, and some of them deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .function import KIND as FUNCTION
from .kind import Family, Kind, Operation, Property
from .model import KIND as MODEL

if TYPE_CHECKING:
    from ..actions import Verb


def _plain(*verbs: Verb) -> tuple[Operation, ...]:
    """Operations of something outside AWS, where an action is no more than a verb."""
    return tuple(Operation(verb, f"{verb}s it", verb, (verb,), usual=True) for verb in verbs)


def _kind(
    word: str,
    label: str,
    product: str,
    icon: str,
    family: Family,
    *operations: Operation,
    fact: str | None = None,
    properties: tuple[Property, ...] = (),
) -> Kind:
    return Kind(word, label, product, icon, family, operations=operations, fact=fact, properties=properties)


_SIZE = FUNCTION.properties  # memory, timeout and environment are those of the function that it becomes

KINDS: tuple[Kind, ...] = (
    _kind("web_app", "Web app", "Web app", "hard-drives", "compute", *FUNCTION.operations, properties=_SIZE),
    _kind("graph", "Graph", "LangGraph", "graph", "compute", *FUNCTION.operations, properties=_SIZE),
    _kind("ui_app", "User interface", "User interface", "app-window", "compute"),
    _kind("mcp_server", "MCP server", "MCP server", "plugs-connected", "compute", *_plain("invoke")),
    _kind("worker", "Worker", "Worker", "gear-six", "compute"),
    _kind("state_machine", "State machine", "State machine", "flow-arrow", "compute",
          Operation("start", "start a run", "invoke", ("states:StartExecution",), usual=True)),
    _kind("file_system", "File system", "File system", "folders", "data", *_plain("read", "write")),
    _kind("database", "Database", "Database", "database", "data", *_plain("read", "write")),
    _kind("cache", "Cache", "Cache", "memory", "data", *_plain("read", "write")),
    _kind("vector_store", "Vector store", "Vector store", "vector-three", "data", *_plain("read", "write")),
    _kind("search_index", "Search index", "Search index", "magnifying-glass", "data", *_plain("read", "write")),
    _kind("knowledge_base", "Knowledge base", "Bedrock KB", "books", "data",
          Operation("retrieve", "find passages", "read", ("bedrock:Retrieve",), usual=True)),
    _kind("local_store", "Local store", "On disk", "floppy-disk", "data", *_plain("read", "write")),
    MODEL,
    _kind("stream", "Stream", "Stream", "waves", "messaging", *_plain("read", "write")),
    _kind("event_bus", "Event bus", "Event bus", "lightning", "messaging",
          Operation("put", "send an event", "publish", ("events:PutEvents",), usual=True)),
    _kind("email", "Email", "Email", "envelope-simple", "messaging",
          Operation("send", "send a mail", "send", ("ses:SendEmail",), usual=True)),
    _kind("parameter", "Parameter", "Parameter", "sliders-horizontal", "security",
          Operation("get", "read the value", "read", ("ssm:GetParameter",), usual=True)),
    _kind("external_api", "External API", "API", "cloud", "outside", *_plain("invoke")),
    _kind("tracing", "Tracing", "Tracing", "pulse", "outside", *_plain("write")),
    _kind("aws_service", "AWS service", "AWS service", "cube", "outside", *_plain("invoke")),
)  # fmt: skip
