"""Pages in Python: Mesop, NiceGUI, Dash, Panel, Shiny. Pages and the handlers of their components are entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import containers, naming
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Function, LibMethod, Partial, Place, Sequence, Unknown, Value
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PAGES = ("mesop.page", "mesop.stateclass.page", "nicegui.ui.page", "nicegui.app.on_startup", "nicegui.app.on_connect")
MESOP = tuple(f"mesop.{name}" for name in (
    "button", "input", "textarea", "native_textarea", "select", "checkbox", "radio", "slide_toggle", "slider", "box",
    "uploader", "autocomplete", "chip", "content_button", "date_picker", "link", "content_uploader", "card",
))  # fmt: skip
LABS = ("mesop.labs.chat", "mesop.labs.text_to_text", "mesop.labs.text_to_image", "mesop.labs.chat.chat")
NICEGUI = tuple(f"nicegui.ui.{name}" for name in (
    "button", "input", "textarea", "select", "toggle", "checkbox", "switch", "slider", "upload", "chat_message",
    "timer", "number", "radio", "link", "menu_item", "keyboard", "on", "editor", "color_input", "tree", "table", "icon",
    "card", "row", "column", "grid", "label", "image", "html", "markdown", "element", "chip", "item", "dialog",
    "header", "footer", "list", "tab", "tabs", "avatar", "badge", "expansion", "splitter", "left_drawer",
    "right_drawer",
))  # fmt: skip
CHAINED = (
    "classes", "props", "style", "tooltip", "mark", "bind_value", "bind_value_to", "bind_value_from", "bind_text",
    "bind_text_from", "bind_visibility", "bind_visibility_from", "bind_enabled_from", "move",
)  # fmt: skip
"""Methods that give the element that they dress."""


def _listen(m: Machine, service: str, target: Value, place: Place, label: str = "") -> None:
    function = innermost(target)
    if function is None:
        return
    host = Host("ui_app", service, ("ui", place[0]), (place[0], 1, 0, 0, 0), m.project.dotted(place[0]))
    hosts.add(m, "ui", label or function.name, target, host, place)


def _functions(m: Machine, f: Frame, a: Arguments) -> list[Value]:
    given = (*a.positional, *(value for _, value in a.named))
    listed = [one for value in given for one in (
        containers.elements(m, f, value)[0] if isinstance(value, Sequence) else (value,)
    )]  # fmt: skip
    return [one for one in listed if isinstance(one, Function | Bound | Partial)]


def _said(target: Value, a: Arguments) -> str:
    """What stands on the component, or the event, for a function without a name of its own."""
    function = innermost(target)
    if function is None or function.name != "<lambda>" or not a.positional:
        return ""
    return naming.text_of(a.positional[0]) or ""


@rule(*PAGES)
def page(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@me.page(path="/chat")`, `@ui.page("/")`."""
    service = "mesop" if a.get("path") is not None or not a.positional else "nicegui"
    path = a.get("path") or (a.positional[0] if a.positional else None)
    if isinstance(path, Function):
        _listen(m, service, path, place)
        return path
    label = naming.text_of(path) if path is not None else None
    return hosts.decorator(m, place, lambda target: _listen(m, service, target, place, label or ""))


@rule(*MESOP, *LABS)
def mesop_component(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`me.button("Ask", on_click=ask)`, `mel.chat(answer)`."""
    for one in _functions(m, f, a):
        _listen(m, "mesop", one, place)
    return Unknown("a component", place)


@rule(*NICEGUI)
def nicegui_component(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`ui.button("Ask", on_click=ask)`, `ui.input().on("keydown.enter", send)`."""
    for one in _functions(m, f, a):
        _listen(m, "nicegui", one, place, _said(one, a))
    return m.library_object("nicegui.element", "nicegui.element", place, Arguments())


@rule(*methods(("nicegui.element",), ("on", "on_click", "on_value_change", "on_upload", "on_select")))
def nicegui_event(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    for one in _functions(m, f, a):
        _listen(m, "nicegui", one, place, _said(one, a))
    return callee.receiver if callee is not None else None


@rule(*methods(("nicegui.element",), CHAINED))
def nicegui_dress(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`ui.input("Ask").classes("wide").on("keydown.enter", send)`."""
    return callee.receiver if callee is not None else None


DASH = ("dash.Dash", "dash.dash.Dash")
for _path in DASH:

    def _dash(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_dash)


@rule("dash.callback", "dash.clientside_callback", *methods(DASH, ("callback", "long_callback")))
def dash_callback(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.callback(Output(…), Input(…))`."""
    return hosts.decorator(m, place, lambda target: _listen(m, "dash", target, place))


@rule("panel.chat.ChatInterface", "panel.chat.ChatFeed", "panel.bind", "panel.depends", "panel.interact")
def panel(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`pn.chat.ChatInterface(callback=answer)`, `pn.bind(show, widget)`."""
    for one in _functions(m, f, a):
        _listen(m, "panel", one, place)
    return m.library_object("panel.element", "", place, Arguments())


WIDGETS = tuple(f"panel.widgets.{name}" for name in (
    "Button", "MenuButton", "Toggle", "ButtonIcon", "ToggleIcon", "FileInput", "FileDropper", "TextInput",
    "PasswordInput", "TextAreaInput", "ChatAreaInput", "Select", "MultiSelect", "RadioButtonGroup", "RadioBoxGroup",
    "Checkbox", "Switch", "CheckBoxGroup", "FloatSlider", "IntSlider", "DatePicker", "AutocompleteInput", "Tabulator",
))  # fmt: skip


@rule("panel.state.onload", "panel.state.add_periodic_callback", "panel.state.schedule_task",
      *methods(WIDGETS, ("on_click", "param.watch", "on_edit")))  # fmt: skip
def panel_event(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`button.on_click(go)`, `field.param.watch(changed, "value")`"""
    for one in _functions(m, f, a):
        _listen(m, "panel", one, place, _said(one, Arguments()))
    return Unknown("a watcher", place)
