"""Ray: tasks, actors, and the deployments of Ray Serve, which call each other by handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Draft, Host, register
from ..evaluate import calls, naming
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Instance, LibMethod, Place, Sequence, Unknown, Value, alternatives
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("ray.serve.ingress")
def ingress(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@serve.ingress(app)`: the class's methods are routes of the app already."""
    return hosts.decorator(m, place, _mark)


RAY = "ray"
"""The mark of classes that Ray makes: `Actor.remote(…)`, `Deployment.bind(…)`."""


def _mark(target: Value) -> None:
    if isinstance(target, Class):
        target.marks.add(RAY)


@rule("ray.serve.deployment")
def deployment(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@serve.deployment` on a class with `__call__`: an HTTP service of its own."""
    prefix = a.get("route_prefix")

    def add(target: Value) -> None:
        _mark(target)
        if isinstance(target, Class) and "__call__" in target.attributes:
            host = Host("web_app", "ray", target, target.place or place)
            label = f"ANY {naming.text_of(prefix) if prefix is not None else '/' + target.name}"
            register(m, ("serve", target), Draft(
                "http", label, target.attributes["__call__"], host, target.place or place,
                hosts.calling(target.attributes["__call__"], place),
            ))  # fmt: skip

    return hosts.plain_or_called(m, a, place, add)


@rule("class.bind")
def bind(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Ingress.bind(Embedder.bind())`: the outermost answers at `/`; those that it is given answer only to it."""
    made = make_remote(m, f, a, place, callee)
    cls = a.positional[0]
    if made is None or not isinstance(cls, Class):
        return made
    for one in (option for value in a.all() for option in alternatives(value)):
        if isinstance(one, Instance) and one.cls is not cls:
            m.entries.pop(("serve", one.cls), None)
    draft = m.entries.get(("serve", cls))
    if draft is not None and draft.label == f"ANY /{cls.name}":
        draft.label = "ANY /"
    return made


@rule("ray.serve.run")
def run(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`serve.run(app, route_prefix="/chat")`."""
    prefix = a.get("route_prefix")
    for one in alternatives(a.positional[0]) if a.positional else ():
        draft = m.entries.get(("serve", one.cls)) if isinstance(one, Instance) else None
        if draft is not None and prefix is not None:
            draft.label = f"ANY {naming.text_of(prefix) or '/'}"
    return a.positional[0] if a.positional else None


@rule("ray.remote")
def remote(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@ray.remote`: the function stays itself; `.remote()` calls it."""
    return hosts.plain_or_called(m, a, place, _mark)


@rule("class.remote")
def make_remote(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Actor.remote(1)` makes an actor; what `Deployment.bind(1)` makes answers the requests."""
    cls = a.positional[0]
    if not isinstance(cls, Class) or RAY not in cls.marks:
        return None
    made = calls.call(m, f, cls, Arguments(a.positional[1:], a.named, a.rest), place)
    m.scratch[hosts.bound_key(cls)] = made
    return made


@rule("class.options")
def with_options(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Actor.options(num_gpus=1)` is the class still."""
    cls = a.positional[0]
    return cls if isinstance(cls, Class) and RAY in cls.marks else None


@rule("instance.options")
def same_handle(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`handle.options(stream=True)`"""
    one = a.positional[0]
    return one if isinstance(one, Instance) and RAY in one.cls.marks else None


@rule("instance.remote")
def call_handle(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`handle.remote(x)` calls the deployment itself."""
    one = a.positional[0]
    if not isinstance(one, Instance) or RAY not in one.cls.marks:
        return None
    return calls.call(m, f, one, Arguments(a.positional[1:], a.named, a.rest), place)


@rule("function.remote", "function.options", "function.bind")
def call_remote(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return calls.call(m, f, a.positional[0], Arguments(a.positional[1:], a.named, a.rest), place)


_DATASET = "ray.data.Dataset"


@rule(*(f"ray.data.{word}" for word in (
    "from_items", "range", "from_pandas", "from_numpy", "from_arrow", "from_huggingface", "from_torch",
)))  # fmt: skip
def dataset(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return m.library_object(_DATASET, _DATASET, place, a)


@rule(*methods((_DATASET,), ("map", "flat_map", "map_batches", "filter")))
def mapped(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`rows.map_batches(Embed)`: of a class an object is made in each worker, which is called."""
    given = naming.bind(("fn",), a).get("fn")
    options = [one for one in alternatives(given) if isinstance(one, Class)] if given is not None else []
    for cls in options:
        built = a.get("fn_constructor_args")
        items = tuple(built.items) if isinstance(built, Sequence) else ()
        calls.call(m, f, calls.call(m, f, cls, Arguments(items), place), Arguments((Unknown("a batch"),)), place)
    return callee.receiver if callee is not None and options else None


@rule("ray.get", "ray.put")
def ray_get(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return a.positional[0] if a.positional else Unknown("a result", place)
