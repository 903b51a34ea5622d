"""Resources that the code declares with `archloom.resources`, and with pluto_client, whose forms are alike.

A declared object may live anywhere (another module, an attribute, a list, a loop, what a factory gives): it is a
value like any other. Its operations are those of its kind; a handler that it triggers becomes an entry in an implicit
function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...architecture import EntryKind
from ...connecting import REFERABLE
from ...kinds import DECLARED, KINDS, Kind
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, naming, running
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, Const, Instance, LibMethod, LibObject, Mapped, Place, Value, alternatives
from . import hosts
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PACKAGES = ("archloom.resources", "pluto_client")
VERBS = ("get", "post", "put", "delete", "all", "patch", "head", "options")
PARAMETERS: dict[str, tuple[str, ...]] = {
    "function": ("handler", "name"), "sagemaker": ("name", "image", "options"), "website": ("name", "folder"),
    "schedule": ("name", "cron"), "router": ("name", "cors"), "secret": ("name", "env"),
}  # fmt: skip
NAMES = frozenset({
    "table_name", "endpoint_name", "bucket_name", "queue_url", "topic_arn", "url", "arn", "name", "aws_table_name",
    "aws_partition_key", "endpointName", "function_name", "partition_key", "secret_name",
})  # fmt: skip
"""Attributes that tell where the resource is."""
_SYNONYMS = {"image_uri": "image", "instanceType": "instance_type", "envs": "environment"}


_HANDLED = (*DECLARED, *(kind for kind in KINDS.values() if kind.handle))


def type_of(kind: Kind) -> str:
    return f"archloom.{kind.handle_class}"


def _constructor(kind: Kind, package: str):
    def construct(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
        parameters = PARAMETERS.get(kind.id, ("name",))
        if package == "pluto_client" and kind.id == "website":
            parameters = ("folder", "name")
        given = naming.bind(parameters, a)
        if kind.class_name == "Function" and not a.positional and "handler" not in given:
            return _function_decorator(m, kind, a, place)
        return _declare(m, f, kind, given, a, place)

    return construct


def _declare(m: Machine, f: Frame, kind: Kind, given: naming.Given, a: Arguments, place: Place) -> LibObject:
    made = m.library_object(f"archloom.resources.{kind.class_name}", type_of(kind), place, a)
    handler = given.get("handler")
    found = naming.of_value(given["name"], "plain") if "name" in given and given["name"] != Const(None) else []
    function = innermost(handler)
    if not found and function is not None:
        found = [naming.Named(function.name)]
    more = _properties(m, f, kind, given)
    touches = tuple(
        Touch(kind.id, kind.service, one.name, one.env, place, one.reason, more, "declared", made.number)
        for one in found or [naming.Named(reason="no name is given")]
    )
    m.made[made.number] = touches
    for touch in touches:
        m.touches.setdefault(touch)
    if handler is not None and kind.id == "function":
        made.held.append(("handler", handler))
        _function_entry(m, made, handler, touches[0], place)
    return made


def _reference(kind: Kind):
    """`KVStore.at("sessions")`: stands for what other code makes under this name, and declares nothing."""

    def refer(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
        made = m.library_object(f"archloom.resources.{kind.handle_class}", type_of(kind), place, a)
        given = naming.bind(("name",), a)
        touches = tuple(
            Touch(kind.id, kind.service, one.name, one.env, place, one.reason, (), "reference", made.number)
            for one in (naming.of_value(given["name"], "plain") if "name" in given else ())
        )
        m.made[made.number] = touches
        for touch in touches:
            m.touches.setdefault(touch)
        return made

    return refer


def _properties(m: Machine, f: Frame, kind: Kind, given: naming.Given) -> tuple[tuple[str, Any], ...]:
    """The kind's own properties, from arguments and from option objects."""
    flat = dict(given)
    for word in ("options", "opts"):
        option = flat.pop(word, None)
        if isinstance(option, Mapped):
            flat |= {key: value for key, value in option.items.items() if isinstance(key, str)}
        elif isinstance(option, LibObject):
            flat |= dict(option.arguments.named)
        elif isinstance(option, Instance):
            flat |= option.attributes
    found: list[tuple[str, Any]] = []
    names = {prop.name for prop in kind.properties}
    for key, value in flat.items():
        word = _SYNONYMS.get(key, key)
        if word in names:
            plain = _plain(value)
            if plain is not None:
                found.append((word, plain))
    return tuple(sorted(found, key=lambda item: item[0]))


def _plain(value: Value) -> Any:
    if isinstance(value, Mapped):
        items = ((str(key), naming.property_of(one)) for key, one in value.items.items())
        return tuple(sorted((key, one) for key, one in items if one is not None))
    return naming.property_of(value)


def _function_decorator(m: Machine, kind: Kind, a: Arguments, place: Place) -> LibObject:
    """`@Function(name="…")`."""
    made = m.library_object("decorator", "", place, a)

    def decorate(machine: Machine, frame: Frame, target: Value) -> Value:
        given = naming.bind((), a) | {"handler": target}
        return _declare(machine, frame, kind, given, Arguments((target, *a.positional), a.named), place)

    made.rule = decorate
    return made


def _function_entry(m: Machine, made: LibObject, handler: Value, touch: Touch, place: Place) -> None:
    host = Host("function", "lambda", made, place, touch.name, "declared", touch.properties)
    register(m, ("function", made.number), Draft(
        "function", touch.name or "function", handler, host, place, _calling(handler, place)
    ))  # fmt: skip


def _calling(handler: Value, place: Place):
    def evaluate(m: Machine, f: Frame) -> None:
        for one in alternatives(handler):
            if isinstance(one, LibObject):
                running.run_object(m, f, one, place)
            else:
                calls.call(m, f, one, Arguments(), place)

    return evaluate


def _trigger(m: Machine, callee: LibMethod, handler: Value, kind: EntryKind, label: str, operation: str,
             place: Place, raw: bool = False) -> None:  # fmt: skip
    """HANDLER runs when the resource says so, in a function of its own."""
    function = innermost(handler)
    properties = (("raw", True),) if raw else ()
    host = _web_app(handler) if raw else None
    host = host or Host("function", "lambda", function or handler, place, None, "declared", properties)
    for touch in m.stands_for(callee.receiver):
        register(m, (kind, touch, operation, handler), Draft(
            kind, label, handler, host, place, _calling(handler, place), (touch, operation)
        ))  # fmt: skip


def _web_app(handler: Value) -> Host | None:
    """The app of a raw route runs as the web app that it is, all its routes in one function."""
    from .routes import APPS

    if isinstance(handler, LibObject) and handler.path in APPS and handler.place is not None:
        return Host("web_app", APPS[handler.path], handler, handler.place)
    return None


def _route(verb: str):
    def route(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        if callee is None:
            return None
        given = naming.bind(("path", "handler"), a)
        path = naming.text_of(alternatives(given["path"])[0]) if "path" in given else None
        label = f"{'ANY' if verb == 'all' else verb.upper()} {path or '/'}"
        raw = given.get("raw") == Const(True)

        def add(handler: Value) -> None:
            _trigger(m, callee, handler, "http", label, label, place, raw)

        if "handler" in given:
            add(given["handler"])
            return given["handler"]
        return hosts.decorator(m, place, add)

    return route


def _subscription(kind: EntryKind, operation: str):
    def subscribe(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        if callee is None:
            return None
        texts = [one for one in a.positional if isinstance(one, Const)]
        for touch in m.stands_for(callee.receiver) if operation in ("cron", "rate") else ():
            if texts:
                _set_property(m, callee.receiver, touch, operation, texts[0].value)

        def add(handler: Value) -> None:
            _trigger(m, callee, handler, kind, _label(m, callee, operation), operation, place)

        handlers = [one for one in (*a.positional, *(v for _, v in a.named)) if not isinstance(one, Const)]
        if handlers:
            add(handlers[-1])
            return handlers[-1]
        return hosts.decorator(m, place, add)

    return subscribe


def _set_property(m: Machine, owner: LibObject, touch: Touch, name: str, value: Any) -> None:
    from dataclasses import replace

    more = tuple(sorted({**dict(touch.properties), name: value}.items()))
    if more == touch.properties:
        return
    changed = replace(touch, properties=more)
    m.made[owner.number] = tuple(changed if one is touch else one for one in m.made[owner.number])
    m.made_again.add(owner.number)
    m.touches.pop(touch, None)
    m.touches.setdefault(changed)


def _label(m: Machine, callee: LibMethod, operation: str) -> str:
    name = next((touch.name for touch in m.stands_for(callee.receiver)), None)
    return f"{operation} {name}" if name else operation


def _operation(name: str, actions: tuple[str, ...]):
    def use(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        if callee is None:
            return None
        for touch in m.stands_for(callee.receiver):
            m.use(f, touch, name, actions, place)
        from ..values import Unknown

        return Unknown(f"what {name}() answers", place)

    return use


def read_name(m: Machine, f: Frame, owner: LibObject, name: str) -> Value | None:
    """`store.table_name`: a setting that the entry reads; as a value it stands for the resource."""
    if not owner.type.startswith("archloom.") or name not in NAMES:
        return None
    for touch in m.stands_for(owner):
        m.use(f, touch, name, (), f.here(), link="config")
    return owner


for _kind in DECLARED:
    for _package in PACKAGES:
        rule(f"{_package}.{_kind.class_name}")(_constructor(_kind, _package))
    for _one in _kind.operations:
        rule(f"{type_of(_kind)}.{_one.name}")(_operation(_one.name, _one.actions))
for _verb in VERBS:
    rule(f"archloom.Router.{_verb}")(_route(_verb))
for _kind in (KINDS[_word] for _word in sorted(REFERABLE)):
    rule(f"archloom.resources.{_kind.handle_class}.at")(_reference(_kind))
    if _kind.class_name is None:  # there is nothing to declare: its name alone says which it is
        rule(f"archloom.resources.{_kind.handle_class}")(_reference(_kind))
        for _one in _kind.operations:
            rule(f"{type_of(_kind)}.{_one.name}")(_operation(_one.name, _one.actions))
rule("archloom.Queue.subscribe")(_subscription("queue", "subscribe"))
rule("archloom.Topic.subscribe")(_subscription("event", "subscribe"))
rule("archloom.Bucket.on_upload")(_subscription("event", "on_upload"))
for _word in ("run", "cron", "rate"):
    rule(f"archloom.Schedule.{_word}")(_subscription("schedule", _word))


@rule("archloom.resources.allow", "pluto_client.allow")
def allow(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@allow(store.get, store.set)`: permissions that the code grants, used or not."""
    made = m.library_object("decorator", "", place, Arguments())
    granted = [(touch, one.name, _actions(one), place) for value in a.all() for one in alternatives(value)
               if isinstance(one, LibMethod) for touch in m.stands_for(one.receiver)]  # fmt: skip

    def decorate(machine: Machine, _f: Frame, target: Value) -> Value:
        function = innermost(target)
        if function is not None:
            known = machine.scratch.setdefault(("allow", id(function.facts)), [])
            known.extend(one for one in granted if one not in known)
        return target

    made.rule = decorate
    return made


def _actions(method: LibMethod) -> tuple[str, ...]:
    kind = next((one for one in _HANDLED if type_of(one) == method.receiver.type), None)
    found = next((one for one in kind.operations if one.name == method.name), None) if kind is not None else None
    return found.actions if found is not None else ()
