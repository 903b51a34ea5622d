"""Rows of the catalog as people write them, checked and spelt out.

A row is a TOML table (README.md has the format). `expand` turns rows into plain dictionaries with the fields of
`records.Call` and `records.Type`, which `loader.py` builds records from, now or out of the compiled tables. A row that
cannot be used raises RowError with a sentence that says which row, what is wrong and what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, cast, get_args

from ..kinds import KINDS
from .records import Call, Choice, Form, Name, Secret, Type, Use

Table = dict[str, Any]

_CALL_KEYS = {item.name for item in fields(Call)}
_TYPE_KEYS = {item.name for item in fields(Type)}
_USE_KEYS = {item.name for item in fields(Use)}
_NAME_KEYS = {item.name for item in fields(Name)}
_SECRET_KEYS = {item.name for item in fields(Secret)}
_ROW_KEYS = _CALL_KEYS | _TYPE_KEYS | {"path", "like", "function", "exact", "constructors"}
_WORDS: dict[str, Table] = {"runs": {"runs": True}, "reaches": {"reaches": True}, "self": {"returns": "self"}}
_LISTS = {
    "parameters", "calls", "holds", "factories", "chosen_by", "same_as", "bases", "hooks", "arguments", "env",
    "actions", "unless",
}  # fmt: skip
_FLAGS = {"runs", "reaches", "function", "exact"}
_TABLES = {"properties", "methods", "attributes", "constructors"}


class RowError(ValueError):
    """A row of the catalog cannot be used; the text says which, why and what would be right."""


@dataclass
class Tables:
    """Rows spelt out: calls by path, types by id, other homes of a path, and classes by family and name.

    A class method's call has the key `made_by` and otherwise only what differs from the constructor's (`made_by`).
    """

    calls: dict[str, Table] = field(default_factory=dict[str, Table])
    types: dict[str, Table] = field(default_factory=dict[str, Table])
    homes: dict[str, str] = field(default_factory=dict[str, str])
    classes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])


def expand(rows: Iterable[Mapping[str, Any]], source: str, templates: Mapping[str, Table], tables: Tables) -> None:
    """Adds ROWS of the file SOURCE to TABLES. Raises RowError."""
    for number, row in enumerate(rows, 1):
        _Row(dict(row), f"{source}, construct {number}", templates).add_to(tables)


def ungrouped(groups: Iterable[Mapping[str, Any]]) -> Iterator[Table]:
    """The rows of `[[group]]` tables, one by one: `home` and all other keys but `rows` are common to them.

    `"Name Other" = "service"` and `"Name Other" = { … }` are rows of one class with all its names in that home. Without
    a home each name is a whole path.
    """
    for group in groups:
        home = group.get("home", "")
        common = {key: value for key, value in group.items() if key not in ("home", "rows")}
        for names, row in group["rows"].items():
            own: Table = {"service": row} if isinstance(row, str) else row
            yield common | own | {"path": [f"{home}.{name}" if home else name for name in names.split()]}


def family(path: str) -> str:
    """The distribution that a dotted path belongs to, with all the homes that langchain's classes had.

    Within a family a class is found by its name, wherever it stands, since classes move between modules more often
    than they change.
    """
    first, _, rest = path.partition(".")
    if first == "phi":
        return "agno"  # its older name
    if first in ("langchain", "langchain_classic", "langchain_community"):
        return "langchain_community"
    if first in ("google", "azure"):  # namespace packages of many distributions
        second, _, rest = rest.partition(".")
        third = rest.partition(".")[0]
        return f"{first}.{second}.{third}" if second == "cloud" else f"{first}.{second}"
    return first


class _Row:
    """One row on its way into the tables."""

    def __init__(self, row: Table, where: str, templates: Mapping[str, Table]) -> None:
        paths = row.get("path")
        if isinstance(paths, str):
            paths = [paths]
        if not _texts(paths) or not paths:
            raise RowError(f'{where}: `path` is missing. Say where the code imports it from: path = "package.Class".')
        self.path: str = paths[0]
        self.homes: list[str] = paths[1:]
        self.where = f"{where} (`{self.path}`)"
        self.row = self._with_templates(row, templates)

    def add_to(self, tables: Tables) -> None:
        row = self.row
        self._known(row, _ROW_KEYS, "key")
        self._check_shapes(row)
        call = self.call({key: row[key] for key in row if key in _CALL_KEYS})
        if not row.get("function"):
            call.setdefault("returns", self.path)
            self._add_type(tables)
        tables.calls[self.path] = call
        for home in self.homes:
            tables.homes[home] = self.path
        if not row.get("exact"):
            for home in (self.path, *self.homes):
                self._add_class(tables, home)
        for names, more in row.get("constructors", {}).items():
            for name in names.split():
                tables.calls[f"{self.path}.{name}"] = {"made_by": self.path} | self.call(self._spelt(more))

    def call(self, row: Table) -> Table:
        """The fields of a Call, with short forms spelt out."""
        self._known(row, _CALL_KEYS, "key")
        made = dict(row)
        self._check_kind(made.get("kind", ""))
        if "name" in made:
            made["name"] = self._name(made["name"])
        if "secrets" in made:
            made["secrets"] = [self._secret(secret) for secret in self._listed(made["secrets"])]
        if "uses" in made:
            made["uses"] = self._uses(made["uses"])
        if made.get("choice", "") not in get_args(Choice):
            choices = ", ".join(get_args(Choice)[1:])
            raise RowError(f"{self.where}: `choice` is one of {choices}, not {made['choice']!r}.")
        self._check_shapes(made)
        return made

    def _add_type(self, tables: Tables) -> None:
        made = {key: self.row[key] for key in self.row if key in _TYPE_KEYS}
        self._check_shapes(made)
        if "run" in made:
            made["run"] = self._uses(made["run"])
        if "methods" in made:
            made["methods"] = {
                name: self.call(self._spelt(more)) for names, more in made["methods"].items() for name in names.split()
            }
        tables.types[self.path] = made

    def _add_class(self, tables: Tables, home: str) -> None:
        """A later row for the same path stands in for the earlier one; two paths with one name are a mistake."""
        name = home.rpartition(".")[2]
        if not name[:1].isupper():
            return
        other = tables.classes.setdefault(family(home), {}).setdefault(name, self.path)
        if other != self.path:
            raise RowError(f"{self.where}: {other} has the same name. Say `exact = true` in one of the two rows.")

    def _with_templates(self, row: Table, templates: Mapping[str, Table]) -> Table:
        likes = row.get("like", [])
        merged: Table = {}
        for like in [likes] if isinstance(likes, str) else likes:
            if like not in templates:
                raise RowError(f"{self.where}: no template is called {like!r}.{_closest(like, templates)}")
            merged = _merged(merged, templates[like])
        return _merged(merged, {key: row[key] for key in row if key != "like"})

    def _spelt(self, more: Any) -> Table:
        if isinstance(more, str) and more in _WORDS:
            return dict(_WORDS[more])
        if _texts(more):
            return {"uses": list(more)}
        if isinstance(more, dict):
            return dict(cast("Table", more))
        raise RowError(
            f"{self.where}: a method is a list of actions, a table or one of {', '.join(_WORDS)}, not {more!r}."
        )

    def _uses(self, uses: Any) -> list[Table]:
        """Plain actions together make one use of the object's own resource."""
        if not isinstance(uses, list):
            raise RowError(f'{self.where}: `uses` is a list such as ["read"], not {uses!r}.')
        items = cast("list[Any]", uses)
        plain = [use for use in items if isinstance(use, str)]
        made: list[Table] = [{"actions": plain}] if plain else []
        return made + [self._use(use) for use in items if not isinstance(use, str)]

    def _use(self, use: Any) -> Table:
        if not isinstance(use, dict) or "actions" not in use:
            raise RowError(f"{self.where}: a use is a table with `actions`, not {use!r}.")
        made = dict(cast("Table", use))
        self._known(made, _USE_KEYS, "key of a use")
        self._check_kind(made.get("kind", ""))
        self._check_shapes(made)
        return made | ({"name": self._name(made["name"])} if "name" in made else {})

    def _name(self, name: Any) -> Table:
        if isinstance(name, str):
            return {"arguments": [name]}
        if _texts(name):
            return {"arguments": name}
        if not isinstance(name, dict):
            raise RowError(f"{self.where}: `name` is an argument, a list of them or a table, not {name!r}.")
        made = dict(cast("Table", name))
        self._known(made, _NAME_KEYS, "key of a name")
        self._check_shapes(made)
        if made.get("form", "plain") not in get_args(Form):
            raise RowError(f"{self.where}: `form` is one of {', '.join(get_args(Form))}, not {made['form']!r}.")
        return made

    def _listed(self, secrets: Any) -> list[Any]:
        """`{ VARIABLE = [arguments] }` is short for a list of `{ env = "VARIABLE", unless = [arguments] }`."""
        if isinstance(secrets, list):
            return cast("list[Any]", secrets)
        if not isinstance(secrets, dict):
            raise RowError(f'{self.where}: `secrets` is a list such as ["ACME_TOKEN"], not {secrets!r}.')
        short = cast("dict[str, Any]", secrets)
        return [{"env": env, "unless": unless} for env, unless in short.items()]

    def _secret(self, secret: Any) -> Table:
        if isinstance(secret, str):
            return {"env": secret}
        if not isinstance(secret, dict) or "env" not in secret:
            raise RowError(f"{self.where}: a secret is a variable or a table with `env`, not {secret!r}.")
        made = dict(cast("Table", secret))
        self._known(made, _SECRET_KEYS, "key of a secret")
        if not isinstance(made["env"], str) or not all(_texts(made.get(key, [])) for key in ("unless", "others")):
            raise RowError(f'{self.where}: a secret is {{ env = "VARIABLE", unless = [arguments] }}, not {made!r}.')
        return made

    def _check_kind(self, kind: str) -> None:
        if kind and kind not in KINDS:
            raise RowError(f"{self.where}: no kind of resource is called {kind!r}.{_closest(kind, KINDS)}")

    def _check_shapes(self, table: Mapping[str, Any]) -> None:
        for key, value in table.items():
            if key in _LISTS and not _texts(value):
                raise RowError(f"{self.where}: `{key}` is a list of texts, not {value!r}.")
            if key in _FLAGS and not isinstance(value, bool):
                raise RowError(f"{self.where}: `{key}` is true or false, not {value!r}.")
            if key in _TABLES and not isinstance(value, dict):
                raise RowError(f"{self.where}: `{key}` is a table, not {value!r}.")

    def _known(self, table: Table, keys: Iterable[str], what: str) -> None:
        keys = tuple(keys)
        for key in table:
            if key not in keys:
                raise RowError(f"{self.where}: no {what} is called `{key}`.{_closest(key, keys)}")


def made_by(call: Mapping[str, Any], more: Mapping[str, Any]) -> Table:
    """A class method that makes the object: the constructor's row, with its own parameters and effects."""
    own = ("parameters", "uses", "reaches")
    return {key: value for key, value in call.items() if key not in own} | {
        key: value for key, value in more.items() if key != "made_by"
    }


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> Table:
    """OVER on top of BASE; tables of methods, attributes and constructors are joined."""
    made = {**base, **over}
    for key in ("methods", "attributes", "constructors", "properties"):
        if isinstance(base.get(key), dict) and isinstance(over.get(key), dict):
            made[key] = {**base[key], **over[key]}
    return made


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in cast("list[Any]", value))


def _closest(word: str, known: Iterable[str]) -> str:
    found: Sequence[str] = get_close_matches(word, list(known), 1)
    return f" Did you mean {found[0]!r}?" if found else ""
