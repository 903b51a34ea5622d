"""From what evaluation left to an `Architecture`: ids and names, resources merged, links with evidence, problems."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from ..architecture import (
    Entry,
    Json,
    Link,
    LinkKind,
    LinkState,
    Origin,
    Problem,
    Resource,
    Span,
)  # fmt: skip
from ..settings import Settings
from . import tracing
from .entries import Draft, Host, innermost
from .evaluate import Machine
from .fit.judging import judge
from .fit.notes import Noticed
from .links import Links, entry_of, resource_of
from .processes import NOWHERE, elsewhere
from .reach import Certain, Noted, Reached, reached
from .scope import Node, Touch
from .values import Class, Function, Instance, LibObject, Place, Value

NAMELESS = frozenset({"external_api", "tracing", "secret", "local_store", "model", "email", "aws_service", "website"})
"""Kinds for which a missing name is no problem."""
ELSEWHERE = frozenset({"external_api", "tracing"})
"""Kinds of which a service is one thing, however many clients the code makes."""
ANYONES = frozenset({"http", "mcp"})
"""Protocols, not somebody's service."""
_ON_DISK = frozenset({"vector_store", "local_store", "database"})
"""Kinds whose name may be a path; one under /tmp names nothing, because nothing stays there."""
_OF_EXECUTIONS = frozenset({
    "states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution", "states:SendTaskSuccess",
    "states:SendTaskFailure", "states:SendTaskHeartbeat",
})  # fmt: skip
"""Actions whose calls name an execution or a task, not its state machine."""

Mentions = Callable[[str], bool]


@dataclass
class Parts:
    """The lists of an architecture."""

    resources: list[Resource] = field(default_factory=list[Resource])
    entries: list[Entry] = field(default_factory=list[Entry])
    links: list[Link] = field(default_factory=list[Link])
    problems: list[Problem] = field(default_factory=list[Problem])
    noticed: list[Noticed] = field(default_factory=list[Noticed])


def assemble(m: Machine, drafts: Iterable[Draft], settings: Settings, mentions: Mentions = bool,
             configs: Mapping[str, bytes] | None = None) -> Parts:  # fmt: skip
    """Everything that the entries reach, under its ids, with the verdict of each unit.

    MENTIONS: does a word stand in the project's files? CONFIGS are its project files, which say what it requires.
    """
    made = _Assembly(m, settings, mentions).parts(sorted(drafts, key=lambda d: (d.place, d.kind, d.label)))
    made.resources, problems = judge(m, configs or {}, made.resources, made.entries, made.links, made.noticed)
    made.problems += problems
    return made


class _Assembly:
    def __init__(self, m: Machine, settings: Settings, mentions: Mentions) -> None:
        self.m = m
        self.mentions = mentions
        self.settings = settings
        self.symbols, self.objects = _symbols(m)
        self.resources: dict[str, Resource] = {}
        self.links = Links()
        self.problems: dict[Problem, None] = {}
        self._by_env: dict[tuple[str, str], str] = {}
        self._filled_by: dict[str, Touch] = {}
        """Environment variable -> the declared secret that fills it."""
        self._ids: dict[Touch, str] = {}
        self._modules = frozenset(state.node for state in m.modules.values())
        self._skips: dict[Draft, Container[Node]] = {}
        self._calls: dict[int, list[Node]] | None = None
        """The evaluated calls of each function, once somebody asks."""
        self._defined: dict[str, set[int]] = {}
        """The functions of entries by their files."""
        self._asked: dict[int, str] = {}
        self._now: dict[tuple[int, Place], Touch] = {}
        """By the object and where it was made: what stands for it now."""
        self._noted: dict[Draft, Noted] = {}

    def parts(self, drafts: list[Draft]) -> Parts:
        m = self.m
        uses = {draft: self._uses(draft, drafts) for draft in drafts if draft.node}
        uses = tracing.settle(uses, m.environment)
        touches = list({id(one.use.touch): one.use.touch for found in uses.values() for one in found}.values())
        said = ("declared", "reference")  # a resource without any use, or one that only a grant names
        touches += [touch for touch in m.touches if touch.origin in said and touch.kind != "function"]
        touches += [draft.trigger[0] for draft in drafts if draft.trigger is not None and draft.trigger[0].kind]
        for touch in sorted(touches, key=lambda touch: touch.origin != "declared"):
            if touch.name and touch.env and (touch.kind != "secret" or touch.origin == "declared"):
                self._by_env.setdefault((touch.kind, touch.env), touch.name)
            if variable := _fills(touch):
                self._filled_by.setdefault(variable, touch)
        for touch in sorted(dict.fromkeys(touches), key=_order):
            self._resource(touch)
        self._say_repeated()
        self._now = {(touch.number, touch.place): touch for touch in reversed(self._ids)}
        entries = self._entries(drafts)
        certain: dict[Container[Node], Certain] = {}
        for draft, entry in entries:
            self._trigger(draft, entry)
            found = uses.get(draft, ())
            sure: Collection[Hashable] = ()
            if draft.node is not None and any(one.is_possible for one in found):
                skip = self._skipped(draft)
                sure = certain.setdefault(skip, Certain(skip, self._key)).of(draft.node)
            for one in found:
                state = "possible" if one.is_possible and self._key(one.use.touch) not in sure else "proven"
                self._link(entry, one.use.touch, one.use.link, one.use.operation, one.use.actions, state,
                           one.use.place, _calls_of(draft, one.path))  # fmt: skip
            self._allow(draft, entry)
        self._drop_repeated_settings(entries)
        self._drop_names_of_secrets()
        self._give_executions()
        noticed = [Noticed(entry.runs_in, entry.id, entry.kind, note, path)
                   for draft, entry in entries for note, path in self._noted.get(draft, ())]  # fmt: skip
        self._drop_empty(entries)
        used = {resource_of(link) for link in self.links} | {entry.runs_in for _, entry in entries}
        return Parts(
            [self._settled(r) for r in self.resources.values() if r.id in used or r.origin != "deduced"],
            [entry for _, entry in entries], self.links.made(), list(self.problems), noticed,
        )  # fmt: skip

    # -- entries and what runs them --

    def _uses(self, draft: Draft, drafts: list[Draft]) -> list[Reached]:
        """What an entry reaches. A `__main__` guard that only starts or tries out the file's other entries reaches
        nothing, whatever settings it reads.
        """
        skip = self._skipped(draft)
        if draft.node is None:
            return []
        if draft.kind == "script" and draft.only_with_effects:
            tried = self._tried(draft.place[0], drafts)
            if all(one.use.link == "config" for one in reached(draft.node, self._modules | tried)):
                return []
        return list(reached(draft.node, skip, self._noted.setdefault(draft, [])))

    def _tried(self, file: str, drafts: list[Draft]) -> frozenset[Node]:
        """The calls of the entries that a file defines."""
        if self._calls is None:
            self._calls = {}
            for node in self.m.memo.values():
                if node.function:
                    self._calls.setdefault(id(node.function.facts), []).append(node)
            for function in filter(None, (innermost(one.target) for one in drafts)):
                self._defined.setdefault(function.file, set()).add(id(function.facts))
        return frozenset(node for facts in self._defined.get(file, ()) for node in self._calls.get(facts, ()))

    def _skipped(self, draft: Draft) -> Container[Node]:
        """What is not this entry's: modules whose effects belong to the start-up entry of the same host, and what its
        process does not import.
        """
        if not draft.with_imports:
            return self._modules
        if draft not in self._skips:
            self._skips[draft] = elsewhere(self.m, draft) if draft.begins else NOWHERE
        return self._skips[draft]

    def _entries(self, drafts: list[Draft]) -> list[tuple[Draft, Entry]]:
        made: list[tuple[Draft, Entry]] = []
        handlers = [self._handler(draft) for draft in drafts]
        taken: dict[str, int] = {}
        shared = Counter(handler for handler, _ in handlers)
        for draft, (handler, place) in zip(drafts, handlers, strict=True):
            key = f"entry:{handler}" + (f"#{draft.label}" if shared[handler] > 1 and draft.label else "")
            taken[key] = taken.get(key, 0) + 1
            if taken[key] > 1:
                key = f"{key}~{taken[key]}"
            host = self._host(draft.host)
            root = self.m.project.root_of(place[0])
            made.append((draft, Entry(key, draft.kind, draft.label, handler, host, _span(place), root)))
        return made

    def _handler(self, draft: Draft) -> tuple[str, Place]:
        function = innermost(draft.target)
        if function is not None and draft.kind != "graph":
            return draft.handler or function.qualname, (function.file, *function.facts[6])
        if draft.handler:
            return draft.handler, draft.place
        if isinstance(draft.target, LibObject | Instance) and draft.target.number in self.objects:
            return self.objects[draft.target.number], draft.place
        if isinstance(draft.target, Class):
            return draft.target.qualname, draft.target.place or draft.place
        dotted = self.m.project.dotted(draft.place[0])
        if draft.kind == "startup":
            return f"{draft.host.name or self._symbol_of(draft.host.anchor) or dotted}.startup", draft.place
        return f"{dotted}.line{draft.place[1]}", draft.place

    def _host(self, host: Host) -> str:
        symbol = self._symbol_of(host.anchor)
        name = host.name or symbol or self.m.project.dotted(host.place[0])
        key = f"{host.kind}:{name}"
        if key not in self.resources:
            properties: dict[str, Json] = {word: _json(value) for word, value in host.properties}
            shown = host.name or name.rpartition(".")[2]
            self.resources[key] = Resource(
                key, host.kind, host.service, shown, None, host.origin, _span(host.place), properties,  # type: ignore[arg-type]
                symbol, self.m.project.root_of(host.place[0]),
            )  # fmt: skip
        return key

    def _symbol_of(self, anchor: Any) -> str | None:
        if isinstance(anchor, Function):
            return anchor.qualname
        if isinstance(anchor, LibObject | Instance):
            return self.objects.get(anchor.number)
        if isinstance(anchor, Class):
            return anchor.qualname
        function = innermost(anchor) if isinstance(anchor, Value) else None
        return function.qualname if function is not None else None

    def _drop_repeated_settings(self, entries: list[tuple[Draft, Entry]]) -> None:
        """A key that is read both when the app starts and by its routes is shown at the routes."""
        hosts = {entry.id: (entry.runs_in, entry.kind == "startup") for _, entry in entries}
        settings = [(link, *hosts[link[1]]) for link in self.links if link[0] == "config"]
        read = {(host, link[2]) for link, host, startup in settings if not startup}
        for link, host, startup in settings:
            if startup and (host, link[2]) in read:
                self.links.drop(link)

    def _drop_names_of_secrets(self) -> None:
        """A variable with which a secret is asked of AWS holds its name, so reading it gives nothing away."""
        asked = {link[2] for link in self.links
                 if link[0] == "permission" and link[2].startswith("secret:") and self.links.actions(link)}  # fmt: skip
        known = [self.resources[one] for one in asked if self.resources[one].origin != "declared"]
        names = {secret.id for secret in known} | {f"secret:{secret.env}" for secret in known if secret.env}
        for link in list(self.links) if names else ():
            if link[0] == "config" and link[2] in names:
                self.links.drop(link)

    def _give_executions(self) -> None:
        """What is asked of an execution that nobody names is asked of the state machines that the entry starts."""
        for link in [one for one in self.links if one[0] == "permission" and one[2] == "aws_service:stepfunctions"]:
            if _OF_EXECUTIONS.issuperset(self.links.actions(link)):
                own = [one for one in self.links if one[:2] == link[:2] and one[2].startswith("state_machine:")]
                if own:
                    self.links.give(link, own)

    def _drop_empty(self, entries: list[tuple[Draft, Entry]]) -> None:
        """Start-ups without effect, and guards that only launch what the file holds, are no entries."""
        linked = {entry_of(link) for link in self.links}
        entries[:] = [(draft, entry) for draft, entry in entries if not draft.only_with_effects or entry.id in linked]

    # -- resources --

    def _resource(self, touch: Touch) -> None:
        filler = self._filled_by.get(touch.env or "") if touch.kind == "secret" and touch.origin != "declared" else None
        if filler is not None:
            self._ids[touch] = f"secret:{filler.name}"
            return
        symbol = self.symbols.get(touch)
        original, touch = touch, self._spelt(touch)
        name = touch.name
        if touch.env is not None and (name is None or touch.kind == "secret"):  # a declared Secret has its variable
            name = self._by_env.get((touch.kind, touch.env), name)
        if name is None and touch.env is None:
            name = self._answer(touch, symbol)
        if name is not None and name.startswith(("./", "../")):
            name = posixpath.normpath(name)
        temporary = name is not None and name.startswith("/tmp") and touch.kind in _ON_DISK
        name = None if temporary else name
        root = self.m.project.root_of(touch.place[0])
        whose = touch.service if temporary or (touch.kind in ELSEWHERE and touch.service not in ANYONES) else symbol
        key = f"{touch.kind}:{(not temporary and (name or touch.env)) or whose or self._place_name(touch)}"
        self._ids[original] = key
        properties = {word: _json(value) for word, value in touch.properties}
        if touch.origin == "reference" and key in self.resources:
            return  # who refers to it says nothing about it
        origin, env = _origin(touch), touch.env or _fills(touch)
        made = Resource(key, touch.kind, touch.service, name, env, origin, _span(touch.place), properties, symbol, root)
        known = self.resources.get(key)
        self.resources[key] = made if known is None else _merged(known, made)
        local = any(word == "local" for word, _ in touch.properties)
        if name is None and touch.env is None and touch.kind not in NAMELESS and not temporary and not local:
            self._unresolved(touch, key)

    def _say_repeated(self) -> None:
        """Two declarations of one kind with one name are one resource; whoever wrote them may have meant two."""
        first: dict[tuple[str, str, str], Touch] = {}
        for touch in sorted(self.m.touches, key=lambda touch: touch.place):
            if touch.origin == "declared" and touch.name and not touch.chosen and touch.kind != "secret":
                root = self.m.project.root_of(touch.place[0])
                known = first.setdefault((root, touch.kind, touch.name), touch)
                if known.place != touch.place:
                    what, (file, line, *_) = touch.kind.replace("_", " "), known.place
                    message = f"The {what} {touch.name} is declared here and in {file}, line {line}; both are one."
                    remedy = "Declare it once and import it, or give one of them another name."
                    key = f"{touch.kind}:{touch.name}"
                    self.problems.setdefault(
                        Problem("repeated-name", "warning", message, _span(touch.place), key, remedy)
                    )

    def _spelt(self, touch: Touch) -> Touch:
        """A library may read a variable under several names: the one that the project mentions is meant."""
        others = (
            self.m.scratch.get(("others", touch.env), ())
            if touch.kind == "secret" and touch.origin != "declared"
            else ()
        )
        if not others or self.mentions(touch.env or ""):
            return touch
        name = next((other for other in others if self.mentions(other)), touch.env)
        return replace(touch, name=name, env=name)

    def _place_name(self, touch: Touch) -> str:
        if touch.kind in NAMELESS and touch.service:
            return touch.service
        return f"{self.m.project.dotted(touch.place[0])}:{touch.place[1]}"

    def _answer(self, touch: Touch, symbol: str | None) -> str | None:
        answers = self.settings.answers
        return answers.get(f"{touch.place[0]}:{touch.place[1]}") or (answers.get(symbol) if symbol else None)

    def _unresolved(self, touch: Touch, key: str) -> None:
        reason = touch.reason or "no name is given"
        message = f"The code does not decide which {touch.kind.replace('_', ' ')} this is: {reason}."
        answer = f'[answers] "{touch.place[0]}:{touch.place[1]}" = "NAME"'
        remedy = f"Make the name a constant or an environment variable, or say it in archloom.toml: {answer}."
        self.problems.setdefault(Problem("unresolved-name", "warning", message, _span(touch.place), key, remedy))

    def _settled(self, resource: Resource) -> Resource:
        """With what archloom.toml says about it."""
        said: Mapping[str, Any] = self.settings.resources.get(resource.id, {})
        if resource.kind in ("function", "web_app", "graph", "worker"):
            own = resource.id.partition(":")[2]
            said = {**self.settings.functions.get(own, {}), **self.settings.functions.get(resource.id, {}), **said}
        return replace(resource, properties={**resource.properties, **said}) if said else resource

    # -- links --

    def _trigger(self, draft: Draft, entry: Entry) -> None:
        if draft.host.kind == "web_app" and entry.kind in ("http", "websocket"):
            self.links.add(("trigger", entry.runs_in, entry.id), "proven", draft.label, (), draft.place)
        if draft.trigger is not None:
            touch, operation = draft.trigger
            if resource := self._id(touch):
                self.links.add(("trigger", resource, entry.id), "proven", operation, (), draft.place)

    def _key(self, touch: Touch) -> Hashable:
        """What is the same for all mentions of one resource."""
        return self._id(touch) or touch

    def _id(self, touch: Touch) -> str | None:
        """The id of the resource that it means; asked for every use, so it is kept by the very object."""
        known = self._asked.get(id(touch))
        if known is None:
            known = self._asked[id(touch)] = self._ids.get(touch) or self._ids.get(self._current(touch)) or ""
        return known or None

    def _current(self, touch: Touch) -> Touch:
        """The touch as it is now: properties may have been added after the trigger was registered."""
        return self._now.get((touch.number, touch.place), touch) if touch.number else touch

    def _link(self, entry: Entry, touch: Touch, kind: str, operation: str, actions: tuple[str, ...], state: LinkState,
              place: Place, path: tuple[Place, ...] = ()) -> None:  # fmt: skip
        resource = self._id(touch)
        if resource:
            self.links.add((cast("LinkKind", kind), entry.id, resource), state, operation, actions, place, path)

    def _allow(self, draft: Draft, entry: Entry) -> None:
        function = innermost(draft.target)
        if function is None:
            return
        for touch, operation, actions, place in self.m.scratch.get(("allow", id(function.facts)), ()):
            self._link(entry, touch, "permission", operation, actions, "declared", place)


def _origin(touch: Touch) -> Origin:
    return "deduced" if touch.origin == "reference" else cast("Origin", touch.origin)


def _order(touch: Touch) -> tuple[bool, Place, str, str, str, str]:
    """References last: what they mean is known by then."""
    return touch.origin == "reference", touch.place, touch.kind, touch.service, touch.name or "", touch.env or ""


def _calls_of(draft: Draft, path: tuple[Place, ...]) -> tuple[Place, ...]:
    """The call sites of a path: a script as a whole is none."""
    return path[1:] if draft.kind == "script" and path[:1] == (draft.place,) else path


def _fills(touch: Touch) -> str | None:
    """The variable that `Secret("openai", env="OPENAI_API_KEY")` fills, so that reading it is using that secret."""
    if touch.kind != "secret" or touch.origin != "declared" or not touch.name:
        return None
    return next((str(value) for word, value in touch.properties if word == "env"), None)


def _merged(one: Resource, other: Resource) -> Resource:
    """Two mentions of one resource: the declared one leads, the first place stays."""
    first, second = (other, one) if other.origin == "declared" and one.origin != "declared" else (one, other)
    return replace(
        first, env=first.env or second.env, symbol=first.symbol or second.symbol,
        properties={**second.properties, **first.properties},
    )  # fmt: skip


def _symbols(m: Machine) -> tuple[dict[Touch, str], dict[int, str]]:
    """Module-level names: of the resources that objects stand for, and of the objects themselves."""
    touches: dict[Touch, str] = {}
    objects: dict[int, tuple[bool, str]] = {}
    for file in sorted(m.modules):
        dotted = m.project.dotted(file)
        for name, value in m.modules[file].scope.names.items():
            if isinstance(value, LibObject | Instance):
                foreign = value.place is None or value.place[0] != file
                if value.number not in objects or (objects[value.number][0] and not foreign):
                    objects[value.number] = foreign, f"{dotted}.{name}"
    symbols = {number: symbol for number, (_, symbol) in objects.items()}
    for number, found in m.made.items():
        if number in symbols:
            for touch in found:
                touches.setdefault(touch, symbols[number])
    return touches, symbols


def _json(value: Any) -> Json:
    """A property as JSON: tuples of pairs with different keys are objects, other tuples lists."""
    if not isinstance(value, tuple):
        return value
    items = cast("tuple[Any, ...]", value)
    if _pairs(items):
        return {key: _json(inner) for key, inner in items}
    return [list(cast("tuple[str, ...]", one)) if isinstance(one, tuple) else _json(one) for one in items]


def _pairs(items: tuple[Any, ...]) -> bool:
    pairs = [
        cast("tuple[Any, ...]", one)
        for one in items
        if isinstance(one, tuple) and len(cast("tuple[Any, ...]", one)) == 2
    ]
    keys = {pair[0] for pair in pairs if isinstance(pair[0], str)}
    return bool(items) and len(keys) == len(items) and not _edges(items)


def _edges(value: tuple[Any, ...]) -> bool:
    return any(isinstance(one[1], str) and (one[1].startswith("__") or one[0].startswith("__")) for one in value)


def _span(place: Place) -> Span:
    return Span(*place)
