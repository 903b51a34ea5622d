"""Chat bots: the handlers of Discord, Telegram and LINE bots, each an event of its own.

Their libraries hand a handler what happened (a message, an interaction, an update); through it the handler answers, so
it is an object of the catalog. Slack has rules of its own (`slack.py`), as has whatever a web application receives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...architecture import EntryKind
from ..entries import Draft, Host, innermost, register
from ..evaluate import attributes, calls, containers, naming
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Partial,
    Place,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import hosts, telegram_middleware
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@dataclass(frozen=True)
class Platform:
    """What a library hands to its handlers: the types of its objects, in the order of the parameters."""

    service: str
    handed: tuple[str, ...]


DISCORD = Platform("discord", ("discord.Message",))
TELEGRAM = Platform("telegram", ("telegram.Update", "telegram.ext.CallbackContext"))
TELEGRAM_MESSAGE = Platform("telegram", ("telegram.Message",))
LINE = Platform("line", ("linebot.models.MessageEvent",))


def listen(m: Machine, platform: Platform, target: Value, label: str, place: Place,
           owner: LibObject | None = None, kind: EntryKind = "event",
           registered: LibMethod | None = None) -> None:  # fmt: skip
    """An entry for a handler. Handlers without a bot of their own belong to the one of their file."""
    function = innermost(target)
    if function is None:
        return
    name = None if owner is not None else m.project.dotted(place[0])
    host = Host("worker", platform.service, owner or (platform.service, place[0]),
                (owner.place if owner is not None else None) or place, name)  # fmt: skip

    def evaluate(machine: Machine, f: Frame) -> None:
        for one in list(targets):
            answer(machine, f, one)

    def answer(machine: Machine, f: Frame, one: Value) -> None:
        handler = hosts.with_self(machine, f, one, place)
        skip = 1 if isinstance(handler, Bound) else 0
        required = [p[0] for p in function.facts[2][skip:] if p[1] == 0 and function.defaults.get(p[0]) is None]
        types = platform.handed if kind == "event" else platform.handed[-1:]
        given = [(word, machine.library_object(path, path, place, Arguments()))
                 for word, path in zip(required, types, strict=False)]  # fmt: skip
        for _, one in given:
            machine.made[one.number] = _touches(machine, f, one)
            if one.path == CONTEXT:
                one.attributes.update((word, _kept(machine, word)) for word in KEPT)
        if registered is not None and given:
            parameters = {p[0] for p in function.facts[2]} - {word for word, _ in given}
            around = telegram_middleware.handed(machine, f, registered, given[0][1])
            given += [(word, value) for word, value in around.items() if word in parameters]
        calls.call(machine, f, handler, Arguments(named=tuple(given)), place)

    remade = function.scope.kind == "function" or isinstance(target, Bound)  # whenever its maker runs
    key = (kind, host.kind, host.anchor, label, id(function.facts) if remade else target)
    targets = targets_of(m, key, target)
    register(m, key, Draft(kind, label, target, host, place, evaluate, with_imports=False))
    hosts.start_up(m, host)
    if m.run:
        gather(m)  # registered while an entry runs


def targets_of(m: Machine, key: object, target: Value) -> list[Value]:
    """The methods of all objects that are registered as one handler, by each program that makes such an object."""
    known: list[Value] = m.scratch.setdefault(("handlers", key), [])
    if target not in known:
        known.append(target)
        if key in m.entries:
            m.entries[key].clock = -1  # to be evaluated again
    return known


CONTEXT = "telegram.ext.CallbackContext"
KEPT = ("user_data", "chat_data", "bot_data")
"""What the context of Telegram's handlers keeps from one message to the next."""


def _kept(m: Machine, word: str) -> Mapped:
    made = m.scratch.get(("kept", word))
    if made is None:
        made = m.scratch["kept", word] = m.mapped({})
        made.born = 0
        m.deeds += 1
    return made


def _touches(m: Machine, f: Frame, handed: LibObject):
    from ..evaluate import perform

    row = m.catalog.call(handed.type)
    return tuple(perform.touches(m, f, row.kind, row.service, row.name, {}, None, handed.place or f.here())) \
        if row is not None and row.kind else ()  # fmt: skip


def _functions(a: Arguments) -> list[Value]:
    return [one for one in a.all() if isinstance(one, Function | Bound | Partial)]


def _registers(m: Machine, platform: Platform, a: Arguments, place: Place, label: str,
               owner: LibObject | None = None, kind: EntryKind = "event",
               registered: LibMethod | None = None) -> Value:  # fmt: skip
    """`@bot.event`, `@bot.command(name="ask")` and `bot.register(fn)`."""
    functions = _functions(a)
    for one in functions:
        listen(m, platform, one, label or _name_of(one), place, owner, kind, registered)
    if functions:
        return functions[0]
    return hosts.decorator(
        m, place, lambda target: listen(m, platform, target, label or _name_of(target), place, owner, kind, registered)
    )


def _name_of(target: Value) -> str:
    function = innermost(target)
    return function.name if function is not None else "handler"


# -- Discord --

PACKAGES = ("discord", "nextcord", "disnake")
DISCORD_BOTS = tuple(f"{package}.{name}" for package in PACKAGES for name in (
    "Client", "AutoShardedClient", "Bot", "AutoShardedBot", "ext.commands.Bot", "ext.commands.AutoShardedBot",
))  # fmt: skip
"""The catalog's name for all of them is the first."""
COMMANDS = ("command", "hybrid_command", "slash_command", "user_command", "message_command", "group", "hybrid_group",
            "context_menu")  # fmt: skip


@rule(*methods(DISCORD_BOTS, ("event", "listen", *COMMANDS, *(f"*.{one}" for one in COMMANDS))))
@rule(*methods((f"{package}.app_commands.CommandTree" for package in PACKAGES), COMMANDS))
def discord_handler(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@bot.event`, `@bot.command()`, `@bot.tree.command(name="ask")`."""
    if callee is None:
        return None
    name = naming.text_of(a.get("name") or Const(None)) or ""
    owner = callee.receiver if callee.receiver.path in DISCORD_BOTS else _client_of(callee.receiver)
    return _registers(m, DISCORD, a, place, name, owner)


def _client_of(tree: LibObject) -> LibObject | None:
    """The client that a tree of commands was made for."""
    given = tree.arguments.positional[0] if tree.arguments.positional else tree.arguments.get("client")
    if isinstance(given, Instance):
        given = given.attributes.get("__base__")
    return given if isinstance(given, LibObject) else None


@rule(*(f"{package}.{path}" for package in PACKAGES for path in (
    "ext.commands.command", "ext.commands.hybrid_command", "ext.commands.group", "ext.commands.Cog.listener",
    "ext.commands.slash_command", "ext.commands.hybrid_group", "app_commands.command", "slash_command", "command",
    "ui.button", "ui.select",
)))  # fmt: skip
def discord_command(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The same in a Cog, which knows no bot: `@commands.command()`, `@commands.Cog.listener()`."""
    return _registers(m, DISCORD, a, place, naming.text_of(a.get("name") or Const(None)) or "")


@rule(*methods(DISCORD_BOTS, ("add_cog",)))
def add_cog(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`bot.add_cog(Answers(bot))`: this object's methods are the handlers."""
    for one in alternatives(a.positional[0]) if a.positional else ():
        if isinstance(one, Instance):
            m.scratch[hosts.bound_key(one.cls)] = one
    return Const(None)


@rule(*(f"{package}.ext.tasks.loop" for package in PACKAGES))
def loop(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@tasks.loop(hours=1)`: runs by the clock from when it is started."""

    def add(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            m.scratch[("loop", id(function.facts))] = True
        listen(m, Platform("discord", ()), target, _name_of(target), place, kind="schedule")

    return hosts.decorator(m, place, add)


@rule(*(f"function.{name}" for name in ("start", "before_loop", "after_loop")))
def start_loop(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`refresh.start()` starts the clock; whoever says so does not run it."""
    function = innermost(a.positional[0])
    if function is None or ("loop", id(function.facts)) not in m.scratch:
        return None
    return Unknown("a loop", place)


def subclasses(m: Machine) -> None:
    """`class Answers(discord.Client)` with methods such as `on_message`."""
    for file, state in list(m.modules.items()):
        for value in list(state.scope.names.values()):
            if isinstance(value, Class) and value.file == file and _is_bot(m, value):
                for name, method in _hooks(m, value):
                    listen(m, DISCORD, method, name, calls.place_of(method))


def _is_bot(m: Machine, cls: Class) -> bool:
    return any(base.path in DISCORD_BOTS for base in attributes.library_bases(m, cls))


def _hooks(m: Machine, cls: Class) -> list[tuple[str, Function]]:
    found: dict[str, Function] = {}
    for one in attributes.mro(m, cls):
        for name, value in one.attributes.items() if isinstance(one, Class) else ():
            if isinstance(value, Function) and (name.startswith("on_") or name == "setup_hook"):
                found.setdefault(name, value)
    return list(found.items())


# -- Telegram --

HANDLERS = (
    "CommandHandler", "MessageHandler", "CallbackQueryHandler", "InlineQueryHandler", "PollAnswerHandler",
    "ChatMemberHandler", "TypeHandler", "PreCheckoutQueryHandler", "StringCommandHandler", "RegexHandler",
    "ChatJoinRequestHandler", "MessageReactionHandler", "ShippingQueryHandler", "PollHandler", "PrefixHandler",
)  # fmt: skip


@rule(*methods(("telegram.ext",), HANDLERS))
def telegram_handler(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`CommandHandler("ask", ask)`, wherever it is then added."""
    name = naming.text_of(a.positional[0]) if a.positional else None
    for one in _functions(a):
        listen(m, TELEGRAM, one, f"/{name}" if name else _name_of(one), place)
    return m.library_object("telegram.ext.Handler", "", place, Arguments())


APPLICATIONS = ("telegram.Bot", "telegram.ext.Application", "telegram.ext.Updater", "telegram.ext.Dispatcher")
TIMES = ("run_repeating", "run_daily", "run_once", "run_monthly", "run_custom")


@rule(*methods(APPLICATIONS, ("add_error_handler",)))
def telegram_errors(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    for one in _functions(a):
        listen(m, TELEGRAM, one, _name_of(one), place)
    return Const(None)


@rule(*methods((*APPLICATIONS, "telegram.ext.CallbackContext", "telegram.Update", "telegram.ext.JobQueue"), TIMES))
def telegram_job(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`application.job_queue.run_daily(remind, time)`."""
    for one in _functions(a):
        listen(m, TELEGRAM, one, _name_of(one), place, kind="schedule")
    return Unknown("a job", place)


@rule(*methods(("telegram.Bot",), (
    "message_handler", "callback_query_handler", "inline_handler", "edited_message_handler", "channel_post_handler",
    "poll_answer_handler", "register_message_handler", "register_callback_query_handler", "chosen_inline_handler",
    "on_message", "on_callback_query", "on_edited_message", "my_chat_member_handler", "chat_member_handler",
)))  # fmt: skip
@rule(*methods(("aiogram.Dispatcher", "aiogram.Router"), (
    "message", "callback_query", "inline_query", "edited_message", "channel_post", "message_handler", "errors",
    "callback_query_handler", "my_chat_member", "chat_member", "register_message_handler", "*.register",
    "register_callback_query_handler", "poll_answer", "business_message",
)))  # fmt: skip
def telegram_message(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@bot.message_handler(commands=["ask"])`, `@router.message(Command("ask"))`, `dp.message.register(ask)`."""
    commands = a.get("commands")
    named = containers.elements(m, f, commands)[0] if commands is not None else []
    label = f"/{text}" if named and (text := naming.text_of(named[0])) else ""
    return _registers(m, TELEGRAM_MESSAGE, _without_filters(a, callee), place, label, registered=callee)


@rule(*methods(("telethon.TelegramClient",), ("on", "add_event_handler")))
def telethon_handler(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@client.on(events.NewMessage)`, `client.add_event_handler(answer, events.NewMessage)`."""
    return _registers(m, TELEGRAM_MESSAGE, _without_filters(a, callee), place, "")


def _without_filters(a: Arguments, callee: LibMethod | None) -> Arguments:
    """What `register` is to call is its first argument; a decorator's functions say which messages are meant."""
    if callee is None or (not callee.name.startswith(("register", "add_")) and ".register" not in callee.name):
        return Arguments()
    first = a.positional[:1] or tuple(one for key, one in a.named if key in ("callback", "handler"))
    return Arguments(first)


# -- the process that runs them --


def gather(m: Machine) -> None:
    """Handlers in files of their own run where the bot is started: in the program that imports them."""
    for key, draft in list(m.entries.items()):
        if draft.host.kind != "worker" or not (draft.host.service in POLLING or _by_socket(m, draft.host)):
            continue
        file = _program(m, draft.host.place[0])
        if file is None or file == draft.host.place[0]:
            continue
        place: Place = (file, 1, 0, 0, 0)
        host = Host("worker", draft.host.service, (draft.host.service, file), place, m.project.dotted(file))
        if draft.kind == "startup":
            del m.entries[key]
            hosts.start_up(m, host)
        else:
            draft.host = host


def _by_socket(m: Machine, host: Host) -> bool:
    """A bot of Slack behind a socket runs where the socket is opened; one that is asked over HTTP has a server."""
    return host.service == "slack" and ("slack socket", host.place) in m.scratch


POLLING = frozenset({DISCORD.service, TELEGRAM.service})


def _program(m: Machine, file: str) -> str | None:
    """The one program that imports a file, by the guard that makes it one, or because nobody imports it."""
    importers = _importers(m)
    above, stack = {file}, [file]
    while stack:
        more = importers.get(stack.pop(), set()) - above
        above |= more
        stack += more
    guarded = [one for one in above if m.project.summaries[one].main_guard]
    tops = [one for one in above if not importers.get(one) and not one.endswith("__init__.py")]
    for found in ([file] if file in guarded else guarded, tops):
        if len(found) == 1:
            return found[0]
    return None


def _importers(m: Machine) -> dict[str, set[str]]:
    files = {state.node: file for file, state in m.modules.items()}
    found: dict[str, set[str]] = {}
    for file, state in m.modules.items():
        for _, callee in state.node.calls:
            if callee in files and callee is not state.node:
                found.setdefault(files[callee], set()).add(file)
    return found


# -- LINE --


@rule(*methods(("linebot.WebhookHandler", "linebot.v3.WebhookHandler", "linebot.v3.webhook.WebhookHandler"),
               ("add", "default")))  # fmt: skip
def line_event(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@handler.add(MessageEvent, message=TextMessage)`, run by the web route that calls `handler.handle`."""
    first = a.positional[0] if a.positional else None
    label = first.path.rpartition(".")[2] if isinstance(first, Lib) else ""
    return _registers(m, LINE, Arguments(), place, label, callee.receiver if callee is not None else None)
