"""Everything that leaves the project: paths into libraries and the objects that they give.

The catalog says what is known; frameworks' rules come before it (`frameworks/`). What nobody knows is treated by one
default that suits most libraries: an object keeps whatever it was given, and a method that sounds like running it
(`invoke`, `run`, …) runs all of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..entries import DECORATED
from ..frameworks.registry import RULES, Rule
from ..shapes import matters, shape
from ..values import (
    Arguments,
    Bound,
    Const,
    Function,
    Instance,
    Lib,
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
from . import calls, dispatch, perform, running, stdlib
from .machine import Frame

if TYPE_CHECKING:
    from ...catalog.records import Type
    from .machine import Machine

MOST = 200
"""Values that one object holds."""
FURTHEST = 8
"""Steps of a chain of unknown methods (`a.b().c()`) that are followed."""
RUN_NAMES = frozenset({
    "invoke", "ainvoke", "batch", "abatch", "stream", "astream", "astream_events", "astream_log", "stream_events",
    "batch_as_completed", "abatch_as_completed", "transform", "atransform", "run", "arun", "predict", "apredict",
    "predict_messages", "generate", "agenerate", "generate_response", "call", "acall", "kickoff", "kickoff_async",
    "get_relevant_documents", "aget_relevant_documents", "query", "aquery", "chat", "achat", "execute", "aexecute",
    "__call__", "start", "run_sync", "run_stream", "iter", "forward", "complete", "acomplete", "launch", "serve",
    "run_until_complete", "process", "evaluate", "search", "similarity_search", "asimilarity_search", "delay",
    "add_documents", "aadd_documents", "add_texts", "from_documents", "compress_documents", "start_polling", "result",
    "remote", "apply", "map", "starmap", "submit", "fit", "handle", "run_polling", "run_forever", "run_webhook",
    "infinity_polling", "polling", "consume", "start_consuming", "main", "from_loaders", "add_nodes", "load_data",
})  # fmt: skip
"""Methods of an unknown object that run what it holds."""


RUNNING = frozenset({"ask", "chat", "evaluate", "execute", "handle", "invoke", "process", "respond", "run", "stream"})
"""Words in the names of functions of unknown libraries that run what they are given: `handle_agent_response(agent)`."""
PAGES = ("fasthtml.", "monsterui.")
"""Where elements of a page name functions that answer later: `Form(hx_post=send)`."""


def is_known(m: Machine, path: str) -> bool:
    return m.catalog.call(path) is not None


def canonical_path(m: Machine, path: str) -> str:
    """The one path of all homes; declared resources may be imported from any module of their package."""
    package, _, rest = path.partition(".")
    if package == "pluto_client":
        return f"pluto_client.{rest.rpartition('.')[2]}"
    if path.startswith("archloom.resources."):
        words = rest.split(".")
        return ".".join(["archloom.resources", *words[-2 if words[-1] == "at" else -1 :]])  # `KVStore.at`
    return m.catalog.canonical(path)


def is_runnable(m: Machine, type_id: str) -> bool:
    method = m.catalog.method(type_id, "invoke") if type_id else None
    return method is not None and method.runs


def hold(m: Machine, owner: LibObject, word: str, value: Value) -> None:
    """Keeps a value in an object, if running the object may reach something through it."""
    options = alternatives(value)
    count = sum(map(matters, options)) if len(options) > 1 else 1
    for index, one in enumerate(options):
        if one is owner or not matters(one) or len(owner.held) >= MOST:
            continue
        if (word, one) in owner.held:
            if count < 2:
                _settle(m, owner, word, one)
            continue
        alike = word, shape(one, 1)
        known: set[Any] = m.scratch.setdefault(("held", owner.number), set())
        if m.run and alike in known:
            continue  # made alike in another run
        known.add(alike)
        m.changing(owner)
        owner.held.append((word, one))
        if count > 1:
            m.scratch.setdefault(("chosen", owner.number), {})[word, one] = ((word, index, count),)
        if word == "store":
            keep_store(m, one)


def _settle(m: Machine, owner: LibObject, word: str, value: Value) -> None:
    """What was held as one of several is now held alone too."""
    if m.scratch.get(("chosen", owner.number), {}).pop((word, value), None) is not None:
        m.changing(owner)


def keep_store(m: Machine, store: Value) -> None:
    """Remembers a store that a graph was given: its nodes may ask for it (`frameworks/langgraph_runtime.py`)."""
    found = [one for one in alternatives(store) if isinstance(one, LibObject | Instance)]
    if found:
        given = stores_given(m)
        old = given.attributes.get("stores")
        m.write(given, given.attributes, "stores", join([*found, *([old] if old is not None else [])]))


def stores_given(m: Machine) -> LibObject:
    """What keeps the stores; made with the first graph, so that whoever asks before one is set is evaluated again."""
    made = m.scratch.get("stores")
    if made is None:
        made = m.scratch["stores"] = m.library_object("langgraph.Stores", "", ("", 0, 0, 0, 0), Arguments())
    return made


def call_path(m: Machine, f: Frame, path: str, a: Arguments, place: Place) -> Value:
    """Calls a function or class of a library."""
    canonical = canonical_path(m, path)
    rule = RULES.get(canonical)
    if rule is not None:
        made = rule(m, f, a, place, None)
        if made is not None:
            m.deeds += 1
            return made
    row = m.catalog.call(path)
    if row is not None:
        return perform.perform(m, f, row, canonical, canonical.rpartition(".")[2], a, place)
    if m.catalog.network(path) and path.rpartition(".")[2][:1].isupper():
        m.problem("unknown-library-class", f"{path} talks to a network, but what it needs is not known.", place,
                  "Describe it with a [[construct]] in archloom.toml.", "info")  # fmt: skip
    return _unknown_call(m, f, path, a, place)


def _unknown_call(m: Machine, f: Frame, path: str, a: Arguments, place: Place) -> Value:
    if a.named:
        perform.keys(m, f, dict(a.named), place)
    made = m.library_object(path, path if m.catalog.type(path) is not None else "", place, a)
    for one in a.all() if not path.startswith(PAGES) else a.positional:
        hold(m, made, "*", one)
    name = path.rpartition(".")[2]
    if not name[:1].isupper():
        runs = not RUNNING.isdisjoint(name.split("_"))
        for _, one in list(made.held):
            if isinstance(one, Function | Bound | Partial) or (runs and isinstance(one, LibObject) and one.held):
                running.run(m, f, one, place)
        for key, one in a.named:
            if "factory" in key:  # run_on_dataset(llm_or_chain_factory=make_chain)
                running.run(m, f, running.run(m, f, one, place), place)
    return made


def read_name(m: Machine, f: Frame, owner: LibObject, name: str) -> Value | None:
    """The name of a declared resource, read as a setting."""
    if not owner.type.startswith("archloom."):
        return None
    from ..frameworks import declared

    return declared.read_name(m, f, owner, name)


def attribute(m: Machine, f: Frame, owner: LibObject, name: str) -> Value:
    """An attribute of a library object: what the code set, what the catalog says, else a method about to be called."""
    known = owner.attributes.get(name)
    if known is not None:
        f.read(owner, name)
        return known
    declared = read_name(m, f, owner, name)
    if declared is not None:
        return declared
    lineage = tuple(running.lineage(m, owner.type))
    for wanted in (name, "*"):
        if wanted == "*" and any(name in row.methods for row in lineage):
            break  # `*` stands for attributes that are no methods: client.chat.completions.create
        for row in lineage:
            type_id = row.attributes.get(wanted)
            if type_id == "self":
                _asked(m, f, owner, name, lineage)
                return owner
            if type_id is not None:
                return _part(m, owner, f"{owner.path}.{name}", type_id)
    if (
        m.run
        and not owner.born
        and _rule_of(m, owner, name) is None
        and not (owner.type and m.catalog.method(owner.type, name))
    ):
        f.read(owner, name)  # another entry may set it: `app.state.orders` in a lifespan
    return LibMethod(owner, name)


def _asked(m: Machine, f: Frame, owner: LibObject, name: str, lineage: tuple[Type, ...]) -> None:
    """A property that asks the service: `history.messages`."""
    getter = f"{name}.__get__"
    if any(getter in row.methods for row in lineage) and (row := m.catalog.method(owner.type, getter)) is not None:
        perform.perform(m, f, row, f"{owner.path}.{name}", name, Arguments(), f.here(), owner)


def _part(m: Machine, owner: LibObject, path: str, type_id: str) -> LibObject:
    """An object that is part of another one and stands for the same resource."""
    key = ("part", owner.number, path, type_id)
    made = m.scratch.get(key)
    if made is None:
        made = m.scratch[key] = m.library_object(path, type_id, owner.place or ("", 0, 0, 0, 0), owner.arguments)
        made.receiver, made.call = owner, owner.call
        m.made[made.number] = m.stands_for(owner)
        if owner.held:
            hold(m, made, "self", owner)
    return made


def class_attribute(m: Machine, path: str, name: str) -> LibObject | None:
    """What a library's class gives to the classes of the project that derive from it, as the catalog says."""
    row = m.catalog.type(path)
    type_id = row.attributes.get(name) if row is not None else None
    if type_id is None or type_id == "self":
        return None
    key = ("class attribute", path, name)
    if key not in m.scratch:
        m.scratch[key] = m.library_object(f"{path}.{name}", type_id, ("", 0, 0, 0, 0), Arguments())
    return m.scratch[key]


def _rule_of(m: Machine, owner: LibObject, name: str) -> Rule | None:
    """The rule of a method, or of a method by this name of any part of the object: `app.router.add_get`."""
    key = owner.type or owner.path, name
    if key not in m.rules:
        of_part = f"{key[0]}.*.{name.rpartition('.')[2]}"
        m.rules[key] = RULES.get(f"{key[0]}.{name}") or RULES.get(of_part)
    return m.rules[key]


def call_method(m: Machine, f: Frame, callee: LibMethod, a: Arguments, place: Place) -> Value:
    """Calls a method of a library object."""
    owner, name = callee.receiver, callee.name
    rule = _rule_of(m, owner, name)
    if rule is not None:
        made = rule(m, f, a, place, callee)
        if made is not None:
            m.deeds += 1
            return made
    known = stdlib.call_method(m, f, owner, name, a, place)
    if known is not None:
        return known
    before, m.streaming = m.streaming, "direct" if "stream" in name else m.streaming
    row = m.catalog.method(owner.type, name) if owner.type else None
    if row is not None:
        made = perform.perform(m, f, row, f"{owner.path}.{name}", name, a, place, owner)
    else:
        made = _unknown_method(m, f, owner, name, a, place)
    m.streaming = before
    return made


def _unknown_method(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> Value:
    if owner.path.startswith("gradio."):
        from ..frameworks import gradio

        if gradio.event(m, f, owner, name, a, place) or name in ("style", "queue", "render"):
            return owner
    runs = name.rpartition(".")[2] in RUN_NAMES or _is_inner(owner, name)
    for one in a.all():
        if not runs:
            hold(m, owner, name, one)
        for option in alternatives(one):
            if isinstance(option, Function | Bound | Partial):
                running.run(m, f, option, place)
    if runs:
        running.run_object(m, f, owner, place)
        perform.run_callbacks(m, f, a, place)
        return Unknown(f"what {owner.path}.{name} answers", place)
    if not owner.held or owner.path.count(".") > FURTHEST:
        return Unknown(f"what {owner.path}.{name} answers", place)
    made = m.library_object(f"{owner.path}.{name}", "", place, a)
    hold(m, made, "self", owner)
    return made


def _is_inner(owner: LibObject, name: str) -> bool:
    """Is this a part of what a class does, which a subclass in the project calls (`self._embedding_func(…)`)?"""
    return name.startswith("_") and not name.startswith("__") and any(word == "self" for word, _ in owner.held)


def call_object(m: Machine, f: Frame, callee: LibObject, a: Arguments, place: Place) -> Value:
    """Calls a library object: a decorator made before, a runnable, a tool, a factory."""
    if callee.rule is not None and a.positional:
        return callee.rule(m, f, a.positional[0])
    if callee.rule is not None and a.named:  # Slack: app.event("app_mention")(ack=acknowledge, lazy=[answer])
        return _decorate_by_name(m, f, callee, a)
    rule = RULES.get(f"{callee.type or callee.path}.__call__")
    if rule is not None:
        m.deeds += 1
        return rule(m, f, a, place, LibMethod(callee, "__call__")) or Unknown(f"what {callee.path} gives", place)
    method = stdlib.call_object(m, f, callee, a, place) or call_if_known(m, f, callee, a, place)
    if method is not None:
        return method
    functions = [one for one in a.positional if isinstance(one, Function | Bound)]
    if functions and not callee.held and not callee.type:
        return functions[0]
    for one in a.all():
        for option in alternatives(one):
            if isinstance(option, Function | Bound | Partial):
                hold(m, callee, "*", option)
    running.run_object(m, f, callee, place)
    return _returned(m, f, callee, place)


def _decorate_by_name(m: Machine, f: Frame, callee: LibObject, a: Arguments) -> Value:
    for value in a.all():
        for one in alternatives(value):
            for target in one.items if isinstance(one, Sequence) else (one,):
                if isinstance(target, Function | Bound | Partial):
                    callee.rule(m, f, target)
    return Const(None)


def _returned(m: Machine, f: Frame, callee: LibObject, place: Place) -> Value:
    """A function behind a decorator of a library gives what the function gives."""
    functions = [one for _, one in callee.held if isinstance(one, Function | Bound)]
    if len(functions) == 1:
        return calls.call(m, f, functions[0], Arguments(), place)
    return Unknown(f"what {callee.path} answers", place)


def call_if_known(m: Machine, f: Frame, callee: LibObject, a: Arguments, place: Place) -> Value | None:
    row = m.catalog.method(callee.type, "__call__") if callee.type else None
    if row is None or not (row.uses or row.returns or row.rule):
        return None
    return perform.perform(m, f, row, callee.path, "__call__", a, place, callee)


def call_foreign(m: Machine, f: Frame, owner: Value, name: str, a: Arguments, place: Place) -> Value:
    """A method that is called on a function, a bound method or a partial: `fn.delay(…)`, `fn.remote(…)`."""
    if name == "register" and dispatch.is_open(owner):
        return dispatch.registering(m, owner, a, place)
    rule = RULES.get(f"function.{name}")
    if rule is not None:
        made = rule(m, f, Arguments((owner, *a.positional), a.named, a.rest), place, None)
        if made is not None:
            m.deeds += 1
            return made
    if name in RUN_NAMES or name in ("__call__", "func", "fn", "s", "si", "apply_async", "bind"):
        return running.run(m, f, owner, place)
    return Unknown(f"the result of {name}()", place)


def decorate(m: Machine, f: Frame, decorator: Value, target: Value) -> Value | None:
    """What a decorator of a library makes; None when it only wraps."""
    a = Arguments((target,))
    if isinstance(decorator, LibObject):
        if decorator.rule is not None:
            return decorator.rule(m, f, target)
        if decorator.call is not None and decorator.call.holds:
            hold(m, decorator, DECORATED, target)
            return decorator
        return None
    if isinstance(decorator, Lib):
        canonical = canonical_path(m, decorator.path)
        row = m.catalog.call(decorator.path)
        if canonical in RULES or (row is not None and (row.holds or row.calls)):
            return call_path(m, f, decorator.path, a, f.here())
        return None
    if isinstance(decorator, LibMethod):
        owner = decorator.receiver
        if _rule_of(m, owner, decorator.name) is not None:
            return call_method(m, f, decorator, a, f.here())
        row = m.catalog.method(owner.type, decorator.name) if owner.type else None
        if row is not None and row.returns:
            return call_method(m, f, decorator, a, f.here())
        hold(m, owner, decorator.name, target)
        return None
    return calls.call(m, f, decorator, a, f.here())


def entered(m: Machine, f: Frame, manager: LibObject) -> Value:
    """What `with` gives for a library object."""
    for row in running.lineage(m, manager.type):
        if row.enter == "self":
            return manager
        if row.enter:
            return _part(m, manager, manager.path, row.enter)
    return manager


def element(m: Machine, f: Frame, value: LibObject | LibMethod) -> Value:
    """What iterating or subscripting gives."""
    if isinstance(value, LibMethod):
        return Unknown(f"an element of {value.receiver.path}.{value.name}", f.here())
    for row in running.lineage(m, value.type):
        if row.items == "self":
            return value
        if row.items:
            return _part(m, value, f"{value.path}[]", row.items)
    return value if value.held else Unknown(f"an element of {value.path}", f.here())


def subscript(m: Machine, f: Frame, owner: LibObject | LibMethod, index: Value, place: Place) -> Value:
    """`owner[index]`."""
    if isinstance(owner, LibObject) and isinstance(index, Const) and isinstance(index.value, str):
        known = owner.attributes.get(f"[{index.value}]")
        if known is not None:
            return known
    if isinstance(owner, LibObject):
        rule = RULES.get(f"{owner.type or owner.path}.__getitem__")
        made = rule(m, f, Arguments((index,)), place, LibMethod(owner, "__getitem__")) if rule is not None else None
        if made is not None:
            m.deeds += 1
            return made
    return element(m, f, owner)


def library_item(m: Machine, f: Frame, owner: Lib, index: Value, place: Place) -> Value:
    """`Lib[…]`: a generic type is the type, but `Runtime[Context]` says of which class the context is."""
    from ..frameworks.langgraph_runtime import parameterized

    rule = RULES.get(f"{owner.path}[]")
    if rule is not None:
        m.deeds += 1
        return rule(m, f, Arguments((index,)), place, None) or owner
    return parameterized(m, f, owner.path, index) or owner


def run(m: Machine, f: Frame, value: Value, place: Place) -> Value:
    return running.run(m, f, value, place)


def run_instance(m: Machine, f: Frame, receiver: Instance, name: str, a: Arguments, place: Place) -> Value:
    """A method that the project's object inherits from a library: it runs the methods that the class overrides."""
    for one in a.all():
        for option in alternatives(one):
            if isinstance(option, Function | Bound | Partial):
                running.run(m, f, option, place)
    if name in RUN_NAMES or name.startswith(("a", "run", "start", "load", "get", "add")):
        running.run_instance(m, f, receiver, place)
    return Unknown(f"the result of {receiver.cls.name}.{name}()", place)


def typed(m: Machine, f: Frame, path: str) -> LibObject | None:
    """An object for a parameter typed with a boto3 stub: `mypy_boto3_s3.S3Client`,
    `mypy_boto3_dynamodb.service_resource.Table`.
    """
    package, _, rest = path.partition(".")
    if not package.startswith(("mypy_boto3_", "types_boto3_", "types_aiobotocore_")):
        return None
    service = package.partition("boto3_")[2] or package.partition("botocore_")[2]
    service = service.replace("_", "-")
    name = rest.rpartition(".")[2]
    place = f.here()
    if name.endswith("Client"):
        return m.library_object("boto3.client", f"boto3.client:{service}", place, Arguments((Const(service),)))
    if name.endswith("ServiceResource"):
        return m.library_object("boto3.resource", f"boto3.resource:{service}", place, Arguments((Const(service),)))
    return m.library_object(path, f"boto3.resource:{service}.{name}", place, Arguments())
