"""What a library call does, as its row in the catalog says: resources made and used, callbacks called, its result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...catalog.records import Call, Name, Secret
from ...catalog.records import Use as RowUse
from ..frameworks.registry import RULES
from ..scope import Choice, Touch
from ..secret_names import LOGINS, URLS, is_key_argument, is_secret
from ..values import (
    NONE,
    WIDTH,
    Arguments,
    Const,
    EnvVar,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import choices, environment, holding, libraries, naming, queries, running
from .machine import Frame
from .settling import settled

if TYPE_CHECKING:
    from .machine import Machine


def perform(m: Machine, f: Frame, call: Call, path: str, name: str, a: Arguments, place: Place,
            receiver: LibObject | None = None) -> Value:  # fmt: skip
    """Does what the row says. PATH is the canonical path of a function or class, NAME the word for the operation."""
    given = naming.bind(call.parameters, a)
    if call.rule and call.rule in RULES:
        handled = RULES[call.rule](m, f, a, place, LibMethod(receiver, name) if receiver is not None else None)
        if handled is not None:
            m.deeds += 1
            return handled
    keys(m, f, given, place)
    calls = settled(m, f, call, given, a, receiver)
    if len(calls) > 1:
        return join(
            _perform(m, f, one, path, name, less, place, receiver, known)
            for one, known, less in choices.each(f, tuple(calls), place)
        )
    one, given, a = calls[0]
    return _perform(m, f, one, path, name, a, place, receiver, given)


def _perform(m: Machine, f: Frame, call: Call, path: str, name: str, a: Arguments, place: Place,
             receiver: LibObject | None, given: naming.Given) -> Value:  # fmt: skip
    made = _made(m, f, call, given, receiver, place)
    for use in call.uses:
        _use(m, f, use, name, given, receiver, made, a, place)
    if call.secrets and receiver is not None:
        secrets(m, f, call.secrets, given, place)
    if call.uses and receiver is not None:
        running.read_secrets(m, f, receiver, place)
    _call_back(m, f, call, a, given, place)
    if receiver is not None and (call.runs or call.reaches):
        for word, value in _held(call, a, given) if call.runs else ():
            holding.hold(m, receiver, word, value)  # `user.initiate_chat(manager)` runs what it is given too
        holding.keep_context(m, a)
        running.run_object(m, f, receiver, place, own=call.runs)
        run_callbacks(m, f, a, place)
    result = _result(m, f, call, path, a, place, receiver, given, made)
    if receiver is None and isinstance(result, LibObject):
        if call.runs or call.reaches:
            running.run_object(m, f, result, place, own=call.runs)
        elif call.secrets and not brought(m, call, given):  # most clients ask for their key when they are made
            secrets(m, f, call.secrets, given, place)
    elif receiver is None and call.secrets and call.uses:
        secrets(m, f, call.secrets, given, place)
    return result


def keys(m: Machine, f: Frame, given: naming.Given, place: Place) -> None:
    """A variable that is passed as a key or password is a secret, whatever its name."""
    for word, value in given.items():
        if value.__class__ is not Const and is_key_argument(word):
            for one in alternatives(value):
                if isinstance(one, EnvVar) and ("." in one.name or not is_secret(one.name)):
                    _secret(m, f, one.name, place)  # what a file of settings gives was not told when it was read


def _secret(m: Machine, f: Frame, variable: str, place: Place) -> None:
    m.use(f, Touch("secret", "environment", variable, variable, place), "read", ("read",), place, link="config")


def _login(m: Machine, f: Frame, given: naming.Given, place: Place) -> None:
    """The variable with the URL of a database holds its password, whatever its name; a file has none, nor has an
    address beside which a login is given.
    """
    if LOGINS & given.keys():
        return
    for word in URLS & given.keys():
        for one in alternatives(given[word]):
            if isinstance(one, EnvVar) and not is_secret(one.name):
                text = naming.text_of(one)
                if text is None or ("://" in text and not text.startswith("sqlite")):
                    _secret(m, f, one.name, place)


def _made(
    m: Machine, f: Frame, call: Call, given: naming.Given, receiver: LibObject | None, place: Place
) -> list[Touch]:
    """The resources that the new object stands for: those of a client that it is given, else its own."""
    if client := brought(m, call, given):
        return list(m.stands_for(client))
    if not call.kind:
        return []
    if call.kind == "database" or call.service == "pgvector":
        _login(m, f, given, place)
    more = (*properties(call, given), *_server(m, f, call, given))
    return touches(m, f, call.kind, call.service, call.name, given, receiver, place, more)


def _server(m: Machine, f: Frame, call: Call, given: naming.Given) -> tuple[tuple[str, str], ...]:
    """Where a store is that is named by its collection: a client for that address is a client for the same thing."""
    if call.kind not in STORES:
        return ()
    for word in SERVERS:
        values = naming.reach(m, f, word, given, None)
        found = [one for value in values for one in naming.of_value(value, "host") if one.name or one.env]
        if found:
            own = found == naming.names(m, f, call.name, given, None)
            return () if own or len(found) > 1 else ((AT, f"${found[0].env}" if found[0].env else found[0].name or ""),)
    return ()


def brought(m: Machine, call: Call, given: naming.Given) -> LibObject | None:
    """The client, engine or model among the arguments that brings its own resource with it; of several, one that
    fits what is made with it (`SqliteSaver(connection)`).
    """
    for word in call.same_as:
        value = given.get(word)
        found = [one for one in alternatives(value) if isinstance(one, LibObject)] if value is not None else []
        found = [one for one in found if m.stands_for(one)]
        if len(found) > 1:
            fits = call.kind, call.service
            return next((one for one in found for touch in m.stands_for(one)
                         if (touch.kind, touch.service) == fits), found[0])  # fmt: skip
        if found:
            return found[0]
    return None


def properties(call: Call, given: naming.Given) -> tuple[tuple[str, str | int | bool | float], ...]:
    """Properties of a resource that its arguments tell: `argument`, `argument=default` or `=constant`."""
    found: list[tuple[str, str | int | bool | float]] = []
    for word, source in call.properties.items():
        argument, _, default = source.partition("=")
        value = naming.property_of(given[argument]) if argument in given else default or None
        if value is not None:
            found.append((word, value))
    return (*found, *(("address", address) for address in sorted(set(_local_addresses(given.values())))))


def _local_addresses(values: Iterable[Value]) -> Iterator[str]:
    """Addresses of this machine that the code itself writes, also inside of a dict of options."""
    for value in values:
        if isinstance(value, Const) and isinstance(value.value, str) and _LOCAL.match(value.value):
            yield value.value
        elif isinstance(value, Mapped):
            yield from _local_addresses(one for one in value.items.values() if isinstance(one, Const))


AT = "at"
"""The property of a mention that says on which server the store is; the resource does not keep it."""
ASKED = "asked"
"""The property of an undecided mention with the argument that was to name it, and the call that gave its value; the
resource does not keep it.
"""
STORES = frozenset({"vector_store", "search_index"})
_ONE_WORD = frozenset({"bucket", "queue", "topic", "stream"})
"""Kinds whose names have no blanks."""
SERVERS = ("url", "host", "location", "path", "persist_directory", "es_url", "elasticsearch_url", "weaviate_url", "uri",
           "connection_args.uri")  # fmt: skip
"""Arguments with the address or the folder of a store."""

_LOCAL = re.compile(r"\w+://([^@/]*@)?(localhost|127\.0\.0\.1|0\.0\.0\.0)(?=[:/]|$)")


def touches(m: Machine, f: Frame, kind: str, service: str, name: Name, given: naming.Given, owner: LibObject | None,
            place: Place, more: tuple[tuple[str, str | int | bool | float], ...] = ()) -> list[Touch]:  # fmt: skip
    """The resources that a call means: one for each name that its arguments may carry."""
    found: list[Touch] = []
    for one in naming.names(m, f, name, given, owner):
        if one.object is not None:
            found += [touch for touch in m.stands_for(one.object) if touch.kind == kind] or [
                Touch(kind, fill(service, given), None, None, place, f"what {one.object.path} answers",
                      (*more, (ASKED, one.asked)) if one.asked else more)
            ]  # fmt: skip
        else:
            told = (*more, ("pattern", one.pattern)) if one.pattern else more
            told = (*told, (ASKED, one.asked)) if one.asked else told
            said = one.name
            if said and " " in said and kind in _ONE_WORD:  # `return "not an S3 bucket"`, where a name is expected
                one = naming.Named(None, one.env, f"{said!r}, which is no name")
            found.append(Touch(kind, fill(service, given), one.name, one.env, place, one.reason, told))
    if len(found) >= WIDTH:
        choices.cut(m, kind, len(found), place)
    if len(found) > 1 and not naming.is_list(name):
        found = [_chosen(touch, choice) for touch, choice in choices.chosen(found, (place, kind))]
    for touch in found:
        m.touches.setdefault(touch)
    return found


def _chosen(touch: Touch, choice: Choice) -> Touch:
    """The same resource as one of several; `dataclasses.replace` takes five times as long."""
    return Touch(touch.kind, touch.service, touch.name, touch.env, touch.place, touch.reason, touch.properties,
                 touch.origin, touch.number, choice)  # fmt: skip


def fill(template: str, given: naming.Given) -> str:
    """`{provider}` in a service by the argument's text."""
    if "{" not in template:
        return template
    for key, value in given.items():
        template = template.replace("{" + key + "}", naming.text_of(value) or "")
    return template.partition("{")[0] if "{" in template else template


def applies(use: RowUse, given: naming.Given) -> bool:
    """Is the argument given that this use depends on, or the key of it (`ExtraArgs.ACL`)?"""
    word, _, key = use.when.partition(".")
    value = given.get(word)
    if key and isinstance(value, Mapped):
        value = value.items.get(key)
    return not word or (value is not None and value not in (Const(None), Const(False)))


def _names_it(m: Machine, f: Frame, use: RowUse, given: naming.Given, receiver: LibObject | None) -> bool:
    """Does the call have the part that names this resource? A transaction need not hold a `Delete`."""
    arguments = use.name.arguments
    return not arguments or any(True for path in arguments for _ in naming.reach(m, f, path, given, receiver))


def _use(m: Machine, f: Frame, use: RowUse, name: str, given: naming.Given, receiver: LibObject | None,
         made: list[Touch], a: Arguments, place: Place) -> None:  # fmt: skip
    if not applies(use, given) or (use.when and use.kind and not _names_it(m, f, use, given, receiver)):
        return
    if use.of:
        value = join(naming.reach(m, f, use.of, given, receiver)) if "." in use.of else given.get(use.of)
        for one in choices.each(f, alternatives(value), place) if value is not None else ():
            for touch in m.stands_for(one) if isinstance(one, LibObject) else ():
                m.use(f, touch, use.operation or name, use.actions, place)
        return
    if use.kind:
        found = touches(m, f, use.kind, use.service, use.name, given, receiver, place)
    else:
        found = made or (list(m.stands_for(receiver)) if receiver is not None else [])
    for touch in found:
        asked = touch.kind in ("database", "local_store", "kv_store") and receiver is not None
        actions = queries.narrowed(use.actions, a) if asked else use.actions
        m.use(f, touch, use.operation or name, actions, place)


def secrets(m: Machine, f: Frame, rows: tuple[Secret, ...], given: naming.Given, place: Place) -> None:
    """Variables with secrets that the library reads by itself."""
    for row in rows:
        if not any(one in given for one in row.unless) and not environment.is_filled(m, row.env, f.file):
            touch = Touch("secret", "environment", row.env, row.env, place)
            m.use(f, touch, "read", ("read",), place, link="config")
            m.scratch[("others", row.env)] = row.others


def _call_back(m: Machine, f: Frame, call: Call, a: Arguments, given: naming.Given, place: Place) -> None:
    if not call.calls:
        return
    chosen = a.all() if "*" in call.calls else [given[one] for one in call.calls if one in given]
    for value in chosen:
        running.run(m, f, value, place)


def run_callbacks(m: Machine, f: Frame, a: Arguments, place: Place) -> None:
    """`chain.invoke(x, config={"callbacks": [handler]})` runs the handlers."""
    for value in (a.get("config"), a.get("callbacks"), *a.positional[1:2], *a.rest):
        for one in callbacks(value) if value is not None else ():
            running.run(m, f, one, place)


def callbacks(config: Value) -> list[Sequence]:
    """The lists of handlers in a configuration: a dict, a `RunnableConfig(…)`, or the list itself."""
    found: list[Sequence] = []
    for one in alternatives(config):
        if isinstance(one, Mapped):
            one = one.items.get("callbacks", NONE)
        elif isinstance(one, LibObject) and one.path.endswith(".RunnableConfig"):
            one = one.arguments.get("callbacks") or NONE
        found += [one] if isinstance(one, Sequence) else []
    return found


def _held(call: Call, a: Arguments, given: naming.Given) -> list[tuple[str, Value]]:
    """What the object keeps of the arguments."""
    everything = [("*", one) for one in a.all()] if "*" in call.holds else []
    held = everything + [(x, given[x]) for x in call.holds if x in given]
    return held + [("factory", given[x]) for x in call.factories if x in given]


def _bare_tools(m: Machine, f: Frame, tools: Value, place: Place) -> Iterator[LibObject]:
    """Tools that a library has made itself: `tools=[google_search]`. A class or a function of a library is none."""
    listed = [item for one in alternatives(tools) if isinstance(one, Sequence) for item in one.items]
    for one in (option for item in listed for option in alternatives(item)):
        if isinstance(one, Lib) and not one.path.rpartition(".")[2][:1].isupper() and one.path not in RULES:
            row = m.catalog.call(one.path)
            if row is not None and row.kind and not (row.uses or row.parameters or row.rule):
                made = libraries.call_path(m, f, one.path, Arguments(), place)
                if isinstance(made, LibObject):
                    yield made


def _result(m: Machine, f: Frame, call: Call, path: str, a: Arguments, place: Place, receiver: LibObject | None,
            given: naming.Given, made: list[Touch]) -> Value:  # fmt: skip
    held = _held(call, a, given)
    if "tools" in given and call.holds:
        held += [("tools", one) for one in _bare_tools(m, f, given["tools"], place)]
    if call.returns == "self" and receiver is not None:
        return _same(m, receiver, held, place)
    if receiver is not None:
        for word, value in held:
            holding.hold(m, receiver, word, value)
    if call.returns.startswith("="):
        return given.get(call.returns[1:]) or Unknown(f"what {path} gives", place)
    runs_here = receiver is None and (call.runs or call.reaches)  # `run_on_dataset(…)` runs what it was given
    if not call.returns and not made and not runs_here:
        return Unknown(f"what {path} answers", place)
    types = _types(call.returns or path, given)
    if not types:
        return Unknown(f"{path} of a service whose name is computed", place)
    return join(_object(m, call, path, one, a, place, receiver, held, made) for one in types)


def _types(template: str, given: naming.Given) -> list[str]:
    """Type ids, with every alternative of an argument in braces."""
    if "{" not in template:
        return [template]
    head, _, tail = template.partition("{")
    key, _, tail = tail.partition("}")
    value = given.get(key)
    texts = [text for one in alternatives(value) if (text := naming.text_of(one))] if value is not None else []
    return [made for text in texts for made in _types(head + text + tail, given)]


def _object(m: Machine, call: Call, path: str, type_id: str, a: Arguments, place: Place, receiver: LibObject | None,
            held: list[tuple[str, Value]], made: list[Touch]) -> LibObject:  # fmt: skip
    result = m.library_object(path, type_id, place, a)
    result.call = call
    result.receiver = receiver
    if made:
        m.made[result.number] = tuple(made)
    elif receiver is not None:
        m.made[result.number] = m.stands_for(receiver)
    if receiver is None or call.holds:
        for word, value in held:
            holding.hold(m, result, word, value)
    elif receiver.held:
        holding.hold(m, result, "self", receiver)
    return result


def _same(m: Machine, receiver: LibObject, held: list[tuple[str, Value]], place: Place) -> LibObject:
    """`returns = "self"`: a runnable with more to hold is a copy, anything else is the object itself."""
    if not held:
        return receiver
    if not libraries.is_runnable(m, receiver.type):
        for word, value in held:
            holding.hold(m, receiver, word, value)
        return receiver
    copy = m.library_object(receiver.path, "langchain.Runnable", place, receiver.arguments)
    copy.call = receiver.call
    m.made[copy.number] = m.stands_for(receiver)
    for word, value in (("self", receiver), *held):
        holding.hold(m, copy, word, value)
    return copy
