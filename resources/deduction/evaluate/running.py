"""Running things out of sight: an agent runs its model and its tools, a chain its steps, a library its callbacks.

`run` reaches everything that a value holds, recursively. Running an object is a node of the call graph of its own,
and is remembered as a call is, so that an agent that twenty routes use is followed once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from ...actions import verb
from ..scope import Node, Standing, Touch, cell_of
from ..shapes import matters
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    LibMethod,
    LibObject,
    Mapped,
    Partial,
    Place,
    Sequence,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import attributes, calls, choices, libraries, naming, perform
from .machine import Frame

if TYPE_CHECKING:
    from ...catalog.records import Type
    from .machine import Machine

HOOKS = (
    "_run", "_arun", "_call", "_acall", "_generate", "_agenerate", "_stream", "_astream", "invoke", "ainvoke", "stream",
    "astream", "transform", "_get_relevant_documents", "_aget_relevant_documents", "get_relevant_documents", "run",
    "forward", "parse", "embed_documents", "embed_query", "lazy_load", "load", "compress_documents", "messages",
    "aget_messages", "add_message", "add_messages", "aadd_messages", "load_memory_variables", "save_context", "get",
    "put", "put_writes", "get_tuple", "list", "aget_tuple", "aput", "on_llm_start", "on_llm_end", "on_chain_end",
    "on_tool_end", "on_tool_start", "before_model", "after_model", "wrap_model_call", "wrap_tool_call", "__call__",
    "_execute", "execute", "process", "handle", "dispatch", "_llm_type",
)  # fmt: skip
"""Methods of a subclass that a library may call when it runs the object; rows of the catalog are more exact."""

STORES = frozenset({"vector_store", "search_index", "knowledge_base", "database", "kv_store", "cache", "local_store"})
"""Kinds that are filled."""


def run(m: Machine, f: Frame, value: Value, place: Place) -> Value:
    """Runs a value: functions are called with unknown arguments, objects do what they do, containers run items."""
    result: Value = Unknown("the result of a run", place)
    for one in choices.each(f, alternatives(value), place):
        if isinstance(one, Function | Bound | Partial):
            before, m.streaming = m.streaming, m.streaming and "nested"
            result = calls.call(m, f, one, calls.unknown_arguments(m, f, one), place)
            m.streaming = before
        elif isinstance(one, LibObject):
            run_object(m, f, one, place)
        elif isinstance(one, LibMethod):
            result = calls.call(m, f, one, Arguments(), place)
        elif isinstance(one, Instance):
            run_instance(m, f, one, place)
        elif isinstance(one, Sequence | Mapped):
            _run_items(m, f, one, place)
    return result


def _run_items(m: Machine, f: Frame, container: Sequence | Mapped, place: Place) -> None:
    """Runs what a container holds; one that holds itself is run once, mere data not at all."""
    key = ("run items", container.number)
    if key in m.active or not _holds_what_runs(f, container):
        return
    m.active[key] = f.node, f
    items = container.items if isinstance(container, Sequence) else list(container.items.values())
    for item in [*items[:200], *([container.rest] if container.rest is not None else [])]:
        run(m, f, item, place)
    del m.active[key]


def _holds_what_runs(f: Frame, container: Sequence | Mapped) -> bool:
    """Each container within is looked into once, however many ways lead to it: schemas are alternatives of dicts of
    alternatives.
    """
    seen: set[int] = set()
    stack: list[Value] = [container]
    while stack:
        one = stack.pop()
        if isinstance(one, Union):
            stack += one.values
        elif isinstance(one, Sequence | Mapped):
            if one.number not in seen:
                seen.add(one.number)
                stack += one.items if isinstance(one, Sequence) else one.items.values()
                stack += [one.rest] if one.rest is not None else []
        elif isinstance(one, LibObject):
            f.read(one)  # it may hold something later
            if one.call is not None or matters(one):
                return True
        elif isinstance(one, Function | Bound | Partial | LibMethod | Instance):
            return True
    return False


def run_object(
    m: Machine, f: Frame, target: LibObject, place: Place, own: bool = True, streaming: bool = False
) -> None:
    """Runs an object of a library; OWN includes what its own type does, not only what it holds: texts are embedded."""
    before = m.streaming, m.only
    m.streaming, m.only = "direct" if streaming else m.streaming, m.only if own else "fill"
    _run_once(m, f, target, place, own)
    m.streaming, m.only = before


def _run_once(m: Machine, f: Frame, target: LibObject, place: Place, own: bool) -> None:
    key = ("run", target.number, own, m.streaming, m.only)
    under_way = m.active.get(key)
    if under_way is not None:
        f.called(place, under_way[0])
        return
    node = m.memo.get(key)
    if node is None or (node.clock != m.clock and any(one.stamp > node.clock for one in node.reads)):
        m.steps += 1  # objects that hold each other in circles are bounded as statements are
        node = _run_object(m, f, target, key, own)
    f.called(place, node)
    f.node.reads |= node.reads


def _run_object(m: Machine, f: Frame, target: LibObject, key: tuple[object, ...], own: bool) -> Node:
    place = target.place or f.here()
    node = Node(target.path, place, None, None)
    scope = m.scope("function", place[0], None)
    frame = Frame(scope, node, f.depth + 1)
    node.start, node.run, node.begun, marks = scope.number, m.run, m.clock, m.marks()
    state = m.state()
    m.active[key] = node, frame
    if f.depth < 60:
        if own:
            _own(m, frame, target, place)
        chosen = m.scratch.get(("chosen", target.number), {})
        runnable = libraries.is_runnable(m, target.type)
        for word, value in list(target.held):
            frame.choice = chosen.get((word, value), ())
            if word == "factory":
                value = _made(m, frame, value, place)
            made = run(m, frame, value, place)
            if runnable and isinstance(value, Function | Bound | Partial):
                _run_answer(m, frame, made, place)
        frame.choice = ()
        for word in ("checkpointer", "store"):  # a graph's, set after it was compiled
            if word in target.attributes:
                run(m, frame, target.attributes[word], place)
    del m.active[key]
    node.reads.add(cell_of(target))
    node.clock, node.end = m.clock, m.number()
    node.standing = Standing(f.node, f.depth, key, state, len(m.active), m.marks() - marks)
    m.memo[key] = node
    m.nodes.append(node)
    return node


def _made(m: Machine, f: Frame, factory: Value, place: Place) -> Value:
    """What a factory gives, which may be a class."""
    return join(
        calls.call(m, f, one, calls.unknown_arguments(m, f, one), place) if isinstance(one, Class)
        else run(m, f, one, place) for one in alternatives(factory)
    )  # fmt: skip


def _run_answer(m: Machine, f: Frame, answer: Value, place: Place) -> None:
    """A function that stands for a runnable may answer with the runnable that is to go on (`@chain`)."""
    for one in alternatives(answer):
        if isinstance(one, LibObject) and libraries.is_runnable(m, one.type):
            run_object(m, f, one, place)


def _own(m: Machine, f: Frame, target: LibObject, place: Place) -> None:
    """What the type itself does when it runs, and the secrets that it reads."""
    for row in lineage(m, target.type):
        if row.run:
            streams = "direct" if _streams(target) else m.streaming
            alone = streams == "direct" and any(use.when == "streaming" for use in row.run)
            for use in row.run:
                if not streams if use.when == "streaming" else alone and not use.when:
                    continue
                given = naming.bind(target.call.parameters if target.call else (), target.arguments)
                if use.when != "streaming" and not perform.applies(use, given):
                    continue
                actions = tuple(one for one in use.actions if m.only != "read" or verb(one) == "read")
                if use.actions and not actions:
                    continue
                touched = m.stands_for(target)
                if use.kind:
                    touched = tuple(perform.touches(m, f, use.kind, use.service, use.name, given, target, place))
                for touch in touched:
                    if m.only != "fill" or touch.kind not in STORES:
                        m.use(f, touch, use.operation or "invoke", actions, place)
            _traced(m, f, place)
            if "langchain.ChatModel" in row.bases:
                _cached(m, f, place)
            break
    read_secrets(m, f, target, place)


def _cached(m: Machine, f: Frame, place: Place) -> None:
    """A language model looks for its answer in the cache of the process first, and keeps it there."""
    for cache in list(m.scratch.get("llm caches", ())):
        for touch in m.stands_for(cache):
            m.use(f, touch, "cache", ("read", "write"), place)
        run_object(m, f, cache, place, own=False)


def _traced(m: Machine, f: Frame, place: Place) -> None:
    """Every run is reported to LangSmith if the process switches tracing on, which `assemble` finds out."""
    m.use(f, Touch("tracing", "langsmith", "langsmith", None, place), "trace", ("write",), place, link="traced")
    m.scratch[("others", "LANGSMITH_API_KEY")] = ("LANGCHAIN_API_KEY",)
    m.use(f, Touch("secret", "environment", "LANGSMITH_API_KEY", "LANGSMITH_API_KEY", place), "read", ("read",), place,
          link="traced key")  # fmt: skip


def read_secrets(m: Machine, f: Frame, target: LibObject, place: Place) -> None:
    """The variables that the library reads for this object when it was not given a key."""
    maker = target
    while maker.call is not None and not maker.call.secrets and isinstance(maker.receiver, LibObject):
        maker = maker.receiver
    if maker.call is not None and maker.call.secrets:
        given = naming.bind(maker.call.parameters, maker.arguments)
        if not perform.brought(m, maker.call, given):  # a client that it is given has read its own
            perform.secrets(m, f, maker.call.secrets, given, maker.place or place)


def _streams(target: LibObject) -> bool:
    return target.arguments.get("streaming") == Const(True) or target.arguments.get("stream") == Const(True)


def lineage(m: Machine, type_id: str) -> tuple[Type, ...]:
    """The rows of a type and its bases, nearest first."""
    known = m.lineages.get(type_id)
    if known is None:
        known = m.lineages[type_id] = tuple(_lineage(m, type_id))
    return known


def _lineage(m: Machine, type_id: str) -> Iterator[Type]:
    seen: set[str] = set()
    stack = [type_id]
    while stack:
        current = stack.pop(0)
        if current in seen or not current:
            continue
        seen.add(current)
        row = m.catalog.type(current)
        if row is not None:
            yield row
            stack.extend(row.bases)


def _present(m: Machine, cls: Class, wanted: Iterable[str]) -> list[str]:
    """Those of the names that the class or one of its bases has. Looking each up in each would take far longer."""
    words = frozenset(wanted)
    there = {name for one in attributes.mro(m, cls) if isinstance(one, Class) for name in one.attributes.keys() & words}
    return [name for name in dict.fromkeys(wanted) if name in there]


def signature(path: str) -> str:
    """The mark of methods that a library decorates: `@step` of LlamaIndex, `@listen(first)` of CrewAI."""
    return f"by {path.partition('.')[0]}"


PLUGINS = frozenset({"by semantic_kernel"})
"""The marks of methods that a library looks for in any object that it is given: `@kernel_function`."""


def _signed(m: Machine, cls: Class, marks: Collection[str]) -> list[str]:
    """The methods that a library decorates, of a class with a base from that library."""
    return [
        name for one in attributes.mro(m, cls) if isinstance(one, Class)
        for name, value in one.attributes.items() if isinstance(value, Function) and not value.marks.isdisjoint(marks)
    ] if marks else []  # fmt: skip


def run_instance(m: Machine, f: Frame, target: Instance, place: Place) -> None:
    """Runs an object of the project's own class as the library that it was given to would."""
    key = ("run instance", target.number)
    if key in m.active:
        f.called(place, m.active[key][0])
        return
    bases = attributes.library_bases(m, target.cls)
    hooks = [hook for base in bases for row in lineage(m, base.path) for hook in row.hooks]
    wanted = hooks or (HOOKS if bases else ("__call__",))
    m.active[key] = f.node, f
    signers = {signature(base.path) for base in bases} if bases else PLUGINS
    signed = () if hooks else _signed(m, target.cls, signers)
    for name in dict.fromkeys((*_present(m, target.cls, wanted), *signed)):
        found = attributes.find_in_class(m, f, target.cls, name)
        if found is not None and isinstance(found[0], Function):
            method = attributes.bound(m, f, found[0], target)
            if isinstance(method, Bound):
                calls.call(m, f, method, Arguments(), place)
    run_base(m, f, target, place)
    del m.active[key]


def run_base(m: Machine, f: Frame, target: Instance, place: Place) -> None:
    """What an object does that its class has from a class of the catalog: `class Titan(BedrockEmbeddings)`."""
    base = target.attributes.get("__base__")
    f.read(target, "__base__")
    if isinstance(base, LibObject) and m.stands_for(base):
        run_object(m, f, base, place)
