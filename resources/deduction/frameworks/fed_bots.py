"""Telegram bots behind a webhook: the web route that feeds updates to the bot runs its handlers.

`await dispatcher.feed_update(bot, update)` of aiogram, `application.process_update(update)` of python-telegram-bot and
`bot.process_new_updates([update])` of telebot find the handler by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Unknown, Value
from .chat_bots import APPLICATIONS, TELEGRAM
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

FEEDS = (
    *methods(("aiogram.Dispatcher",), ("feed_update", "feed_raw_update", "feed_webhook_update", "process_update")),
    *methods(APPLICATIONS, ("process_update",)),
    *methods(("telegram.Bot", "telebot.TeleBot", "telebot.async_telebot.AsyncTeleBot"), (
        "process_new_updates", "process_new_messages",
    )),
)  # fmt: skip


@rule(*FEEDS)
def feed(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    if ("feeding",) in m.active:
        return None  # a handler that feeds
    m.active["feeding",] = f.node, f
    for draft in sorted(m.entries.values(), key=lambda one: (one.place, one.label)):
        if draft.kind == "event" and draft.host.service == TELEGRAM.service:
            draft.evaluate(m, f)
    del m.active["feeding",]
    return Unknown("what a handler answers", place)
