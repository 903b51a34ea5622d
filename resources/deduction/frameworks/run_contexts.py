"""What agents hand to their tools beside the model's arguments: the `deps` of a run, its `context`.

`async def search(ctx: RunContext[Deps], query)` finds in `ctx.deps` what `agent.run(question, deps=deps)` was given, an
object of the class in the annotation when nobody gives one. OpenAI's agents call it `RunContextWrapper.context`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import attributes, hints
from ..evaluate.elders import elder
from ..evaluate.machine import Frame
from ..shapes import shape
from ..values import Arguments, Class, Const, Instance, LibMethod, LibObject, Place, Unknown, Value, alternatives, join
from .registry import injected, methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CONTEXTS = {
    "pydantic_ai.RunContext": "deps", "pydantic_ai.tools.RunContext": "deps",
    "agents.RunContextWrapper": "context", "agents.tool_context.ToolContext": "context",
    "livekit.agents.RunContext": "userdata",
}  # fmt: skip
"""By the class that tools annotate: the attribute, which is the argument of a run too."""
RUNS = (
    *methods(("pydantic_ai.Agent",), (
        "run", "run_sync", "run_stream", "run_stream_sync", "run_stream_events", "iter", "override", "to_ag_ui",
    )),
    *methods(("agents.Runner",), ("run", "run_sync", "run_streamed")), "livekit.agents.AgentSession",
)  # fmt: skip
"""What is given them."""


@rule(*RUNS)
def given(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`agent.run(question, deps=deps)`: the run itself is the catalog's."""
    for word in dict.fromkeys(CONTEXTS.values()):
        value = a.get(word)
        known: list[Value] = m.scratch.setdefault(("given", word), [])
        for one in alternatives(value) if value is not None else ():
            made_again = any(shape(one) == shape(other) for other in known)  # in another run
            if not made_again and one != Const(None) and not isinstance(one, Unknown):
                known.append(one)
                for context in m.scratch.get(("contexts of", word), {}).items():
                    _settle(m, f, word, *context)
    return None


def _generic(path: str) -> None:
    @rule(f"{path}[]")
    def declared(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        """`RunContext[Deps]`"""
        return _context(m, f, path, a.positional[0])

    @injected(path)
    def bare(m: Machine, f: Frame, path: str) -> Value | None:
        return _context(m, f, path, Unknown("what a run is given", f.here()))

    hints.HANDED.add(path)


for _path in CONTEXTS:
    _generic(_path)


def _context(m: Machine, f: Frame, path: str, declared: Value) -> LibObject:
    """The context whose content is of that class."""
    word = CONTEXTS[path]
    f.read(elder(m, word), word)
    contexts: dict[Value, LibObject] = m.scratch.setdefault(("contexts of", word), {})
    if declared not in contexts:
        made = contexts[declared] = m.library_object(path, "", f.here(), Arguments())
        made.born = 0
        _settle(m, f, word, declared, made)
    return contexts[declared]


def _settle(m: Machine, f: Frame, word: str, declared: Value, context: LibObject) -> None:
    known: list[Value] = m.scratch.get(("given", word), [])
    found = [one for one in known if _fits(m, one, declared)]
    if not found:
        made = hints.stand_in(m, f, Unknown("what a run is given", f.here(), declared))
        found = [made if made is not None else Unknown("what a run is given", f.here())]
    value, old = join(found), context.attributes.get(word)
    if value != old:
        m.changing(context, word, old)
        m.changing(elder(m, word), word)
        context.attributes[word] = value


def _fits(m: Machine, value: Value, declared: Value) -> bool:
    """May a run for this class be given the value?"""
    if isinstance(declared, Class) and isinstance(value, Instance):
        return declared in attributes.mro(m, value.cls)
    return not isinstance(declared, Class)
