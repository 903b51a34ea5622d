"""Which row a call means, where the text of an argument decides: `create_engine(URL)`, `httpx.get(url)`.

An argument that may be one of several addresses gives a call for each kind of them, with only those addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...catalog.records import Call
from ..dependencies import dialect
from ..values import Arguments, Const, LibObject, Value, alternatives, join
from . import naming

if TYPE_CHECKING:
    from .machine import Frame, Machine

Settled = tuple[Call, naming.Given, Arguments]


def settled(m: Machine, f: Frame, call: Call, given: naming.Given, a: Arguments,
            receiver: LibObject | None) -> list[Settled]:  # fmt: skip
    """The row as the texts of its arguments settle it; one for each kind of the first argument that is undecided."""
    if not call.choice:
        return [(call, given, a)]
    texts: dict[str, list[str | None]] = {}
    for parameter in call.chosen_by or tuple(given):
        reached = (one for value in naming.reach(m, f, parameter, given, receiver) for one in alternatives(value))
        texts[parameter] = list(dict.fromkeys(naming.text_of(one) for one in reached))
    first = {key: text for key, found in texts.items() for text in reversed(found) if text is not None}
    if call.choice != "http":  # a variable beside the URL of a database is one of another database of that kind
        texts = {key: [text for text in found if text is not None] for key, found in texts.items()}
    several = next((key for key, found in texts.items() if len(found) > 1 and key in first), None)
    if several is None:
        return [(m.catalog.choose(call, first or _by_driver(m, f, call, given)), given, a)]
    if several not in given:
        return [(m.catalog.choose(call, first | {several: text}), given, a) for text in texts[several] if text]
    return _by_kind(m, call, first, several, given, a)


def _by_driver(m: Machine, f: Frame, call: Call, given: naming.Given) -> dict[str, str]:
    """An address that nothing is known of is one of the database that the project has a driver for."""
    address = next((word for word in call.chosen_by if word in given), "")
    if call.choice != "database" or not address:
        return {}
    folder = f.file.rpartition("/")[0]
    known: str | None = m.scratch.get(("dialect", folder))
    if known is None:
        known = m.scratch["dialect", folder] = dialect(m.data, f.file)
    return {address: f"{known}://"} if known else {}


def _by_kind(m: Machine, call: Call, first: dict[str, str], several: str, given: naming.Given,
             a: Arguments) -> list[Settled]:  # fmt: skip
    groups: list[tuple[Call, list[Value]]] = []
    whole = given[several]
    for one in alternatives(whole):
        text = naming.text_of(one)
        if text is None and one == Const(None):
            continue
        usual = {key: known for key, known in first.items() if key != several} if call.choice == "http" else first
        chosen = m.catalog.choose(call, usual if text is None else first | {several: text})
        same = next((values for known, values in groups if known == chosen), None)
        if same is None:
            groups.append((chosen, [one]))
        else:
            same.append(one)
    return [(chosen, {**given, several: part}, _replaced(a, whole, part))
            for chosen, values in groups for part in [join(values)]]  # fmt: skip


def _replaced(a: Arguments, whole: Value, part: Value) -> Arguments:
    positional = tuple(part if one is whole else one for one in a.positional)
    return Arguments(positional, tuple((key, part if one is whole else one) for key, one in a.named), a.rest)
