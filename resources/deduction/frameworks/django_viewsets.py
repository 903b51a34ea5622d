"""Views of Django REST framework that bring their methods along: a `ModelViewSet` lists, creates and deletes by itself.

What is inherited asks the class's own `queryset` and calls the hooks that the class overrides (`perform_create`, …).
Methods under `@action` are routes of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import attributes, calls, naming
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Class,
    Const,
    Function,
    Instance,
    LibMethod,
    LibObject,
    Place,
    Sequence,
    Value,
    alternatives,
)
from . import hosts
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

READS, CREATES, UPDATES, DESTROYS = ("get",), ("save",), ("get", "save"), ("get", "delete")
ACTIONS = {
    "list": ("GET", "/"), "create": ("POST", "/"), "retrieve": ("GET", "/{pk}/"), "update": ("PUT", "/{pk}/"),
    "partial_update": ("PATCH", "/{pk}/"), "destroy": ("DELETE", "/{pk}/"),
}  # fmt: skip
"""Verb and path of the actions of a view set."""
DOES = {
    "list": READS, "retrieve": READS, "create": CREATES, "update": UPDATES, "partial_update": UPDATES,
    "destroy": DESTROYS,
}  # fmt: skip
"""What an inherited action asks of the query set."""
HOOKS = {
    "create": ("perform_create",), "update": ("perform_update",), "partial_update": ("perform_update",),
    "destroy": ("perform_destroy",),
}  # fmt: skip
_WORDS = {"List": "list", "Create": "create", "Retrieve": "retrieve", "Update": "update", "Destroy": "destroy"}
_PLAIN = {"list": "GET", "retrieve": "GET", "create": "POST", "update": "PUT", "destroy": "DELETE"}


def inherited(m: Machine, cls: Class) -> dict[str, str]:
    """The actions that a class has from the library, and the verb of each where it is a plain view."""
    found: dict[str, str] = {}
    for base in attributes.library_bases(m, cls):
        package, _, name = base.path.rpartition(".")
        if not package.startswith("rest_framework."):
            continue
        if name == "ModelViewSet":
            found |= dict.fromkeys(ACTIONS, "")
        elif name == "ReadOnlyModelViewSet":
            found |= {"list": "", "retrieve": ""}
        elif name.endswith(("APIView", "ModelMixin")):
            verbs = _PLAIN if name.endswith("APIView") else {}
            found |= {action: verbs.get(action, "") for word, action in _WORDS.items() if word in name}
            found |= {"partial_update": ""} if name == "UpdateModelMixin" else {}
    return found


@rule("rest_framework.decorators.action")
def action(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@action(detail=True, methods=["post"])`"""

    def note(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            m.scratch[("action", id(function.facts))] = a

    return hosts.decorator(m, place, note)


def add(m: Machine, label: str, cls: Class, host: Host) -> None:
    """Entries for what the class has without saying it, and for its methods under `@action`."""
    own = {name: value for one in reversed(attributes.mro(m, cls)) if isinstance(one, Class)
           for name, value in one.attributes.items()}  # fmt: skip
    for name, verb in inherited(m, cls).items():
        if name not in own:
            method, more = (verb, "") if verb else ACTIONS[name]
            shown = f"{method} {label.rstrip('/') if more else label}{more}"
            place = cls.place or host.place
            register(m, ("http", host.kind, host.anchor, shown, cls), Draft(
                "http", shown, None, host, place, _by_library(cls, name), handler=f"{cls.qualname}.{name}",
                with_imports=False,
            ))  # fmt: skip
    for name, function in own.items():
        if not isinstance(function, Function):
            continue
        given = m.scratch.get(("action", id(function.facts)))
        if given is not None:
            path = naming.text_of(given.get("url_path") or Const(None)) or name
            part = "/{pk}" if given.get("detail") == Const(True) else ""
            for verb in _verbs(given):
                shown = f"{verb} {label.rstrip('/')}{part}/{path}/"
                hosts.add(m, "http", shown, function, host, calls.place_of(function))


def _verbs(given: Arguments) -> list[str]:
    listed = given.get("methods")
    words = [naming.text_of(one) for one in listed.items] if isinstance(listed, Sequence) else []
    return [word.upper() for word in words if word] or ["GET"]


def _by_library(cls: Class, name: str) -> Callable[[Machine, Frame], None]:
    """What the library does: it asks the query set, calls the class's hooks and its serializer."""

    def evaluate(m: Machine, f: Frame) -> None:
        place = cls.place or f.here()
        made = calls.call(m, f, cls, Arguments(), place)
        getter = attributes.find_in_class(m, f, cls, "get_queryset")
        asked = attributes.get(m, f, made, "get_queryset" if getter is not None else "queryset")
        found = calls.call(m, f, asked, Arguments(), place) if getter is not None else asked
        hooks = [one for one in HOOKS.get(name, ()) if attributes.find_in_class(m, f, cls, one) is not None]
        for hook in hooks:
            handler = attributes.get(m, f, made, hook)
            calls.call(m, f, handler, calls.unknown_arguments(m, f, handler), place)
        for word in DOES[name]:
            for one in alternatives(found):
                if isinstance(one, LibObject | Instance):
                    calls.call(m, f, attributes.get(m, f, one, word), Arguments(), place)

    return evaluate
