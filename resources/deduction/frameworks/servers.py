"""MCP servers and user interfaces (Chainlit, Streamlit)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import attributes, calls, containers, context, naming, running
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..values import (
    Arguments,
    Bound,
    Const,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Unknown,
    Value,
    join,
)  # fmt: skip
from . import hosts
from .guards import guarded
from .registry import injected, methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

# -- MCP --

MCP = (
    "mcp.server.fastmcp.FastMCP", "fastmcp.FastMCP", "mcp.server.FastMCP", "fastmcp.server.FastMCP",
    "mcp.server.lowlevel.Server", "mcp.server.Server", "mcp.server.lowlevel.server.Server",
)  # fmt: skip


def _mcp_host(owner: LibObject, place: Place) -> Host:
    return Host("mcp_server", "mcp", owner, owner.place or place)


for _path in MCP:

    def _make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        made = m.library_object(path, path, place, a)
        lifespan = a.get("lifespan")
        if lifespan is not None:
            m.scratch["mcp lifespan"] = lifespan, made
        hosts.start_up(m, _mcp_host(made, place), (lifespan,) if lifespan is not None else ())
        for tool in _items(m, f, a.get("tools")):
            _tool(m, tool, made, place)
        return made

    rule(_path)(_make)


@injected("mcp.server.fastmcp.Context", "fastmcp.Context", "mcp.server.fastmcp.server.Context",
          "fastmcp.server.context.Context")  # fmt: skip
def mcp_context(m: Machine, f: Frame, path: str) -> Value | None:
    """`ctx: Context` of a tool: what the lifespan of the server yields is in it."""
    lifespan, server = m.scratch.get("mcp lifespan", (None, None))
    if lifespan is None:
        return None
    before, m.run = m.run, 0  # it lives as long as the server
    entered = context.enter(m, f, calls.call(m, f, lifespan, Arguments((server,)), f.here()))
    m.run = before
    made = m.library_object(path, "", f.here(), Arguments())
    for name in ("request_context.lifespan_context", "lifespan_context"):
        made.attributes[name] = entered
    return made


def _items(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    return containers.elements(m, f, value)[0] if value is not None else []


def _tool(m: Machine, target: Value, owner: LibObject, place: Place) -> None:
    function = innermost(target)
    if function is not None:
        hosts.add(m, "tool", function.name, target, _mcp_host(owner, place), place)


@rule(*methods(MCP, ("tool", "resource", "prompt", "add_tool", "call_tool", "list_tools", "list_resources",
                     "read_resource",
                     "list_prompts", "get_prompt", "custom_route", "completion")))  # fmt: skip
def mcp_function(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@mcp.tool()`, `mcp.add_tool(fn)`, `@server.call_tool()`."""
    if callee is None:
        return None
    owner = callee.receiver
    functions = [one for one in a.positional if isinstance(one, Function | Bound | LibObject)]
    for one in functions:
        _tool(m, one, owner, place)
    return functions[0] if functions else hosts.decorator(m, place, lambda target: _tool(m, target, owner, place))


# -- user interfaces --

CHAINLIT = (
    "on_message", "on_chat_start", "on_chat_resume", "on_chat_end", "on_stop", "on_settings_update", "action_callback",
    "set_starters", "set_chat_profiles", "password_auth_callback", "oauth_callback", "header_auth_callback",
    "on_audio_chunk", "on_audio_start", "on_audio_end", "author_rename", "on_logout", "on_mcp_connect",
    "on_mcp_disconnect", "on_window_message", "on_feedback", "on_app_startup", "on_app_shutdown",
    "on_shared_thread_view", "set_starter_categories", "on_slack_reaction_added",
)  # fmt: skip


def _ui_host(m: Machine, service: str, file: str) -> Host:
    return Host("ui_app", service, ("ui", file), (file, 1, 0, 0, 0), m.project.dotted(file))


def _ui(m: Machine, service: str, target: Value, place: Place) -> None:
    function = innermost(target)
    if function is not None:
        label = target.cls.name if isinstance(target, Instance) else function.name
        hosts.add(m, "ui", label, target, _ui_host(m, service, place[0]), place)


@rule("chainlit.data_layer")
def data_layer(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@cl.data_layer`: Chainlit keeps threads and files with what the function makes."""
    made = m.library_object("decorator", "", place, Arguments())

    def decorate(_m: Machine, _f: Frame, target: Value) -> Value:
        register(m, ("data layer", target), Draft(
            "ui", "data_layer", target, _ui_host(m, "chainlit", place[0]), place, _kept_with(target, place),
            with_imports=False,
        ))  # fmt: skip
        return target

    made.rule = decorate
    return decorate(m, f, a.positional[0]) if a.positional else made


def _kept_with(target: Value, place: Place) -> Callable[[Machine, Frame], None]:
    def evaluate(m: Machine, f: Frame) -> None:
        running.run(m, f, calls.call(m, f, target, Arguments(), place), place)

    return evaluate


@rule(*methods(("chainlit",), CHAINLIT))
def chainlit(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@cl.on_message` and its sisters."""
    return hosts.plain_or_called(m, a, place, lambda target: _ui(m, "chainlit", target, place))


def _session(m: Machine) -> Mapped:
    made = m.scratch.get("user session")
    if made is None:
        made = m.scratch["user session"] = m.mapped({})
        made.born = 0
    return made


@rule("chainlit.user_session.set", "chainlit.user_session.get")
def user_session(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """What one handler puts into the session, another takes out."""
    session = _session(m)
    if len(a.positional) > 1:
        containers.put(m, session, a.positional[0], a.positional[1])
        return Const(None)
    return containers.item(m, f, session, a.positional[0], place) if a.positional else None


def streamlit(m: Machine) -> None:
    """A file that imports Streamlit and that no other file imports is an app; files in `pages/` belong to it."""
    for file in sorted(m.project.summaries):
        summary = m.project.summaries[file]
        if "streamlit" not in summary.imports or (_is_imported(m, file) and "/pages/" not in f"/{file}"):
            continue
        app = _app_of(m, file)
        place: Place = (file, 1, 0, summary.lines, 0)
        host = Host("ui_app", "streamlit", ("ui", app), (app, 1, 0, 0, 0), m.project.dotted(app))
        register(
            m,
            ("ui", file),
            Draft("ui", file.rpartition("/")[2], None, host, place, _page(file), handler=m.project.dotted(file)),
        )


def _app_of(m: Machine, file: str) -> str:
    folder, slash, _ = f"/{file}".partition("/pages/")
    if not slash:
        return file
    folder = folder.strip("/")
    inside = [one for one in sorted(m.project.summaries) if one.rpartition("/")[0] == folder]
    return next((one for one in inside if "streamlit" in m.project.summaries[one].imports), file)


def _is_imported(m: Machine, file: str) -> bool:
    state = m.modules.get(file)
    return state is not None and any(
        callee is state.node for other in m.modules.values() if other is not state for _, callee in other.node.calls
    )


def _page(file: str):
    def evaluate(m: Machine, f: Frame) -> None:
        f.called((file, 1, 0, 0, 0), module(m, file).node)
        guarded(m, f, file)

    return evaluate


@rule("streamlit.session_state.get")
def get_from_session(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`st.session_state.get("chain")` gives what is kept, or the default; both may be."""
    given = naming.bind(("key", "default"), a)
    default = given.get("default", Unknown("what the session does not keep", place))
    kept = _kept(m, f, given.get("key"))
    return default if kept is None else kept if "default" not in given else join((kept, default))


@rule("streamlit.session_state.setdefault")
def set_in_session(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`st.session_state.setdefault("chain", chain)`"""
    given = naming.bind(("key", "default"), a)
    key = given.get("key")
    if isinstance(key, Const) and "default" in given:
        attributes.put(m, f, Lib(containers.STATE), str(key.value), given["default"])
    return _kept(m, f, key) or Unknown("what the session keeps", place)


def _kept(m: Machine, f: Frame, key: Value | None) -> Value | None:
    kept = attributes.get(m, f, Lib(containers.STATE), str(key.value)) if isinstance(key, Const) else None
    return None if isinstance(kept, Lib) else kept  # nothing was kept under this name
