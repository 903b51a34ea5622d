"""Gradio: handlers of events, and what they pass to each other through components.

`button.click(fn, inputs=[text, state], outputs=[answer, state])` calls `fn` with what the components hold and puts into
others what it gives; a `gr.State` carries objects from one handler to the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, containers, running
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Bound,
    Const,
    Function,
    Instance,
    LibMethod,
    LibObject,
    Partial,
    Place,
    Sequence,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import hosts
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

EVENTS = frozenset({
    "click", "submit", "change", "load", "then", "upload", "select", "input", "success", "clear", "blur", "release",
    "tick", "like", "retry", "undo", "stop", "edit", "failure", "double_click", "key_up", "unload", "render",
})  # fmt: skip


@rule("gradio.Interface", "gradio.Blocks", "gradio.on", "gradio.mount_gradio_app")
def interface(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`gr.Interface(fn, …)`, `gr.on([button.click], fn)`."""
    return _made(m, f, a, place, 0)


@rule("gradio.ChatInterface", "gradio.chat_interface.ChatInterface")
def chat(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`gr.ChatInterface(fn)`: called with a message, its history and additional inputs."""
    return _made(m, f, a, place, 2)


@rule("smolagents.GradioUI", "smolagents.gradio_ui.GradioUI")
def agent(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`GradioUI(agent).launch()`: whoever chats runs the agent."""
    shown = a.get("agent") or (a.positional[0] if a.positional else None)
    if shown is None:
        return None
    host = _host(m, place)

    def evaluate(machine: Machine, frame: Frame) -> None:
        for one in alternatives(shown):
            running.run(machine, frame, one, place)

    register(m, ("ui", host.kind, host.anchor, "chat", place), Draft(
        "ui", "chat", None, host, place, evaluate, with_imports=False,
    ))  # fmt: skip
    hosts.start_up(m, host)
    return m.library_object("gradio.Blocks", "gradio.Blocks", place, a)


def _host(m: Machine, place: Place) -> Host:
    return Host("ui_app", "gradio", ("ui", place[0]), (place[0], 1, 0, 0, 0), m.project.dotted(place[0]))


def _made(m: Machine, f: Frame, a: Arguments, place: Place, before: int) -> LibObject:
    inputs = a.get("additional_inputs") if before else a.get("inputs")
    _listen(m, f, a, inputs, a.get("outputs"), place, before)
    return m.library_object("gradio.Blocks", "gradio.Blocks", place, a)


def event(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> bool:
    """`button.click(fn, …)` on any component."""
    if name not in EVENTS:
        return False
    inputs = a.get("inputs") or (a.positional[1] if len(a.positional) > 1 else None)
    outputs = a.get("outputs") or (a.positional[2] if len(a.positional) > 2 else None)
    _listen(m, f, a, inputs, outputs, place, 0)
    return True


def _listen(m: Machine, f: Frame, a: Arguments, inputs: Value | None, outputs: Value | None, place: Place,
            before: int) -> None:  # fmt: skip
    functions = [one for one in (*a.positional, *(value for key, value in a.named if key == "fn"))
                 if isinstance(one, Function | Bound | Partial | Instance)]  # fmt: skip
    sources, targets = _components(m, f, inputs), _components(m, f, outputs)
    for target in functions:
        function = innermost(target)
        if function is None:
            continue
        label = target.cls.name if isinstance(target, Instance) else function.name
        host = _host(m, place)
        register(m, ("ui", host.kind, host.anchor, label, target, *sources, *targets), Draft(
            "ui", label, target, host, place, _handler(target, sources, targets, place, before), with_imports=False,
            only_with_effects=function.name == "<lambda>",
        ))  # fmt: skip
        hosts.start_up(m, host)


def _components(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    if value is None or value == Const(None):
        return []
    return containers.elements(m, f, value)[0] if isinstance(value, Sequence) else [value]


def _handler(target: Value, sources: list[Value], targets: list[Value], place: Place, before: int):
    def evaluate(m: Machine, f: Frame) -> None:
        given = [*(Unknown("what the user writes", place) for _ in range(before)), *(_held(f, one) for one in sources)]
        made = calls.call(m, f, hosts.with_self(m, f, target, place), Arguments(tuple(given)), place)
        for index, component in enumerate(targets):
            if isinstance(component, LibObject):
                value = _part(m, f, made, index, len(targets))
                m.write(component, component.attributes, "value", value)

    return evaluate


def _held(f: Frame, component: Value) -> Value:
    """What a component holds: what handlers put into it, or its first value, or what the user enters."""
    if not isinstance(component, LibObject):
        return Unknown("what a component holds")
    f.read(component, "value")
    a = component.arguments
    first = a.get("value") or (a.positional[0] if a.positional and component.path.endswith("State") else None)
    found = [one for one in (component.attributes.get("value"), first) if one is not None]
    return join([*found, Unknown("what the user enters", component.place)])


def _part(m: Machine, f: Frame, made: Value, index: int, count: int) -> Value:
    """What a handler gives for one of its outputs; a generator gives it several times."""
    found: list[Value] = []
    for one in alternatives(made):
        if isinstance(one, Sequence) and one.kind == "generator":
            given = [*one.items, *([one.rest] if one.rest is not None else [])]
            found += [_part(m, f, step, index, count) for step in given]
        elif count == 1:
            found.append(one)
        elif isinstance(one, Sequence):
            found.append(one.items[index] if index < len(one.items) else one.rest or Unknown("no output"))
        else:
            found.append(Unknown("an output"))
    return join(found)
