"""What runs around the handlers of an aiogram bot, and what they are handed besides the message.

A middleware gets the data of an update and fills it; whatever is in it, and what the dispatcher was started with,
reaches the parameters of a handler by their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Mapped, Place, Unknown, Value, alternatives, join
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

DISPATCHER, ROUTER = "aiogram.Dispatcher", "aiogram.Router"
UPDATE = "update"
"""The observer that sees whatever arrives."""
_OWN = frozenset({"bots", "polling_timeout", "handle_as_tasks", "backoff_config", "allowed_updates", "handle_signals",
                  "close_bot_session", "tasks_concurrency_limit", "storage", "fsm_strategy", "events_isolation",
                  "disable_fsm", "name"})  # fmt: skip
"""Arguments that are for the dispatcher itself."""


def _known(m: Machine) -> Mapped:
    """What was registered: middleware by its owner (None for all) and observer, data by its name."""
    made = m.scratch.get("aiogram")
    if made is None:
        made = m.scratch["aiogram"] = m.mapped({})
        made.born = 0
    return made


def _add(m: Machine, key: tuple[int | None, str] | str, value: Value) -> None:
    known = _known(m)
    before = known.items.get(key)
    m.write(known, known.items, key, value if before is None else join([before, value]))


@rule(*methods((DISPATCHER, ROUTER), ("*.middleware", "*.outer_middleware")))
def middleware(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`dp.message.middleware(Sessions(pool))`, `@router.callback_query.middleware()`."""
    if callee is None:
        return None
    owner, observer = callee.receiver, callee.name.partition(".")[0]

    def add(target: Value) -> None:
        _add(m, (None if owner.path == DISPATCHER else owner.number, observer), target)

    for one in a.positional[:1]:
        add(one)
        return one
    return hosts.decorator(m, place, add)


@rule(DISPATCHER, *methods((DISPATCHER,), ("start_polling", "run_polling")))
def started(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`dp.start_polling(bot, pool=pool)`, `Dispatcher(config=config)`."""
    for word, value in a.named:
        if word not in _OWN:
            _add(m, word, value)
    return None


def handed(m: Machine, f: Frame, registered: LibMethod, event: Value) -> dict[str, Value]:
    """Runs the middleware of a handler that `registered` named: what its parameters are filled from."""
    known = _known(m)
    f.read(known)
    found = {key: value for key, value in known.items.items() if isinstance(key, str)}
    around = [target for owner in (None, registered.receiver.number)
              for observer in (UPDATE, registered.name.partition(".")[0])
              if (owner, observer) in known.items
              for target in alternatives(known.items[owner, observer])]  # fmt: skip
    if around:
        data = m.mapped(dict(found))
        for target in around:
            calls.call(m, f, target, Arguments((Unknown("the handler", f.here()), event, data)), f.here())
        found |= {str(word): value for word, value in data.items.items()}
    return found
