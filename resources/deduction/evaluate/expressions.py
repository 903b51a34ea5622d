"""Expressions, one function per form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..facts import Facts
from ..values import (
    EMPTY,
    FALSE,
    TRUE,
    Arguments,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibObject,
    Mapped,
    Method,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
    join2,
)  # fmt: skip
from . import attributes, calls, containers, environment, formats, operators, strings
from .machine import Frame
from .names import bind, lookup
from .truth import truth

if TYPE_CHECKING:
    from .machine import Machine

ROUNDS = 64
"""Elements of a literal over which loops and comprehensions are unrolled."""


def constant(m: Machine, f: Frame, e: Facts) -> Value:
    known = m.constants.get(id(e))
    if known is None:
        known = m.constants[id(e)] = Const(e[1]), e
    return known[0]


def name(m: Machine, f: Frame, e: Facts) -> Value:
    value = f.scope.names.get(e[1])
    return value if value is not None else lookup(m, f, e[1])


def attribute(m: Machine, f: Frame, e: Facts) -> Value:
    owner = EXPRESSIONS[e[1][0]](m, f, e[1])
    getter = attributes.GET.get(owner.__class__)
    return getter(m, f, owner, e[2]) if getter is not None else Method(owner, e[2])


def call(m: Machine, f: Frame, e: Facts) -> Value:
    _, callee, positional, named, (line, column, last, end) = e
    function = EXPRESSIONS[callee[0]](m, f, callee)  # not by `m.evaluate`: a third of all expressions are these two
    arguments = collect(m, f, positional, named) if positional or named else EMPTY
    f.line = line
    return calls.call(m, f, function, arguments, (f.file, line, column, last, end))


def collect(m: Machine, f: Frame, positional: Facts, named: Facts) -> Arguments:
    """The arguments of a call, stars unpacked as far as they are known."""
    if not named and len(positional) == 1 and (form := positional[0][0]) != "star":
        return Arguments((EXPRESSIONS[form](m, f, positional[0]),))
    given: list[Value] = []
    by_name: list[tuple[str, Value]] = []
    rest: list[Value] = []
    for one in positional:
        form = one[0]
        if form == "star":
            items, more = containers.elements(m, f, m.evaluate(f, one[1]))
            given += items
            rest += [more] if more is not None else []
        else:
            given.append(EXPRESSIONS[form](m, f, one))
    for key, one in named:
        value = EXPRESSIONS[one[0]](m, f, one)
        if key is not None:
            by_name.append((key, value))
        elif isinstance(value, Lib) and value.path in environment.MAPPINGS:
            rest.append(value)  # `Settings(**os.environ)`: `fields` looks the names up
        else:
            items_of, more = containers.pairs(m, f, value)
            by_name += [(key, value) for key, value in items_of.items() if isinstance(key, str)]
            rest += [more] if more is not None else []
    return Arguments(tuple(given), tuple(by_name), tuple(rest))


def subscript(m: Machine, f: Frame, e: Facts) -> Value:
    _, owned, key, (line, column, last, end) = e
    owner = EXPRESSIONS[owned[0]](m, f, owned)
    index = EXPRESSIONS[key[0]](m, f, key)
    f.line = line
    return containers.item(m, f, owner, index, (f.file, line, column, last, end))


def binary(m: Machine, f: Frame, e: Facts) -> Value:
    left, right = m.evaluate(f, e[2]), m.evaluate(f, e[3])
    return operate(m, f, e[1], left, right)


def operate(m: Machine, f: Frame, operator: str, left: Value, right: Value) -> Value:
    """The result of a binary operator."""
    if left.__class__ is Union or right.__class__ is Union:
        pairs = [(a, b) for a in alternatives(left) for b in alternatives(right)][:64]
        return join(operate(m, f, operator, a, b) for a, b in pairs)
    if operator == "+" and isinstance(left, Sequence):
        items, rest = containers.elements(m, f, right)
        more = [one for one in (left.rest, rest) if one is not None]
        return m.sequence([*left.items, *items], join(more) if more else None, left.kind)
    if operator == "|":
        if isinstance(left, Mapped) and not isinstance(right, LibObject):  # a dict before a chain is a step of it
            return containers.merged(m, f, left, right)
        if _runs(left) or _runs(right):
            return calls.compose(m, f, (left, right))
        if isinstance(left, Class | Lib) or isinstance(right, Class | Lib):
            return join2(left, right)
    if isinstance(left, Instance) or isinstance(right, Instance):
        made = operators.binary(m, f, operator, left, right)
        if made is not None:
            return made
    if operator == "/" and not isinstance(left, Instance):
        return strings.path(m, left, right)
    if operator == "+":
        return strings.concat((left, right)) if _is_text(left) or _is_text(right) else Unknown("a number")
    if operator == "%":
        return strings.percent(m, f, left, right)
    return arithmetic(operator, left, right)


def _is_text(value: Value) -> bool:
    return isinstance(value, Text | EnvVar) or (isinstance(value, Const) and isinstance(value.value, str | bytes))


def _runs(value: Value) -> bool:
    return isinstance(value, LibObject | Function | Instance)


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """Numbers, as far as they stay small."""
    a, b = (one.value if isinstance(one, Const) else None for one in (left, right))
    try:
        if isinstance(a, int | float) and isinstance(b, int | float) and operator in _NUMBERS:
            return Const(_NUMBERS[operator](a, b))
        if operator == "*" and isinstance(a, str) and isinstance(b, int) and b < 100:
            return Const(a * b)
    except (ArithmeticError, ValueError):
        return Unknown("a number")
    return Unknown("a computed value")


_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {
    "*": lambda a, b: a * b, "-": lambda a, b: a - b, "//": lambda a, b: a // b,
}  # fmt: skip


def boolean(m: Machine, f: Frame, e: Facts) -> Value:
    """`and` and `or`: the operands that may be the result; a default behind an environment variable is its default."""
    wanted = e[1] == "or"
    found: list[Value] = []
    skipped = 0
    for index, operand in enumerate(e[2]):
        value = m.evaluate(f, operand)
        for one in alternatives(value):
            known = operators.decided(m, f, one)
            if index == len(e[2]) - 1 or known is not (not wanted):
                found.append(one)
        if truth(m, value) is wanted:
            break
        if index < len(e[2]) - 1 and truth(m, value) is None:
            m.uncertain += 1
            skipped += 1
    m.uncertain -= skipped
    return defaulted(found) if wanted else join(found)


def defaulted(found: list[Value]) -> Value:
    """The first of these, and the others where it is a variable that is not set."""
    if len(found) > 1 and isinstance(found[0], EnvVar) and found[0].default in (None, Const(None), Const("")):
        return EnvVar(found[0].name, defaulted(found[1:]))
    return join(found)


def negation(m: Machine, f: Frame, e: Facts) -> Value:
    known = operators.decided(m, f, m.evaluate(f, e[1]))
    return Unknown("a condition") if known is None else FALSE if known else TRUE


def comparison(m: Machine, f: Frame, e: Facts) -> Value:
    if len(e[3]) == 1:
        known = operators.compared(m, f, e[2][0], m.evaluate(f, e[1]), m.evaluate(f, e[3][0]))
        return Unknown("a comparison") if known is None else TRUE if known else FALSE
    values = [m.evaluate(f, e[1]), *(m.evaluate(f, right) for right in e[3])]
    results = [operators.compared(m, f, op, a, b) for op, a, b in zip(e[2], values, values[1:], strict=False)]
    if False in results:
        return FALSE
    return TRUE if all(result is True for result in results) else Unknown("a comparison")


def choice(m: Machine, f: Frame, e: Facts) -> Value:
    tested = m.evaluate(f, e[1])
    known = operators.decided(m, f, tested)
    if known is not None:
        return m.evaluate(f, e[2] if known else e[3])
    m.uncertain += 1
    first, second = m.evaluate(f, e[2]), m.evaluate(f, e[3])
    m.uncertain -= 1
    return defaulted([first, second]) if first is tested else join2(first, second)  # `URL if URL else "x"`


def text(m: Machine, f: Frame, e: Facts) -> Value:
    return strings.concat([strings.as_text(m, f, EXPRESSIONS[part[0]](m, f, part)) for part in e[1]])


def formatted(m: Machine, f: Frame, e: Facts) -> Value:
    return formats.formatted(m, f, m.evaluate(f, e[1]), e[2])


def sequence(m: Machine, f: Frame, e: Facts) -> Value:
    items: list[Value] = []
    rest: list[Value] = []
    for one in e[2]:
        if one[0] == "star":
            more, unknown = containers.elements(m, f, m.evaluate(f, one[1]))
            items += more
            rest += [unknown] if unknown is not None else []
        else:
            items.append(EXPRESSIONS[one[0]](m, f, one))
    return m.sequence(items, join(rest) if rest else None, e[1])


def dictionary(m: Machine, f: Frame, e: Facts) -> Value:
    if e[1] and all(key is None for key, _ in e[1]):  # `{**dotenv_values(".env"), **os.environ}`
        merged = [m.evaluate(f, value) for _, value in e[1]]
        if all(map(environment.is_environment, merged)):
            return merged[-1]
    made = m.mapped({})
    for key, value in e[1]:
        if key is None:
            containers.update(m, f, made, m.evaluate(f, value))
        else:
            index = EXPRESSIONS[key[0]](m, f, key)
            containers.fill(m, made, index, EXPRESSIONS[value[0]](m, f, value))
    return made


def lambda_(m: Machine, f: Frame, e: Facts) -> Value:
    return calls.function_of(m, f, e[1])


def comprehension(m: Machine, f: Frame, e: Facts) -> Value:
    _, kind, element, value, generators = e
    scope = m.scope("function", f.file, f.scope)
    inner = Frame(scope, f.node, f.depth)
    inner.line = f.line
    keys: list[Value] = []
    values: list[Value] = []

    def emit() -> None:
        keys.append(m.evaluate(inner, element))
        if value is not None:
            values.append(m.evaluate(inner, value))

    exact = _generate(m, inner, generators, emit)
    if kind == "dict":
        made = m.mapped({})
        for key, one in zip(keys, values, strict=True):
            containers.put(m, made, key, one)
        return made
    return m.sequence(keys if exact else [], None if exact or not keys else join(keys), kind)


def _generate(m: Machine, f: Frame, generators: Facts, emit: Callable[[], None]) -> bool:
    """Runs `emit` for each element as far as they are known; says whether their number is exact."""
    if not generators:
        emit()
        return True
    (target, iterable, conditions), *others = generators
    items, rest = containers.elements(m, f, m.evaluate(f, iterable))
    exact = rest is None and len(items) <= ROUNDS
    for item in [*items[:ROUNDS], *([rest] if rest is not None else [])]:
        assign(m, f, target, item)
        known = [operators.decided(m, f, m.evaluate(f, condition)) for condition in conditions]
        if False not in known:
            exact = _generate(m, f, tuple(others), emit) and exact and None not in known
    return exact


def star(m: Machine, f: Frame, e: Facts) -> Value:
    return m.evaluate(f, e[1])


def let(m: Machine, f: Frame, e: Facts) -> Value:
    value = m.evaluate(f, e[2])
    bind(m, f, e[1], value)
    return value


def await_(m: Machine, f: Frame, e: Facts) -> Value:
    return calls.awaited(m, f, m.evaluate(f, e[1]))


def yield_(m: Machine, f: Frame, e: Facts) -> Value:
    f.yielded.append(m.evaluate(f, e[1]) if e[1] is not None else Const(None))
    return Unknown("what is sent into the generator")


def yield_from(m: Machine, f: Frame, e: Facts) -> Value:
    given = m.evaluate(f, e[1])
    items, rest = containers.elements(m, f, given)
    f.yielded += items if rest is None else [*items, rest]
    returned: Value | None = getattr(given, "returned", None)
    return returned or Unknown("the result of a generator")


def slice_(m: Machine, f: Frame, e: Facts) -> Value:
    bounds = [m.evaluate(f, part) if part is not None else Const(None) for part in e[1]]
    return m.sequence(bounds, None, "slice")


def operands(m: Machine, f: Frame, e: Facts) -> Value:
    for one in e[1]:
        operators.unary(m, f, m.evaluate(f, one))
    return Unknown("a computed value")


def assign(m: Machine, f: Frame, target: Facts, value: Value) -> None:
    """Stores a value in a target: a name, an attribute, an item, or a pattern of targets."""
    form = target[0]
    if form == "name":
        bind(m, f, target[1], value)
    elif form == "attr":
        attributes.put(m, f, m.evaluate(f, target[1]), target[2], value)
    elif form == "sub":
        containers.put_item(m, f, m.evaluate(f, target[1]), m.evaluate(f, target[2]), value)
    elif form == "star":
        assign(m, f, target[1], value)
    elif form == "seq":
        _unpack(m, f, target[2], value)


def _unpack(m: Machine, f: Frame, targets: Facts, value: Value) -> None:
    if isinstance(value, Union):
        value = _by_position(m, f, value)
    items, rest = containers.elements(m, f, value)
    starred = next((i for i, target in enumerate(targets) if target[0] == "star"), None)
    if rest is None and starred is not None and len(items) >= len(targets) - 1:
        tail = len(targets) - starred - 1
        middle = m.sequence(items[starred : len(items) - tail])
        items = [*items[:starred], middle, *items[len(items) - tail :]]
    for index, target in enumerate(targets):
        if index < len(items):
            assign(m, f, target, items[index])
        else:
            assign(m, f, target, rest if rest is not None else Unknown("an element", f.here()))


def _by_position(m: Machine, f: Frame, value: Union) -> Value:
    """One sequence for several of equal length: alternatives meet position by position."""
    found = [containers.elements(m, f, one) for one in value.values if not isinstance(one, Unknown)]
    lengths = {len(items) for items, rest in found if rest is None}
    if len(lengths) != 1 or any(rest is not None for _, rest in found):
        return value
    unknown = [one for one in value.values if isinstance(one, Unknown)]
    columns = zip(*(items for items, _ in found), strict=True)
    return m.sequence([join([*column, *unknown]) for column in columns], None, "tuple")


EXPRESSIONS: dict[str, Any] = {
    "const": constant, "name": name, "attr": attribute, "call": call, "sub": subscript, "bin": binary,
    "bool": boolean, "not": negation, "cmp": comparison, "if": choice, "text": text, "format": formatted,
    "seq": sequence, "dict": dictionary, "lambda": lambda_, "comp": comprehension, "star": star, "let": let,
    "await": await_, "yield": yield_, "from": yield_from, "slice": slice_, "ops": operands,
}  # fmt: skip
