"""What stands between a source and a function in a CDK program: rules, state machines, queues that hear of a bucket.

States are joined by calls (`first.next(second)`, `choice.when(…, second)`), and none belongs to two machines; so all
that such calls join with a machine is that machine, and the functions in it are its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..values import Instance, LibMethod, LibObject, Mapped, Sequence, Value, alternatives
from .cdk_routes import owner_of, word_of

_STATES = frozenset({"aws_stepfunctions", "aws_stepfunctions_tasks"})
_MACHINES = frozenset({"StateMachine", "CfnStateMachine"})
DEEPEST = 6
"""Values within values that are looked through."""


def within(value: Value, depth: int = DEEPEST) -> Iterator[LibObject]:
    """Every object in a value, also the one whose name or ARN it is, and of a derived class its base."""
    for one in alternatives(value) if depth else ():
        match one:
            case LibMethod():
                yield one.receiver
            case LibObject():
                yield one
            case Instance() if isinstance(base := one.attributes.get("__base__"), LibObject):
                yield base
            case Instance():
                yield from _each(one.attributes.values(), depth)
            case Mapped():
                yield from _each(one.items.values(), depth)
            case Sequence():
                yield from _each(one.items, depth)
            case _:
                pass


def _each(values: Iterable[Value], depth: int) -> Iterator[LibObject]:
    for value in values:
        yield from within(value, depth - 1)


def steps(ours: list[LibObject], functions: Iterable[LibObject]) -> Iterator[tuple[LibObject, LibObject]]:
    """Each state machine with each function that it calls."""
    known = set(functions)
    states = [made for made in ours if not _STATES.isdisjoint(made.path.split("."))]
    group: dict[LibObject, set[LibObject]] = {made: {made} for made in states}
    for made in states:
        for other in (*_each(made.arguments.all(), DEEPEST), owner_of(made)):
            if other in group and group[other] is not group[made]:
                group[made] |= group[other]
                for one in group[other]:
                    group[one] = group[made]
    for machine in (made for made in states if word_of(made) in _MACHINES):
        called = (one for made in group[machine] for one in _each(made.arguments.all(), DEEPEST) if one in known)
        for function in dict.fromkeys(sorted(called, key=lambda one: one.number)):
            yield machine, function


def listens(rule: LibObject, is_bucket: Callable[[LibObject], bool]) -> LibObject | None:
    """The bucket that the pattern of a rule names, or the bus of the rule; None for the bus that is always there."""
    given = dict(rule.arguments.named)
    found = list(within(given["event_pattern"])) if "event_pattern" in given else []
    found += [one for pattern in found for one in _each(pattern.arguments.all(), DEEPEST)]
    bus = next(within(given["event_bus"]), None) if "event_bus" in given else None
    return next(filter(is_bucket, found), bus)


def bucket_behind(
    source: LibObject, sent: Mapping[LibObject, LibObject], is_bucket: Callable[[LibObject], bool]
) -> LibObject | None:
    """The bucket of whose uploads the messages of a queue, a topic or a machine tell."""
    one: LibObject | None = source
    for _ in range(5):
        one = sent.get(one) if one is not None else None
        if one is not None and word_of(one) == "Rule":
            one = listens(one, is_bucket)
        if one is not None and is_bucket(one):
            return one
    return None
