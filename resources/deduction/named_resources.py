"""The resources that code mentions: under which id each is known, what it is called, and which mentions are one.

An id is the kind with the name that the code decides, else with the variable that carries it, else with the dotted name
of the object that stands for it, else with its place.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import replace
from typing import Any, cast

from ..architecture import Origin, Problem, Resource, Span
from ..settings import Settings
from . import written
from .evaluate import Machine, perform
from .properties import as_json
from .scope import Touch
from .values import Place

NAMELESS = frozenset({"external_api", "tracing", "secret", "local_store", "model", "email", "aws_service", "website"})
"""Kinds for which a missing name is no problem."""
ELSEWHERE = frozenset({"external_api", "tracing"})
"""Kinds of which a service is one thing, however many clients the code makes."""
ANYONES = frozenset({"http", "mcp"})
"""Protocols, not somebody's service."""
ONE_CLIENT = frozenset({"vector_store", "search_index", "model", "model_endpoint", "database", "cache"})
SERVERS = frozenset({"vector_store", "search_index", "database", "cache"})
"""Kinds of which a variable with the address decides which one is meant, whatever the default is in each place."""
ON_AWS = frozenset({
    "bedrock", "bedrock-runtime", "kendra", "opensearch", "s3vectors", "sagemaker", "sagemaker-runtime",
})  # fmt: skip
_ON_DISK = frozenset({"vector_store", "local_store", "database"})
"""Kinds whose name may be a path; one under /tmp names nothing, because nothing stays there."""


Mentions = Callable[[str], bool]


class Resources:
    """Resources by their ids, and the id of each mention of one."""

    def __init__(self, m: Machine, settings: Settings, mentions: Mentions, symbols: Mapping[Touch, str]) -> None:
        self.m = m
        self.settings = settings
        self.mentions = mentions
        self.symbols = symbols
        self.by_id: dict[str, Resource] = {}
        self.variables: dict[str, str] = {}
        """Function of the project -> the variable from which code knows its name."""
        self.problems: dict[Problem, None] = {}
        self._by_env: dict[tuple[str, str], str] = {}
        self._filled_by: dict[str, Touch] = {}
        """Environment variable -> the declared secret that fills it."""
        self._ids: dict[Touch, str] = {}
        self._undecided: dict[Hashable, str] = {}
        self._answered: dict[Hashable, str] = {}
        self._expressions: dict[tuple[Place, str], str] = {}
        """By kind, service and the place in a parameter: one value of an event is one resource, wherever it is used."""
        self._asked: dict[int, str] = {}
        self._now: dict[tuple[int, Place], Touch] = {}
        """By the object and where it was made: what stands for it now."""

    def add(self, touches: Collection[Touch], meant: dict[Touch, Touch]) -> None:
        """Makes the resources that these mentions mean; to be called once, with all of them. MEANT: undecided mentions
        of what something else names.
        """
        for touch in sorted(touches, key=lambda touch: touch.origin != "declared"):
            if touch.name and touch.env and (touch.kind != "secret" or touch.origin == "declared"):
                self._by_env.setdefault((touch.kind, touch.env), touch.name)
            if variable := _fills(touch):
                self._filled_by.setdefault(variable, touch)
        ordered = sorted(dict.fromkeys(touches), key=_order)
        twins = meant | _decided_elsewhere(ordered) | _on_servers(ordered)
        for touch in ordered:
            if touch not in twins:
                self._add(touch)
        self._ids |= {touch: self._ids[twin] for touch, twin in twins.items() if twin in self._ids}
        self._say_repeated()
        self._now = {(touch.number, touch.place): touch for touch in reversed(self._ids)}

    def settled(self, resource: Resource) -> Resource:
        """With what archloom.toml says about it."""
        said: Mapping[str, Any] = self.settings.resources.get(resource.id, {})
        if resource.kind in ("function", "web_app", "graph", "worker"):
            own = resource.id.partition(":")[2]
            said = {**self.settings.functions.get(own, {}), **self.settings.functions.get(resource.id, {}), **said}
        return replace(resource, properties={**resource.properties, **said}) if said else resource

    def key(self, touch: Touch) -> Hashable:
        """What is the same for all mentions of one resource."""
        return self.id_of(touch) or touch

    def id_of(self, touch: Touch) -> str | None:
        """The id of the resource that it means; asked for every use, so it is kept by the very object."""
        known = self._asked.get(id(touch))
        if known is None:
            known = self._asked[id(touch)] = self._ids.get(touch) or self._ids.get(self._current(touch)) or ""
        return known or None

    def _add(self, touch: Touch) -> None:
        filler = self._filled_by.get(touch.env or "") if touch.kind == "secret" and touch.origin != "declared" else None
        if filler is not None:
            self._ids[touch] = f"secret:{filler.name}"
            return
        if (own := self._function(touch)) is not None:
            self._ids[touch] = own
            return
        symbol = self.symbols.get(touch)
        original, touch = touch, self._spelt(touch)
        same = self._same(touch)
        name = self._name(touch, symbol) or self._answered.get(same)
        if name is not None and same is not None:
            self._answered[same] = name
        temporary = name is not None and name.startswith("/tmp") and touch.kind in _ON_DISK
        name = None if temporary else name
        root = self.m.project.root_of(touch.place[0])
        whose = touch.service if temporary or (touch.kind in ELSEWHERE and touch.service not in ANYONES) else symbol
        key = f"{touch.kind}:{(not temporary and (name or touch.env)) or whose or self._place_name(touch)}"
        if name is None and same is not None:
            key = self._undecided.setdefault(same, key)
        self._ids[original] = key
        kept = (one for one in touch.properties if one[0] not in (perform.AT, perform.ASKED))
        properties = {word: as_json(value) for word, value in kept}
        if touch.origin == "reference" and key in self.by_id:
            return  # who refers to it says nothing about it
        origin, env = _origin(touch), touch.env or _fills(touch)
        made = Resource(key, touch.kind, touch.service, name, env, origin, Span(*touch.place), properties, symbol, root)
        known = self.by_id.get(key)
        self.by_id[key] = made if known is None else _merged(known, made)
        local = any(word == "local" for word, _ in touch.properties)
        asked = known is not None and self._undecided.get(same) == key
        if name is None and touch.env is None and not (_nameless(touch) or temporary or local or asked):
            self._unresolved(touch, key)
        elif name is None and touch.env is None and touch.service == "bedrock-runtime" and touch.kind == "model":
            self._any_model(touch, key)

    def _function(self, touch: Touch) -> str | None:
        """The function of this project that is called by the name that a project file gives it, if one is."""
        if touch.kind != "function" or touch.origin != "deduced":
            return None
        known: Mapping[tuple[str, str], str] = self.m.scratch.get("functions", {})
        own = known.get(("variable", touch.env or "")) or known.get(("name", touch.name or ""))
        if own is not None and touch.env is not None:
            self.variables.setdefault(own, touch.env)
        return own

    def _name(self, touch: Touch, symbol: str | None) -> str | None:
        name = touch.name
        given = name is None or touch.kind == "secret" or touch.kind in SERVERS  # a declared Secret has its variable
        if touch.env is not None and given:
            name = self._by_env.get((touch.kind, touch.env), name)
        if name is None and touch.env is None:
            name = self._answer(touch, symbol)
        return posixpath.normpath(name) if name is not None and name.startswith(("./", "../")) else name

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
                        Problem("repeated-name", "warning", message, Span(*touch.place), key, remedy)
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
        if _nameless(touch) and touch.service:
            return touch.service
        return f"{self.m.project.dotted(touch.place[0])}:{touch.place[1]}"

    def _answer(self, touch: Touch, symbol: str | None) -> str | None:
        answers = self.settings.answers
        if _nameless(touch) and not (touch.kind == "model" and touch.reason):
            return None  # nobody asked: another thing of that line is meant
        place = f"{touch.place[0]}:{touch.place[1]}"
        said = answers.get(f"{place} {touch.kind}") or answers.get(place)
        return said or (answers.get(symbol) if symbol else None)

    def _unresolved(self, touch: Touch, key: str) -> None:
        message = f"The code does not decide which {touch.kind.replace('_', ' ')} this is: {self._why(touch)}."
        answer = f'[answers] "{touch.place[0]}:{touch.place[1]}" = "NAME"'
        remedy = f"Make the name a constant or an environment variable, or say it in archloom.toml: {answer}."
        pattern, span = dict(touch.properties).get("pattern"), Span(*touch.place)
        if pattern:
            message = f"{message.removesuffix('.')}; it is one of {pattern}."
            remedy += f' To grant all of these, say existing = "{pattern}" under [resources."{key}"] there.'
            self.problems.setdefault(Problem("wildcard-needed", "warning", message, span, key, remedy))
        else:
            self.problems.setdefault(Problem("unresolved-name", "warning", message, span, key, remedy))

    def _same(self, touch: Touch) -> Hashable:
        """What is the same for mentions that one answer names: a part of a parameter, or one expression with what one
        call gave; None when nothing says so.
        """
        if touch.name is not None or touch.env is not None:
            return None
        if touch.reason.partition(" in the parameter ")[2]:
            return touch.kind, touch.service, touch.reason
        call = dict(touch.properties).get(perform.ASKED, ("", None))[1]
        said = self._written(touch) if call is not None else ""
        return (touch.kind, touch.service, touch.reason, call, said) if said else None

    def _written(self, touch: Touch) -> str:
        """The expression that was to name it."""
        argument, _ = dict(touch.properties).get(perform.ASKED, ("", None))
        key = touch.place, argument
        if key not in self._expressions:
            self._expressions[key] = written.argument(self.m.project, touch.place, argument) if argument else ""
        return self._expressions[key]

    def _why(self, touch: Touch) -> str:
        """What was to name it, as it is written, and where that comes from."""
        reason, said = touch.reason or "no name is given", self._written(touch)
        return f"`{said}` is {reason}" if said and not reason.startswith(("it is ", "no ")) else reason

    def _any_model(self, touch: Touch, key: str) -> None:
        """Bedrock's models are there already, so that an undecided one can be granted: all of them."""
        if not touch.reason:
            return
        message = f"The code does not decide which model this is: {self._why(touch)}; its function may ask every model."
        answer = f'[answers] "{touch.place[0]}:{touch.place[1]}" = "MODEL_ID"'
        remedy = f"Make the id a constant or an environment variable, or say it in archloom.toml: {answer}."
        self.problems.setdefault(Problem("wildcard-needed", "info", message, Span(*touch.place), key, remedy))

    def _current(self, touch: Touch) -> Touch:
        """The touch as it is now: properties may have been added after the trigger was registered."""
        return self._now.get((touch.number, touch.place), touch) if touch.number else touch


def _decided_elsewhere(touches: Collection[Touch]) -> dict[Touch, Touch]:
    """Mentions whose name depends on who calls, where all callers that decide it say the same: one client is made
    there, for one thing. Not on AWS, where the name is what a permission is granted for.
    """
    named: dict[tuple[str, str, Place], dict[tuple[str | None, str | None], Touch]] = {}
    for touch in touches:
        if touch.kind in ONE_CLIENT and touch.service not in ON_AWS and (touch.name or touch.env):
            named.setdefault((touch.kind, touch.service, touch.place), {})[touch.name, touch.env] = touch
    return {
        touch: next(iter(known.values())) for touch in touches if not touch.name and not touch.env and touch.reason
        and len(known := named.get((touch.kind, touch.service, touch.place), {})) == 1
    }  # fmt: skip


def _on_servers(touches: Collection[Touch]) -> dict[Touch, Touch]:
    """Stores that one part of the code names by their collection and another by the server that its client asks."""
    stores = [touch for touch in touches if touch.kind in perform.STORES and touch.origin == "deduced"]
    servers: dict[tuple[str, str], Touch] = {}
    for touch in stores:
        if (touch.name or touch.env) and not _at(touch):
            servers.setdefault((touch.service, f"${touch.env}" if touch.env else touch.name or ""), touch)
    return {touch: server for touch in stores if (server := servers.get((touch.service, _at(touch))))}


def _at(touch: Touch) -> str:
    return next((str(value) for word, value in touch.properties if word == perform.AT), "")


def _nameless(touch: Touch) -> bool:
    """Is it no problem that nothing names it? What a role must grant by name is named."""
    return touch.kind in NAMELESS and (touch.kind, touch.service) != ("secret", "secretsmanager")


def _origin(touch: Touch) -> Origin:
    return "deduced" if touch.origin == "reference" else cast("Origin", touch.origin)


def _order(touch: Touch) -> tuple[bool, Place, str, str, str, str]:
    """References last: what they mean is known by then."""
    return touch.origin == "reference", touch.place, touch.kind, touch.service, touch.name or "", touch.env or ""


def _fills(touch: Touch) -> str | None:
    """The variable that `Secret("openai", env="OPENAI_API_KEY")` fills, so that reading it is using that secret."""
    if touch.kind != "secret" or touch.origin != "declared" or not touch.name:
        return None
    return next((str(value) for word, value in touch.properties if word == "env"), None)


def _merged(one: Resource, other: Resource) -> Resource:
    """Two mentions of one resource: the declared one leads, the first place stays."""
    first, second = (other, one) if other.origin == "declared" and one.origin != "declared" else (one, other)
    env, symbol = first.env or second.env, first.symbol or second.symbol
    if env == first.env and symbol == first.symbol and second.properties.keys() <= first.properties.keys():
        return first
    return replace(first, env=env, symbol=symbol, properties={**second.properties, **first.properties})
