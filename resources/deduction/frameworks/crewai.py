"""CrewAI: the model of an agent that names none, and classes whose methods make a crew's agents and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..evaluate import calls, containers, data_files, libraries, naming, perform
from ..evaluate.machine import Frame
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
    Place,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

DEFAULT = "gpt-4.1-mini"
"""What CrewAI asks when neither the agent nor the environment names a model."""
AGENT, TASK, LLM, TOOL = "crew agent", "crew task", "crew llm", "crew tool"
_FILES = {"agents_config": "config/agents.yaml", "tasks_config": "config/tasks.yaml"}


def _marks(word: str) -> None:
    @rule(f"crewai.project.{word.rpartition(' ')[2]}", f"crewai.project.annotations.{word.rpartition(' ')[2]}")
    def mark(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        made = a.positional[0] if a.positional else None
        return replace(made, marks=made.marks | {word}) if isinstance(made, Function) else made


for _word in (AGENT, TASK, LLM, TOOL):
    _marks(_word)


@rule("crewai.project.CrewBase", "crewai.project.crew_base.CrewBase")
def crew_class(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@CrewBase class News`: what its files say becomes attributes, in place of the names of the files."""
    made = a.positional[0] if a.positional else None
    if isinstance(made, Class):
        for word, usual in _FILES.items():
            path = made.attributes.get(word, Const(usual))
            file = data_files.opened(m, f, Arguments((path,)), place)
            data = data_files.TABLE["yaml.safe_load"](m, f, Arguments((file,)), place)
            if isinstance(data, Mapped):
                made.attributes[word] = data
    return made


@rule("crewai.Crew", "crewai.crew.Crew")
def crew(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Crew(agents=self.agents, tasks=self.tasks)`: all that the marked methods of the class make."""
    row = m.catalog.call("crewai.Crew")
    if row is None:
        return None
    given = dict(a.named)
    for argument, mark in (("agents", AGENT), ("tasks", TASK)):
        if all(isinstance(one, Unknown) for one in alternatives(given.get(argument, Unknown("", place)))):
            made = [calls.call(m, f, one, Arguments(), place) for one in _marked(f, mark)]
            given |= {argument: m.sequence(made)} if made else {}
    made = perform.perform(
        m, f, row, "crewai.Crew", "Crew", Arguments(a.positional, tuple(given.items()), a.rest), place
    )
    return _kept(made, given, ("agents", "tasks"))


def _kept(made: Value, given: dict[str, Value], words: tuple[str, ...]) -> Value:
    """`crew.agents`, `agent.tools`: what it was made of can be asked for again."""
    if isinstance(made, LibObject):
        made.attributes.update((word, given[word]) for word in words if word in given)
    return made


@rule("crewai.Agent", "crewai.agent.Agent")
def agent(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Agent(config=self.agents_config["writer"])`: model and tools as the file says, else CrewAI's own model."""
    row = m.catalog.call("crewai.Agent")
    if row is None:
        return None
    given = dict(a.named)
    for config in alternatives(given.get("config", Const(None))):
        for word, mark in (("llm", LLM), ("tools", TOOL)):
            named = config.items.get(word) if isinstance(config, Mapped) else None
            if named is not None and word not in given:
                given[word] = _made(m, f, named, mark, place)
    if not a.rest and given.get("llm", Const(None)) == Const(None):
        given["llm"] = libraries.call_path(m, f, "crewai.LLM", Arguments(named=(("model", Const(DEFAULT)),)), place)
    made = perform.perform(
        m, f, row, "crewai.Agent", "Agent", Arguments(a.positional, tuple(given.items()), a.rest), place
    )
    return _kept(made, given, ("tools",))


def _made(m: Machine, f: Frame, named: Value, mark: str, place: Place) -> Value:
    """What the methods of the class that a file names make; a name without a method stands for itself."""
    makers = {one.function.name: one for one in _marked(f, mark)}
    if isinstance(named, Const):
        maker = makers.get(str(named.value))
        return calls.call(m, f, maker, Arguments(), place) if maker is not None else named
    found = (makers.get(naming.text_of(one) or "") for one in containers.elements(m, f, named)[0])
    return m.sequence([calls.call(m, f, maker, Arguments(), place) for maker in found if maker is not None])


def _marked(f: Frame, mark: str) -> Iterator[Bound]:
    """The methods with this decorator, of the object in whose method we are."""
    own = f.scope.names.get("self")
    if isinstance(own, Instance):
        for one in own.cls.attributes.values():
            if isinstance(one, Function) and mark in one.marks:
                yield Bound(one, own)
