"""Django: the views that URL patterns name, through `include` and class-based views, and routers of REST framework."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..entries import Host
from ..evaluate import attributes, calls, containers, naming
from ..evaluate.machine import Frame
from ..evaluate.names import import_edge, module
from ..values import Arguments, Class, Const, Function, LibMethod, LibObject, Module, Place, Value, alternatives
from . import django_viewsets, hosts
from .django_settings import settings_of
from .django_viewsets import ACTIONS
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PATTERNS = frozenset({"django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.conf.path"})
INCLUDES = frozenset({"django.urls.include", "django.conf.urls.include", "django.urls.conf.include"})
ROUTERS = ("rest_framework.routers.DefaultRouter", "rest_framework.routers.SimpleRouter", "ninja.Router")
VERBS = ("get", "post", "put", "delete", "patch", "head", "options")
URLS = "urlpatterns"

for _path in ROUTERS:

    def _router(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_router)


for _path in sorted(PATTERNS):

    def _pattern(
        m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path
    ) -> Value:
        return m.library_object(path, "", place, a)  # which calls no view

    rule(_path)(_pattern)


@rule(*methods(ROUTERS, ("register",)))
def register_view(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`router.register("orders", OrderViewSet)`."""
    if callee is None or len(a.positional) < 2:
        return None
    listed = m.scratch.setdefault(("django router", callee.receiver.number), [])
    listed.append((naming.text_of(a.positional[0]) or "", a.positional[1]))
    return Const(None)


def find(m: Machine) -> None:
    """The views of every `urlpatterns` that no other one includes."""
    files = [file for file, state in m.modules.items() if URLS in state.scope.names]
    patterns = {file: m.modules[file].scope.names[URLS] for file in files}
    included = {inner for file in files for inner in _included(m, file, patterns[file])}
    for file in files:
        if file not in included:
            place: Place = (file, 1, 0, 0, 0)
            host = Host("web_app", "django", ("django", file), place, m.project.dotted(file))
            _import_settings(m, file)
            for path, view, at in _flatten(m, file, patterns[file], "", {file}):
                _add(m, path, view, host, at)


def _import_settings(m: Machine, file: str) -> None:
    """What serves the patterns has the settings."""
    state = m.modules[file]
    for other in settings_of(m, file):
        import_edge(Frame(state.scope, state.node, 0), module(m, other))


def _included(m: Machine, file: str, value: Value) -> Iterator[str]:
    for one in _patterns(m, file, value):
        for given in one.arguments.positional[1:2]:
            inner = _file_of(m, given)
            if inner is not None:
                yield inner


def _patterns(m: Machine, file: str, value: Value) -> list[LibObject]:
    state = m.modules[file]
    items, _ = containers.elements(m, Frame(state.scope, state.node, 0), value)
    return [one for one in items if isinstance(one, LibObject)]


def _file_of(m: Machine, value: Value) -> str | None:
    """The file of `include("shop.urls")` or `include(shop.urls)`."""
    if not isinstance(value, LibObject) or value.path not in INCLUDES or not value.arguments.positional:
        return None
    first = value.arguments.positional[0]
    if isinstance(first, Module):
        return first.name
    text = naming.text_of(first)
    file = m.project.file_of(text) if text else None
    return file if file is not None and URLS in module(m, file).scope.names else None


def _flatten(m: Machine, file: str, value: Value, prefix: str, seen: set[str]) -> Iterator[tuple[str, Value, Place]]:
    for one in _patterns(m, file, value):
        if one.path not in PATTERNS or len(one.arguments.positional) < 2:
            continue
        path = prefix + (naming.text_of(one.arguments.positional[0]) or "").lstrip("^").rstrip("$")
        view, place = one.arguments.positional[1], one.place or (file, 1, 0, 0, 0)
        inner = _file_of(m, view)
        if inner is not None and inner not in seen:
            yield from _flatten(m, inner, module(m, inner).scope.names[URLS], path, seen | {inner})
        elif isinstance(view, LibObject) and view.path in INCLUDES:
            yield from ((f"{path}{name}", cls, place) for name, cls in _registered(m, view))
        else:
            yield path, view, place


def _registered(m: Machine, view: LibObject) -> list[tuple[str, Value]]:
    """`include(router.urls)`."""
    for one in view.arguments.positional[:1]:
        owner = one.receiver if isinstance(one, LibMethod) else one
        if isinstance(owner, LibObject):
            return m.scratch.get(("django router", owner.number), [])
    return []


def _add(m: Machine, path: str, view: Value, host: Host, place: Place) -> None:
    label = f"/{path.replace('<', '{').replace('>', '}')}"
    for one in alternatives(view):
        if isinstance(one, Class):
            for name, verb, more in [*((v, v.upper(), "") for v in VERBS), *((k, *v) for k, v in ACTIONS.items())]:
                method = next((base.attributes[name] for base in attributes.mro(m, one)
                               if isinstance(base, Class) and name in base.attributes), None)  # fmt: skip
                if isinstance(method, Function):
                    hosts.add(m, "http", f"{verb} {label.rstrip('/') if more else label}{more}", method, host,
                              calls.place_of(method))  # fmt: skip
            django_viewsets.add(m, label, one, host)
        else:
            hosts.add(m, "http", f"ANY {label}", one, host, place)


@rule("class.as_view")
def as_view(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`ChatView.as_view()` answers with the methods of the class."""
    cls = a.positional[0]
    return cls if isinstance(cls, Class) else None
