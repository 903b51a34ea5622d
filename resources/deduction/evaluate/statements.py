"""Statements, one function per form. Each says how it may end (`FALL`, `LEFT`, `BREAK`, `CONTINUE`).

Branches whose condition is not known are all evaluated, each on its own copy of the names; afterwards the names are
joined. What they write to objects only adds (`uncertain`). Loops over known elements are unrolled, others run until
nothing new comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..facts import Facts
from ..fit import noticing
from ..values import (
    Builtin,
    Const,
    EnvVar,
    Instance,
    Lib,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import calls, classes, containers, context, exceptions, operators
from .expressions import assign, defaulted, operate
from .loops import Names, for_, join_names, while_
from .machine import BREAK, CONTINUE, FALL, LEFT, Frame
from .names import bind, declare, hint, imports, imports_from
from .narrowing import forget, narrow
from .patterns import matches
from .truth import truth

if TYPE_CHECKING:
    from .machine import Machine


def assignment(m: Machine, f: Frame, s: Facts) -> int:
    _, targets, e, f.line = s
    value = m.expressions[e[0]](m, f, e)
    for target in targets:
        if target[0] == "name":
            bind(m, f, target[1], value)
        else:
            assign(m, f, target, value)
    return FALL


def augment(m: Machine, f: Frame, s: Facts) -> int:
    f.line = s[4]
    target = s[1]
    if target[0] == "name" and f.scope.declared.get(target[1]) == "global":
        noticing.counted(m, f, target[1], f.here())
    old, more = m.evaluate(f, target), m.evaluate(f, s[3])
    if s[2] == "+" and containers.extend(m, f, old, more):
        return FALL
    if s[2] == "|" and containers.update(m, f, old, more):
        return FALL
    made = operators.in_place(m, f, s[2], old, more)
    assign(m, f, target, made if made is not None else operate(m, f, s[2], old, more))
    return FALL


def note(m: Machine, f: Frame, s: Facts) -> int:
    """An annotated name, with a value or as the field of a class."""
    _, target, declared, value, f.line = s
    if f.scope.kind == "class" and f.scope.owner is not None and target[0] == "name":
        f.scope.owner.annotations[target[1]] = declared
    if value is not None:
        given = m.evaluate(f, value)
        if isinstance(given, Unknown) and given.hint is None:
            given = Unknown(given.reason, given.place, hint(m, f, declared))
        assign(m, f, target, given)
    return FALL


def do(m: Machine, f: Frame, s: Facts) -> int:
    _, e, f.line = s
    m.expressions[e[0]](m, f, e)
    return LEFT if e[0] == "call" and e[1] in _ENDS else FALL


_ENDS = (("attr", ("name", "sys"), "exit"), ("name", "exit"), ("name", "quit"), ("attr", ("name", "os"), "_exit"))
"""Calls after which nothing runs."""


def assert_(m: Machine, f: Frame, s: Facts) -> int:
    _, test, f.line = s
    m.evaluate(f, test)
    narrow(m, f, test, True)
    return FALL


def return_(m: Machine, f: Frame, s: Facts) -> int:
    f.line = s[2]
    f.returned.append(m.evaluate(f, s[1]) if s[1] is not None else Const(None))
    return LEFT


def raise_(m: Machine, f: Frame, s: Facts) -> int:
    f.line = s[2]
    if s[1] is not None:
        exceptions.raised(m, f, m.evaluate(f, s[1]))
    return LEFT


def branches(m: Machine, f: Frame, blocks: list[Any]) -> int:
    """Evaluates alternatives, each from the same start; `blocks` are functions that give how they end."""
    scope = f.scope
    start = scope.names
    ends = 0
    after: list[Names] = []
    m.uncertain += 1
    for block in blocks:
        scope.names = dict(start)
        end = block()
        ends |= end
        if end & FALL:
            after.append(scope.names)
    m.uncertain -= 1
    names = after[0] if after else start
    for other in after[1:]:
        names = join_names(names, other)
    scope.names = names
    return ends


def if_(m: Machine, f: Frame, s: Facts) -> int:
    _, test, body, orelse, f.line = s
    known = operators.decided(m, f, m.evaluate(f, test))
    if known is False and _type_checking(test):
        return _hints_only(m, f, body, orelse)
    if known is not None:
        return m.execute(f, body if known else orelse)
    tested, before = _tested(m, f, test), len(f.returned)
    scope = f.scope
    start = scope.names
    m.uncertain += 1  # as `branches` does, written out for two
    scope.names = dict(start)
    supposed = narrow(m, f, test, True)
    first = m.execute(f, body)
    names = scope.names
    scope.names = dict(start)
    supposed += narrow(m, f, test, False)
    second = m.execute(f, orelse) if orelse else FALL
    if supposed and first & second & FALL:
        forget(supposed, start, (names, scope.names))
    m.uncertain -= 1
    if not first & FALL:
        if not second & FALL:
            scope.names = start
    else:
        scope.names = join_names(names, scope.names) if second & FALL else names
    if isinstance(tested, EnvVar):
        _settle(f, tested)
        _settle_attribute(m, f, _asked(test), tested)
        if len(f.returned) > before:
            f.tested = tested
    return first | second


def _tested(m: Machine, f: Frame, test: Facts) -> Value | None:
    """What `if x`, `if not x`, `if x is None` and `if "X" in os.environ` ask about, if it has a name."""
    if test[0] == "cmp" and test[2][0] in ("in", "not in") and test[1][0] in ("const", "name"):
        variable = m.evaluate(f, test[1])
        if not isinstance(variable, Const) or m.evaluate(f, test[3][0]) != _ENVIRONMENT:
            return None
        return EnvVar(str(variable.value))
    asked = _asked(test)
    return m.evaluate(f, asked) if asked[0] in ("name", "attr") else None


def _asked(test: Facts) -> Facts:
    """What a condition asks whether it is there."""
    is_none = test[0] == "cmp" and test[3] == (("const", None),) and test[2][0] in ("is", "is not")
    asked = test[1] if test[0] == "not" or is_none else test
    return ("name", asked[1]) if asked[0] == "let" else asked


_ENVIRONMENT = Lib("os.environ")


def _settle(f: Frame, tested: EnvVar) -> None:
    """`if URL: host = URL`, `else: host = "x"`: what stands beside a variable is its default."""
    for name, value in f.scope.names.items():
        settled = _settled(value, tested)
        if settled is not None:
            f.scope.names[name] = settled


def _settle_attribute(m: Machine, f: Frame, asked: Facts, tested: EnvVar) -> None:
    """`if not self.url: self.url = "x"`."""
    for owner in alternatives(m.evaluate(f, asked[1])) if asked[0] == "attr" else ():
        held = owner.attributes.get(asked[2]) if isinstance(owner, Instance) else None
        settled = _settled(held, tested) if held is not None else None
        if isinstance(owner, Instance) and settled is not None:
            m.changing(owner, asked[2], held)
            owner.attributes[asked[2]] = settled


def _settled(value: Value, tested: EnvVar) -> Value | None:
    """The variable with what else there may be as its default."""
    if not isinstance(value, Union) or tested not in value.values:
        return None
    others = [one for one in value.values if one != tested]
    return defaulted([tested, *others]) if all(isinstance(one, Const | Text) for one in others) else None


def _type_checking(test: Facts) -> bool:
    return test[-1] == "TYPE_CHECKING"


def _hints_only(m: Machine, f: Frame, body: Facts, orelse: Facts) -> int:
    """Imports for type checkers bind names that annotations use; they have no effect at run time."""
    node = f.node
    effects = dict(node.uses), dict(node.calls)
    m.execute(f, tuple(one for one in body if one[0] in ("import", "import from", "assign")))
    node.uses, node.calls = effects
    return m.execute(f, orelse)


def break_(m: Machine, f: Frame, s: Facts) -> int:
    f.exits.append(dict(f.scope.names))
    return BREAK


def continue_(m: Machine, f: Frame, s: Facts) -> int:
    return CONTINUE


def with_(m: Machine, f: Frame, s: Facts) -> int:
    _, items, body, f.line = s
    managers: list[Value] = []
    for expression, target in items:
        manager = m.evaluate(f, expression)
        managers.append(manager)
        entered = context.enter(m, f, manager)
        if target is not None:
            assign(m, f, target, entered)
    end = m.execute(f, body)
    for manager in reversed(managers):
        if context.leave(m, f, manager) and end & LEFT:
            end |= FALL
    return end


def try_(m: Machine, f: Frame, s: Facts) -> int:
    _, body, handlers, orelse, final = s
    start = dict(f.scope.names)
    count, before = len(m.problems), len(f.returned)
    end = m.execute(f, body)
    wanted = _wanted(f, start, before) if len(body) == 1 else None
    if end & FALL and orelse:
        end = (end & ~FALL) | m.execute(f, orelse)
    if _only_imports(body) and len(m.problems) > count:
        for problem in list(m.problems)[count:]:  # the handler is the answer to a missing module
            del m.problems[problem]
    elif _only_imports(body) and not any(isinstance(value, Lib) for value in f.scope.names.values()):
        handlers = tuple(one for one in handlers if not _import_error(one[0]))
    tried = f.scope.names
    middle = join_names(start, tried)
    m.uncertain += 1
    for kind, name, block in handlers:
        f.scope.names = dict(middle)
        kinds = m.evaluate(f, kind) if kind is not None else None
        if name is not None:
            f.scope.names[name] = exceptions.caught(m, f, kinds)
        handled = m.execute(f, block)
        wanted = wanted if _not_set(kinds) else None
        if handled & FALL:
            tried = join_names(tried, f.scope.names) if end & FALL else f.scope.names
        end |= handled
    m.uncertain -= 1
    f.scope.names = tried
    if wanted is not None:
        _settle(f, wanted)
        f.tested = wanted
    if final:
        last = m.execute(f, final)
        end = end if last & FALL else last
    return end


def _wanted(f: Frame, start: Names, before: int) -> EnvVar | None:
    """The variable that `try: URL = os.environ["URL"]` asks for, or `return os.environ["URL"]`, and nothing else."""
    bound = [value for name, value in f.scope.names.items() if start.get(name) is not value]
    found = [*bound, *f.returned[before:]]
    return found[0] if len(found) == 1 and isinstance(found[0], EnvVar) else None


def _not_set(kinds: Value | None) -> bool:
    """Does a handler catch what a variable that is not set raises?"""
    return kinds is None or any(one in (Builtin("KeyError"), Builtin("Exception")) for one in alternatives(kinds))


def _only_imports(body: Facts) -> bool:
    return all(one[0] in ("import", "import from") for one in body)


def _import_error(kind: Facts | None) -> bool:
    return kind is not None and kind[0] == "name" and kind[1] in ("ImportError", "ModuleNotFoundError")


def define(m: Machine, f: Frame, s: Facts) -> int:
    f.line = s[6][0]
    bind(m, f, s[1], calls.define(m, f, s))
    return FALL


def class_(m: Machine, f: Frame, s: Facts) -> int:
    f.line = s[6][0]
    bind(m, f, s[1], classes.define(m, f, s))
    return FALL


def delete(m: Machine, f: Frame, s: Facts) -> int:
    for target in s[1]:
        if target[0] == "sub":
            containers.delete_item(m, f, m.evaluate(f, target[1]), m.evaluate(f, target[2]))
    return FALL


def match_(m: Machine, f: Frame, s: Facts) -> int:
    _, subject, cases, f.line = s
    value = m.evaluate(f, subject)
    blocks: list[Any] = []
    certain = False
    for pattern, guard, body in cases:
        fits = matches(m, f, pattern, value, bind=False)
        if fits is False:
            continue
        blocks.append(_case(m, f, pattern, guard, body, value))
        if fits and guard is None:
            certain = True
            break
    if certain and len(blocks) == 1:
        return blocks[0]()
    return branches(m, f, blocks if certain else [*blocks, lambda: FALL])


def _case(m: Machine, f: Frame, pattern: Facts, guard: Facts | None, body: Facts, value: Value) -> Any:
    def run() -> int:
        matches(m, f, pattern, value, bind=True)
        if guard is not None and truth(m, m.evaluate(f, guard)) is False:
            return FALL
        return m.execute(f, body)

    return run


STATEMENTS: dict[str, Any] = {
    "assign": assignment, "augment": augment, "note": note, "do": do, "assert": assert_, "return": return_,
    "raise": raise_, "if": if_,
    "for": for_, "while": while_, "break": break_, "continue": continue_, "with": with_, "try": try_, "def": define,
    "class": class_, "del": delete, "match": match_, "import": imports, "import from": imports_from,
    "global": declare, "nonlocal": declare,
}  # fmt: skip
