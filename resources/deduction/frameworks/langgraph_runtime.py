"""What LangGraph hands to the nodes and tools that it runs: the store and the runtime.

`store: BaseStore`, `runtime: Runtime[Context]`, `get_store()` and `get_runtime(Context)` all give what the graph was
compiled with. Without a store in the code it is the one that LangGraph's server brings along. The context is what runs
are given (`graph.invoke(x, context=…)`), and an object of its class with the defaults of its fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls, holding, libraries, naming, perform
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Const, LibMethod, LibObject, Mapped, Place, Value, alternatives
from .registry import injected, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

SERVER_STORE = "langgraph.ServerStore"
"""The catalog's name of the store that LangGraph's server brings along; nothing in code has this path."""
STORES = frozenset({"langgraph.store.base.BaseStore", "langgraph.store.BaseStore"})
RUNTIMES = frozenset({
    "langgraph.runtime.Runtime", "langgraph.prebuilt.ToolRuntime", "langgraph.prebuilt.tool_node.ToolRuntime",
    "langchain.tools.ToolRuntime", "langchain.tools.tool_node.ToolRuntime", "langchain.agents.middleware.Runtime",
})  # fmt: skip


@injected(*STORES)
def injected_store(m: Machine, f: Frame, path: str) -> Value | None:
    """The object for a parameter annotated as a store."""
    return store(m, f)


@injected(*RUNTIMES)
def injected_runtime(m: Machine, f: Frame, path: str) -> Value | None:
    return _runtime(m, f, path, None)


def store(m: Machine, f: Frame) -> Value:
    """The stores that the project's graphs were given, else the server's."""
    given = holding.stores_given(m)
    f.read(given, "stores")
    known = given.attributes.get("stores")
    if known is not None:
        return known
    key = ("server store",)
    if key not in m.scratch:
        made = m.scratch[key] = libraries.call_path(m, f, SERVER_STORE, Arguments(), f.here())
        embed = m.scratch.get("server store embeds")
        if embed is not None and isinstance(made, LibObject):
            text = isinstance(embed, Const)
            path = "langchain.embeddings.init_embeddings"
            given = libraries.call_path(m, f, path, Arguments((embed,)), f.here()) if text else embed
            holding.hold(m, made, "index", given)
    return m.scratch[key]


def _indexed(path: str) -> None:
    @rule(path)
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        """`PostgresStore(pool, index={"embed": "openai:text-embedding-3-small"})`: what its texts are embedded with."""
        row = m.catalog.call(path)
        indices = [one for one in alternatives(a.get("index") or Const(None)) if isinstance(one, Mapped)]
        named = [text for one in indices for text in alternatives(one.items.get("embed", Const(None)))
                 if (naming.text_of(text) or "").count(":")]  # fmt: skip
        if row is None or not named:
            return None
        made = perform.perform(m, f, row, path, path.rpartition(".")[2], a, place)
        for one in named:
            embeddings = libraries.call_path(m, f, "langchain.embeddings.init_embeddings", Arguments((one,)), place)
            for owner in alternatives(made):
                if isinstance(owner, LibObject):
                    holding.hold(m, owner, "index", embeddings)
        return made


for _path in ("langgraph.store.postgres.PostgresStore", "langgraph.store.memory.InMemoryStore"):
    for _maker in ("", ".from_conn_string"):
        _indexed(f"{_path}{_maker}")


def embed_with(m: Machine, embed: Value | None) -> None:
    """What langgraph.json says about the index of the server's store: `provider:model`, or a function."""
    if embed is not None:
        m.scratch["server store embeds"] = embed


def parameterized(m: Machine, f: Frame, path: str, index: Value) -> LibObject | None:
    """`Runtime[Context]`: the runtime whose context is of that class."""
    return _runtime(m, f, path, index) if path in RUNTIMES else None


def _runtime(m: Machine, f: Frame, path: str, declared: Value | None) -> LibObject:
    key = ("runtime", declared)
    made = m.scratch.get(key)
    if made is None:
        made = m.scratch[key] = m.library_object(path, "", f.here(), Arguments())
        made.born = 0
        made.attributes["store"] = store(m, f)
        m.scratch["contexts", made.number] = _contexts(m, f, declared)
        m.scratch.setdefault("runtimes", []).append(made)
        holding.settle_context(m, made)
    return made


def _contexts(m: Machine, f: Frame, declared: Value | None) -> list[Value]:
    """An object of each class that the annotation names, with the defaults of its fields."""
    classes = [one for one in alternatives(declared) if isinstance(one, Class)] if declared is not None else []
    run, m.run = m.run, 0  # it lives as long as the program
    made = [calls.call(m, f, one, Arguments(), f.here()) for one in classes]
    m.run = run
    return made


@rule("langgraph.config.get_store")
def get_store(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return store(m, f)


@rule("langgraph.runtime.get_runtime")
def get_runtime(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    declared = a.positional[0] if a.positional else a.get("context_schema")
    return _runtime(m, f, "langgraph.runtime.Runtime", declared)
