"""Calls that leave the project: of functions of libraries, of the objects that they give and of their methods.

The catalog says what is known; frameworks' rules come before it (`frameworks/`). What nobody knows is treated by one
default that suits most libraries: an object keeps whatever it was given, and a method that sounds like running it
(`invoke`, `run`, …) runs all of that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..entries import DECORATED
from ..frameworks.registry import RULES
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
)  # fmt: skip
from . import calls, dispatch, holding, library_parts, perform, running, stdlib
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

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
PAGES = ("fasthtml.", "monsterui.", "reflex.", "pynecone.")
"""Where elements of a page name functions that answer later: `Form(hx_post=send)`."""


def is_known(m: Machine, path: str) -> bool:
    return m.catalog.call(path) is not None


def describes(m: Machine, path: str) -> bool:
    """Does an object of that class, or of a class derived from it, say something: to the catalog, or as a construct of
    a CDK program, of which all are read afterwards?
    """
    return is_known(m, path) or path.startswith("aws_cdk.aws_")


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


def call_path(m: Machine, f: Frame, path: str, a: Arguments, place: Place) -> Value:
    """Calls a function or class of a library."""
    known = m.paths.get(path)
    if known is None:
        known = m.paths[path] = KnownPath(m, path)
    if known.rule is not None:
        made = known.rule(m, f, a, place, None)
        if made is not None:
            m.deeds += 1
            return made
    if known.row is not None:
        return perform.perform(m, f, known.row, known.canonical, known.word, a, place)
    if known.talks or (known.is_class and not _ABOUT.search(known.word) and _is_told_where(a)):
        m.problem("unknown-library-class", f"{path} talks to a network, but what it needs is not known.", place,
                  "Describe it with a [[construct]] in archloom.toml.", "info")  # fmt: skip
    return _unknown_call(m, f, path, known, a, place)


def _is_told_where(a: Arguments) -> bool:
    """Is a class given the address of a server or the key to one?"""
    first = a.positional[0].value if a.positional and isinstance(a.positional[0], Const) else None
    address = isinstance(first, str) and first.startswith(("http://", "https://"))
    return address or any(name in _OF_SERVERS and value != Const(None) for name, value in a.named)


_ABOUT = re.compile(r"^Auth|(?:Auth|Keys?|Credentials?|Config|Configuration|Settings|Options|Params|Error|Exception)$")
"""Names of classes that only hold what a client is given."""
_OF_SERVERS = frozenset({"api_key", "base_url", "endpoint", "endpoint_url", "server_url", "api_url", "access_token"})


class KnownPath:
    """What is known of a function or class of a library, whoever calls it."""

    __slots__ = ("canonical", "is_class", "is_page", "row", "rule", "runs", "talks", "type", "word")

    def __init__(self, m: Machine, path: str) -> None:
        word = path.rpartition(".")[2]
        self.canonical = canonical_path(m, path)
        self.word = self.canonical.rpartition(".")[2]
        self.rule = RULES.get(self.canonical)
        self.row = m.catalog.call(path)
        self.is_class = word[:1].isupper()
        self.talks = self.is_class and m.catalog.network(path)
        self.type = path if m.catalog.type(path) is not None else ""
        self.runs = not RUNNING.isdisjoint(word.split("_"))
        self.is_page = path.startswith(PAGES)


def _unknown_call(m: Machine, f: Frame, path: str, known: KnownPath, a: Arguments, place: Place) -> Value:
    if a.named:
        perform.keys(m, f, dict(a.named), place)
    made = m.library_object(path, known.type, place, a)
    for one in a.all() if not known.is_page else a.positional:
        holding.hold(m, made, "*", one)
    if not known.is_class:
        for _, one in list(made.held):
            if isinstance(one, Function | Bound | Partial) or (known.runs and isinstance(one, LibObject) and one.held):
                running.run(m, f, one, place)
        for key, one in a.named:
            if "factory" in key:  # run_on_dataset(llm_or_chain_factory=make_chain)
                running.run(m, f, running.run(m, f, one, place), place)
    return made


CONSTRUCTORS = frozenset({"from_texts", "afrom_texts", "from_documents", "afrom_documents", "from_embeddings"})
_ENTERING = frozenset({"__enter__", "__aenter__"})


GRAPHS = frozenset({"langgraph.CompiledGraph", "langgraph.Agent"})


def _streaming(m: Machine, owner: LibObject, name: str, a: Arguments) -> str:
    """How models are run by a method: a graph streams what its nodes give, and those run their models as they do it,
    unless it is asked for messages piece by piece.
    """
    if "stream" not in name:
        return m.streaming
    maker = m.catalog.call(owner.path)  # an agent whose model is a text is of the model's type
    if owner.type not in GRAPHS and (maker is None or maker.returns not in GRAPHS):
        return "direct"
    modes = [
        one for value in alternatives(a.get("stream_mode") or Const("values"))
        for one in (value.items if isinstance(value, Sequence) else [value])
    ]  # fmt: skip
    whole = "events" not in name and all(isinstance(one, Const) and one.value != "messages" for one in modes)
    return m.streaming if whole else "nested"


def call_method(m: Machine, f: Frame, callee: LibMethod, a: Arguments, place: Place) -> Value:
    """Calls a method of a library object."""
    owner, name = callee.receiver, callee.name
    rule = library_parts.rule_of(m, owner, name)
    if rule is not None:
        made = rule(m, f, a, place, callee)
        if made is not None:
            m.deeds += 1
            return made
    if name in _ENTERING:
        return library_parts.entered(m, f, owner)  # `saver = PostgresSaver.from_conn_string(url).__enter__()`
    known = stdlib.call_method(m, f, owner, name, a, place)
    if known is not None:
        return known
    before, m.streaming = m.streaming, _streaming(m, owner, name, a)
    row = m.catalog.method(owner.type, name) if owner.type else None
    if row is not None:
        made = perform.perform(m, f, row, f"{owner.path}.{name}", name, a, place, owner)
    elif name in CONSTRUCTORS and m.catalog.call(f"{owner.path}.{name}") is not None:
        made = call_path(m, f, f"{owner.path}.{name}", a, place)  # `store.from_texts(…)`: another one, by its class
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
            holding.hold(m, owner, name, one)
        for option in alternatives(one):
            if isinstance(option, Function | Bound | Partial):
                running.run(m, f, option, place)
    if runs:
        holding.keep_context(m, a)
        running.run_object(m, f, owner, place)
        perform.run_callbacks(m, f, a, place)
        return Unknown(f"what {owner.path}.{name} answers", place)
    if not owner.held or owner.path.count(".") > FURTHEST:
        return Unknown(f"what {owner.path}.{name} answers", place)
    made = m.library_object(f"{owner.path}.{name}", "", place, a)
    holding.hold(m, made, "self", owner)
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
                holding.hold(m, callee, "*", option)
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
            holding.hold(m, decorator, DECORATED, target)
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
        if library_parts.rule_of(m, owner, decorator.name) is not None:
            return call_method(m, f, decorator, a, f.here())
        row = m.catalog.method(owner.type, decorator.name) if owner.type else None
        if row is not None and row.returns:
            return call_method(m, f, decorator, a, f.here())
        holding.hold(m, owner, decorator.name, target)
        return None
    return calls.call(m, f, decorator, a, f.here())


def run_instance(m: Machine, f: Frame, receiver: Instance, name: str, a: Arguments, place: Place) -> Value:
    """A method that the project's object inherits from a library: it runs the methods that the class overrides."""
    for one in a.all():
        for option in alternatives(one):
            if isinstance(option, Function | Bound | Partial):
                running.run(m, f, option, place)
    if name in RUN_NAMES or name.startswith(("a", "run", "start", "load", "get", "add")):
        running.run_instance(m, f, receiver, place)
    return Unknown(f"the result of {receiver.cls.name}.{name}()", place)
