"""Rows whose kind and service stand in the text of an argument: a connection URL, `provider:model`, an address.

`Catalog.choose` calls `chosen` with what is known of those texts. A text that is not known leaves the row as it is,
which is then as general as it says (`database` of some service, `model` of some vendor). The tables are in
tables/choices.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .names import name_in
from .records import Call, Name, Secret, Type, Use

Table = Mapping[str, Any]
_PORT = re.compile(r"^(http://localhost):\$\{\w+\}/")
"""The port of a Lambda extension may stand in a variable."""
_VARIABLE = re.compile(r"\$\{(\w+)\}")


class Chooser:
    """`call_of` and `type_of` are the catalog's, to find the class that a provider's name stands for."""

    def __init__(
        self, tables: Table, call_of: Callable[[str], Call | None], type_of: Callable[[str], Type | None]
    ) -> None:
        self._tables = tables
        self._call_of = call_of
        self._type_of = type_of

    def chosen(self, call: Call, texts: Mapping[str, str]) -> Call:
        """CALL with kind, service, name and secrets settled by the texts of its arguments."""
        given = next((texts[argument] for argument in call.chosen_by if texts.get(argument)), "")
        match call.choice:
            case "":
                return call
            case "database" | "storage":
                return self._by_scheme(call, given)
            case "search":
                row = self._tables["search"].get(given)
                return _settled(call, row) if row else call
            case "http":
                return self._by_host(call, given)
            case "model" | "embeddings":
                return self._by_provider(call, given, texts.get("model_provider") or texts.get("provider") or "")
            case "litellm":
                return self._by_route(call, given)

    def _by_scheme(self, call: Call, given: str) -> Call:
        """`postgresql+psycopg://…` by what stands before `+` or `:`."""
        table = self._tables[call.choice]
        scheme = given.partition("://")[0].lower() if "://" in given else ""
        row = table.get(scheme) or table.get(scheme.partition("+")[0])
        return _settled(call, row) if row else call

    def _by_host(self, call: Call, given: str) -> Call:
        """The vendor whose host is called: `hooks.slack.com` belongs to `slack.com`."""
        usual = _PORT.sub(r"\1:2773/", given)
        for start, row in self._tables["addresses"].items():
            if usual.startswith(start):
                return _settled(call, {**row, "name": parse_qs(urlsplit(given).query).get(row["query"], [""])[0]})
        host = name_in("host", given).partition(":")[0].lower()
        while host:
            if host in self._tables["http"]:
                return _settled(call, self._tables["http"][host])
            host = host.partition(".")[2]
        return call

    def _by_provider(self, call: Call, given: str, provider: str) -> Call:
        """`openai:gpt-4o`, `model_provider=`, or the vendor that a model's name begins with."""
        providers = self._tables[call.choice]["providers"]
        if _key(provider) in providers:
            rest = given[len(provider) + 1 :] if given.startswith((f"{provider}:", f"{provider}/")) else ""
            return self._of_class(call, providers[_key(provider)], rest)
        for mark in ":/":  # `openai/gpt-4o` is how many projects write it before they take it apart
            before, found, after = given.partition(mark)
            if found and _key(before) in providers:
                return self._of_class(call, providers[_key(before)], after)
        row = providers.get(self._guess(given))
        return self._of_class(call, row, "") if row else call

    def _by_route(self, call: Call, given: str) -> Call:
        """litellm's `bedrock/anthropic.claude…`; without a route the vendor is known by the name's beginning."""
        route, slash, rest = given.partition("/")
        routes = self._tables["litellm"]
        if slash and route in routes:
            return self._of_class(call, routes[route], rest)
        guess = self._tables["model"]["providers"].get(self._guess(given))
        return self._of_class(call, guess, "") if guess else call

    def _guess(self, text: str) -> str:
        beginnings = self._tables["model"]["beginnings"]
        return next((vendor for start, vendor in beginnings.items() if text.lower().startswith(start)), "")

    def _of_class(self, call: Call, path: str, name: str) -> Call:
        """What the class at PATH stands for, with the name that is left when its prefix is gone."""
        known = self._call_of(path)
        if known is None:
            return call
        row: Table = {"kind": known.kind, "service": known.service, "name": name}
        made = replace(_settled(call, row), secrets=(*call.secrets, *known.secrets))
        if call.returns:
            return replace(made, returns=known.returns)
        kind = self._type_of(known.returns)
        actions = kind.run[0].actions if kind and kind.run else ()
        return replace(made, uses=tuple(replace(use, actions=actions or use.actions) for use in made.uses))


def _settled(call: Call, row: Table) -> Call:
    """The row's kind, service and name on what the call makes, or on what it uses if it makes nothing."""
    secrets = tuple(Secret(env, ("api_key",)) for env in row.get("secrets", ()))
    made = replace(call, secrets=(*call.secrets, *secrets))
    if not made.returns or not (made.kind or made.name.arguments):
        return replace(made, uses=tuple(_settled_use(use, row) for use in made.uses))
    own = tuple(replace(use, actions=tuple(row["actions"])) for use in made.uses) if "actions" in row else made.uses
    return replace(
        made,
        kind=row.get("kind", made.kind),
        service=row.get("service", made.service),
        name=_name(made.name, row),
        uses=own,
        returns=row.get("returns", made.returns),
    )


def _settled_use(use: Use, row: Table) -> Use:
    writes = use.actions == ("write",) and "writes" in row
    return replace(
        use,
        kind=row.get("kind", use.kind),
        service=row.get("service", use.service),
        name=_name(use.name, row),
        actions=tuple(row["writes"] if writes else row.get("actions", use.actions)),
    )


def _name(name: Name, row: Table) -> Name:
    """The row's own name, or how it takes one out of the argument."""
    if row.get("name"):
        variable = _VARIABLE.fullmatch(row["name"])
        return Name(env=(variable[1],)) if variable else Name(default=row["name"])
    return Name() if "query" in row else replace(name, form=row.get("form", name.form))


def _key(provider: str) -> str:
    return provider.replace("-", "_").lower()
