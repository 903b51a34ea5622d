"""What a kind of resource is: the record that palette, inspector, popover, validation and docs are made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # user code loads this module inside Lambda: it takes no more than it needs
    from ..actions import Verb
    from ..architecture import Json

from .. import clock

Family = Literal["entry", "compute", "data", "models", "messaging", "security", "outside"]
PropertyType = Literal["text", "integer", "boolean", "choice", "mapping", "path", "cron", "arn"]

FAMILY_TITLES: dict[Family, str] = {
    "entry": "Entry points",
    "compute": "Compute",
    "data": "Data",
    "models": "Models",
    "messaging": "Messaging",
    "security": "Security",
    "outside": "Outside world",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that code may do with a resource; `actions` are the IAM actions that it needs."""

    name: str
    help: str
    """Three or four words: `read one item`."""
    verb: Verb
    actions: tuple[str, ...]
    usual: bool = False
    """Ticked when a person draws a new connection."""


@dataclass(frozen=True, slots=True)
class Property:
    """A setting of a resource, with its type, default and limits (AWS's own)."""

    name: str
    label: str
    type: PropertyType
    default: Json = None
    help: str = ""
    minimum: int | None = None
    maximum: int | None = None
    step: int = 1
    unit: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""
    """A regular expression for the whole text, for a mapping for each of its names; `words` says it."""
    words: str = ""
    """The pattern in words: `letters, digits and _, a letter first`. Without it `help` is said."""
    reserved: tuple[str, ...] = ()
    """Names that a mapping may not hold."""
    required: bool = False
    argument: bool = True
    """Is it an argument of the class in code? Otherwise it lives in archloom.toml."""
    example: str = ""
    """What a form for a new resource begins with, where there is no default and something must be said."""

    def refusal(self, value: Json) -> str | None:
        """Why this value may not be, in one sentence; None when it may."""
        match self.type, value:
            case _, None:
                return f"{self.label} is needed." if self.required else None
            case "integer", bool() | str() | float() | list() | dict():
                return f"{self.label} takes a whole number, not {value!r}."
            case "integer", int():
                return self._outside(value)
            case "boolean", bool():
                return None
            case "boolean", _:
                return f"{self.label} is either true or false, not {value!r}."
            case "choice", _ if value not in self.choices:
                return f"{self.label} is one of {', '.join(self.choices)}, not {value!r}."
            case "mapping", dict():
                return self._wrong_entry(value)
            case "mapping", _:
                return f"{self.label} takes names with values, not {value!r}."
            case "cron", str():
                return clock.refusal(value)
            case _, str():
                return self._misspelt(value)
            case _:
                return f"{self.label} takes a text, not {value!r}."

    def _outside(self, value: int) -> str | None:
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            return f"{self.label} is {low} to {high}{' ' + self.unit if self.unit else ''}, not {value}."
        if self.step > 1 and (value - (low or 0)) % self.step:
            return f"{self.label} goes in steps of {self.step}, not {value}."
        return None

    def _misspelt(self, value: str) -> str | None:
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"{self.label} {value!r} does not fit: {self.words or self.help or self.pattern}."
        return None

    def _wrong_entry(self, values: Mapping[str, Any]) -> str | None:
        for name, value in values.items():
            if not re.fullmatch(self.pattern or ".+", str(name)):
                return f"{self.label} {name!r} does not fit: {self.words or self.pattern}."
            if name in self.reserved:
                return f"{self.label} {name!r} is set by AWS itself; choose another name."
            if not isinstance(value, str):
                return f"{self.label} {name!r} takes a text, not {value!r}."
        size = sum(len(name.encode()) + len(value.encode()) for name, value in values.items())
        if self.maximum is not None and size > self.maximum:
            return f"{self.label} has {size} bytes of names and values; {self.maximum} are allowed."
        return None


@dataclass(frozen=True, slots=True)
class NameRule:
    """AWS's rule for a name, checked before anything is written or deployed."""

    pattern: str
    words: str
    minimum: int = 1
    maximum: int = 128
    never: tuple[tuple[str, str], ...] = ()
    """What else is refused: a pattern to be searched for, and why it may not be."""

    def refusal(self, name: object) -> str | None:
        """Why this may not be a name, in one sentence; None when it may."""
        if not isinstance(name, str):
            return f"The name is a text, not {name!r}."
        if not self.minimum <= len(name) <= self.maximum:
            count = "1 character" if len(name) == 1 else f"{len(name)} characters"
            return f"The name {name!r} has {count}; {self.minimum} to {self.maximum} are allowed."
        if not re.fullmatch(self.pattern, name):
            return f"The name {name!r} does not fit: {self.words}."
        for pattern, why in self.never:
            if re.search(pattern, name):
                return f"The name {name!r} is refused by AWS: {why}."
        return None


ANY_NAME = NameRule(r".+", "any text", 1, 255)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource. `id` is the word of the contract, `class_name` the class in `archloom.resources`."""

    id: str
    label: str
    """`KV store`: what the palette and the inspector call it."""
    product: str
    """`DynamoDB table`: what it becomes, the first half of a card's second line."""
    icon: str
    family: Family
    service: str = ""
    """The provider's name when the resource is declared: `dynamodb`."""
    help: str = ""
    class_name: str | None = None
    name_rule: NameRule = ANY_NAME
    properties: tuple[Property, ...] = ()
    operations: tuple[Operation, ...] = ()
    fact: str | None = None
    """The property that a card shows as the second half of its second line."""
    triggers: tuple[str, ...] = ()
    """The methods that start a handler: `get`, `subscribe`, `on_upload`."""
    one_of: tuple[str, ...] = ()
    """Properties of which exactly one is given: `cron` or `rate`."""
    handle: str = ""
    """The class that only names what is there already, where none declares it."""

    def operation(self, name: str) -> Operation | None:
        return next((operation for operation in self.operations if operation.name == name), None)

    def find_property(self, name: str) -> Property | None:
        return next((known for known in self.properties if known.name == name), None)

    @property
    def needed(self) -> tuple[Property, ...]:
        """What has to be said of a new resource besides its name."""
        return tuple(known for known in self.properties if known.required or known.name in self.one_of[:1])

    def refusal(self, name: object, properties: Mapping[str, Any]) -> str | None:
        """Why a resource of this kind may not have this name and these properties; None when it may."""
        if refused := self.name_rule.refusal(name):
            return refused
        for key, value in properties.items():
            known = self.find_property(key)
            if known is None:
                return f"{self.label} has no property {key!r}; it has {self._property_names() or 'none'}."
            if refused := known.refusal(value):
                return refused
        return self._missing(properties)

    def _missing(self, properties: Mapping[str, Any]) -> str | None:
        for needed in (known for known in self.properties if known.required):
            if properties.get(needed.name) is None:
                return f"{needed.label} is needed."
        given = [key for key in self.one_of if properties.get(key) is not None]
        if self.one_of and len(given) != 1:
            both = "both" if given else "neither"
            return f"{self.label} takes exactly one of {' and '.join(self.one_of)}; {both} is given."
        return None

    def _property_names(self) -> str:
        return ", ".join(known.name for known in self.properties)

    def actions(self, operations: tuple[str, ...]) -> tuple[str, ...]:
        """The IAM actions of some operations, sorted; unknown operations need none."""
        known = (self.operation(name) for name in operations)
        return tuple(sorted({action for operation in known if operation for action in operation.actions}))

    @property
    def handle_class(self) -> str:
        """The class by which code says such a thing; empty when there is none."""
        return self.class_name or self.handle

    @property
    def declarable(self) -> bool:
        return self.class_name is not None
