"""From what evaluation left to an `Architecture`: ids and names, resources merged, links with evidence, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ..architecture import (
    Entry,
    Json,
    Link,
    LinkKind,
    Problem,
    Resource,
    Span,
)  # fmt: skip
from ..settings import Settings
from . import carried, tracing
from .entries import Draft, Host, innermost
from .evaluate import Machine
from .events import told_by_events
from .fit.judging import judge
from .fit.notes import Noticed
from .fit.scripts import weighed
from .gathering import Gathered, Gathering, Ids
from .links import Links, entry_of, resource_of
from .named_resources import Mentions, Resources
from .processes import NOWHERE, elsewhere
from .properties import as_json
from .reach import Certain, Led, Noted, Reached, Ways, every_way, reached
from .scope import Node, Touch, Use
from .symbols import symbols
from .values import Class, Function, Instance, LibObject, Place, Value

_OF_EXECUTIONS = frozenset({
    "states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution", "states:SendTaskSuccess",
    "states:SendTaskFailure", "states:SendTaskHeartbeat",
})  # fmt: skip
"""Actions whose calls name an execution or a task, not its state machine."""


@dataclass
class Parts:
    """The lists of an architecture."""

    resources: list[Resource] = field(default_factory=list[Resource])
    entries: list[Entry] = field(default_factory=list[Entry])
    links: list[Link] = field(default_factory=list[Link])
    problems: list[Problem] = field(default_factory=list[Problem])
    noticed: list[Noticed] = field(default_factory=list[Noticed])


def assemble(m: Machine, drafts: Iterable[Draft], settings: Settings, mentions: Mentions = bool,
             configs: Mapping[str, bytes] | None = None, gathering: Gathering | None = None) -> Parts:  # fmt: skip
    """Everything that the entries reach, under its ids, with the verdict of each unit.

    MENTIONS: does a word stand in the project's files? CONFIGS are its project files, which say what it requires.
    GATHERING is what came of the entries the last time.
    """
    ordered = sorted(drafts, key=lambda d: (d.place, d.kind, d.label))
    made = _Assembly(m, settings, mentions, gathering or Gathering()).parts(ordered)
    made.resources, problems = judge(m, configs or {}, made.resources, made.entries, made.links, made.noticed)
    made.problems = [*weighed(made.problems, made.resources, made.entries, made.links), *problems]
    return made


STARTED_BY_RUNNING = frozenset({"gradio", "nicegui", "telegram", "discord", "slack", "mcp"})
"""Where the guard of a file is what starts the process, not something beside it."""


class _Assembly:
    def __init__(self, m: Machine, settings: Settings, mentions: Mentions, gathering: Gathering) -> None:
        self.m = m
        self.gathering = gathering
        named, self.objects = symbols(m)
        self.resources = Resources(m, settings, mentions, named)
        self.links = Links(gathering.spans)
        self._modules = frozenset(state.node for state in m.modules.values())
        self._skips: dict[Draft, Container[Node]] = {}
        self._calls: dict[int, list[Node]] | None = None
        """The evaluated calls of each function, once somebody asks."""
        self._defined: dict[str, set[int]] = {}
        """The functions of entries by their files."""
        self._noted: dict[Draft, Noted] = {}
        self._certain: dict[Container[Node], Certain] = {}

    def parts(self, drafts: list[Draft]) -> Parts:
        m = self.m
        ways = self._ways(drafts)
        uses = {draft: self._uses(draft, drafts, ways) for draft in drafts if draft.node}
        uses = carried.settle(tracing.settle(uses, m.environment), m.scratch.get("given", {}))
        touches = list({id(one.use.touch): one.use.touch for found in uses.values() for one in found}.values())
        said = ("declared", "reference")  # a resource without any use, or one that only a grant names
        touches += [touch for touch in m.touches if touch.origin in said and touch.kind != "function"]
        touches += [draft.trigger[0] for draft in drafts if draft.trigger is not None and draft.trigger[0].kind]
        told = told_by_events(uses)
        self.resources.add([*touches, *told.values()], told)
        entries = self._entries(drafts)
        for draft, entry in entries:
            self.links.take(self._links(draft, entry, uses.get(draft, ()), ways))
        self._drop_repeated_settings(entries)
        self._drop_names_of_secrets()
        self._give_executions()
        noticed = [Noticed(entry.runs_in, entry.id, entry.kind, note, path)
                   for draft, entry in entries for note, path in self._noted.get(draft, ())]  # fmt: skip
        self._drop_empty(entries)
        used = {resource_of(link) for link in self.links} | {entry.runs_in for _, entry in entries}
        return Parts(
            [self.resources.settled(r) for r in self.resources.by_id.values() if r.id in used or r.origin != "deduced"],
            [entry for _, entry in entries], self.links.made(), list(self.resources.problems), noticed,
        )  # fmt: skip

    # -- entries and what runs them --

    def _ways(self, drafts: list[Draft]) -> Led:
        """Where to look for what entries reach; few walks are not worth to know first what leads to nothing."""
        new = [draft for draft in drafts if self.gathering.reached(draft) is None]
        if 2 * len(new) <= len(drafts):
            return every_way
        return Ways(draft.node for draft in drafts if draft.node is not None).of

    def _uses(self, draft: Draft, drafts: list[Draft], ways: Led) -> list[Reached]:
        """What an entry reaches. A `__main__` guard that only starts or tries out the file's other entries reaches
        nothing; nor does one that does no more than their start. The settings that it reads are those of their start,
        where the process is started by running the file.
        """
        if draft.node is None:
            return []
        if draft.kind == "script" and draft.only_with_effects and self._settings_only(draft, drafts, ways) is not None:
            return []
        known = self.gathering.reached(draft)
        if known is None:
            noted: Noted = []
            known = list(reached(draft.node, self._skipped(draft), noted, ways)), noted
            self.gathering.walked(draft, *known)
        self._noted[draft] = known[1]
        if draft.kind == "startup" and draft.host.service in STARTED_BY_RUNNING:
            return [*known[0], *self._of_the_guard(draft, {one.use for one in known[0]}, drafts, ways)]
        return known[0]

    def _of_the_guard(self, draft: Draft, known: set[Use], drafts: list[Draft], ways: Led) -> Iterator[Reached]:
        for one in drafts:
            if one.kind == "script" and one.place[0] == draft.host.place[0]:
                yield from (use for use in self._settings_only(one, drafts, ways) or () if use.use not in known)

    def _settings_only(self, draft: Draft, drafts: list[Draft], ways: Led) -> list[Reached] | None:
        """The settings that a guard reads which does nothing else but start or try out the file's other entries."""
        file = draft.place[0]
        if draft.node is None:
            return None
        started = {one.use for other in drafts if other.kind == "startup" and other.host.place[0] == file
                   and other.node is not None for one in reached(other.node, ways=ways)}  # fmt: skip
        own = list(reached(draft.node, self._modules | self._tried(file, drafts), ways=ways))
        if all(one.use.link == "config" or one.use in started for one in own):
            return [one for one in own if one.use.link == "config"]
        return None

    def _tried(self, file: str, drafts: list[Draft]) -> frozenset[Node]:
        """The calls of the entries that a file defines."""
        if self._calls is None:
            self._calls = {}
            for node in self.m.memo.values():
                if node.function:
                    self._calls.setdefault(id(node.function.facts), []).append(node)
            for function in filter(None, (innermost(one.target) for one in drafts if one.kind != "graph")):
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
        if key not in self.resources.by_id:
            properties: dict[str, Json] = {word: as_json(value) for word, value in host.properties}
            shown = host.name or host.shown or name.rpartition(".")[2]
            env, root = self.resources.variables.get(key), self.m.project.root_of(host.place[0])
            self.resources.by_id[key] = Resource(
                key, host.kind, host.service, shown, env, host.origin, _span(host.place), properties,
                symbol, root,
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
        known = [self.resources.by_id[one] for one in asked if self.resources.by_id[one].origin != "declared"]
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

    # -- links --

    def _links(self, draft: Draft, entry: Entry, uses: Sequence[Reached], ways: Led) -> Links:
        """The links of an entry: those of the last time if nothing that they say has changed."""
        known = self.gathering.of(draft)
        if known is not None and known.uses == uses and known.ids == self._ids(draft, entry, known.touches):
            return known.links
        links = Links(self.gathering.spans)
        self._trigger(links, draft, entry)
        sure: Collection[Hashable] = ()
        if draft.node is not None and any(one.is_possible for one in uses):
            skip = self._skipped(draft)
            certain = self._certain.setdefault(skip, Certain(skip, self.resources.key, ways))
            sure = certain.of(draft.node)
        for one in uses:
            use = one.use
            if resource := self.resources.id_of(use.touch):
                state = "possible" if one.is_possible and resource not in sure else "proven"
                path = one.path if draft.kind != "script" else _calls_of(draft, one.path)
                key = cast("LinkKind", use.link), entry.id, resource
                links.add(key, state, use.operation, use.actions, use.place, path)
        self._allow(links, draft, entry)
        walked = self.gathering.reached(draft)
        every = [one.use.touch for one in (*uses, *(walked[0] if walked is not None else ()))]
        touches = list({id(touch): touch for touch in every}.values())
        self.gathering.keep(draft, Gathered(uses, touches, self._ids(draft, entry, touches), links))
        return links

    def _ids(self, draft: Draft, entry: Entry, touches: Iterable[Touch]) -> Ids:
        """All the ids that the links of an entry are made of."""
        trigger = self.resources.id_of(draft.trigger[0]) if draft.trigger is not None else None
        return entry.id, entry.runs_in, trigger, *map(self.resources.id_of, touches)

    def _trigger(self, links: Links, draft: Draft, entry: Entry) -> None:
        if draft.host.kind == "web_app" and entry.kind in ("http", "websocket"):
            links.add(("trigger", entry.runs_in, entry.id), "proven", draft.label, (), draft.place)
        if draft.trigger is not None:
            touch, first = draft.trigger
            if resource := self.resources.id_of(touch):
                for operation in (first, *draft.further):
                    links.add(("trigger", resource, entry.id), "proven", operation, (), draft.place)

    def _allow(self, links: Links, draft: Draft, entry: Entry) -> None:
        function = innermost(draft.target)
        if function is None:
            return
        for touch, operation, actions, place in self.m.scratch.get(("allow", id(function.facts)), ()):
            if resource := self.resources.id_of(touch):
                links.add(("permission", entry.id, resource), "declared", operation, actions, place)


def _calls_of(draft: Draft, path: tuple[Place, ...]) -> tuple[Place, ...]:
    """The call sites of a path of a script, which as a whole is none."""
    return path[1:] if path[:1] == (draft.place,) else path


def _span(place: Place) -> Span:
    return Span(*place)
