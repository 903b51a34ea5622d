"""OmegaConf and Hydra: `OmegaConf.load("config.yaml").storage.bucket`, `@hydra.main(config_name="config")`.

References such as `${storage.bucket}` and `${oc.env:BUCKET,files}` are put in their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..evaluate import containers, data_files, environment, mappings, naming, strings
from ..evaluate.machine import Frame
from ..values import Arguments, Const, Function, Instance, LibMethod, Mapped, Partial, Place, Sequence, Value
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

_REFERENCE = re.compile(r"\$\{([^${}]+)\}")
_WRITTEN = "__written__"
"""Under it a configuration keeps its data as they are written: references mean what the merged one has."""
DEEPEST = 4
"""References to references that are followed."""


@rule("omegaconf.OmegaConf.load")
def load(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    data = data_files.data_at(m, f, a.positional[0], place) if a.positional else None
    return _opened(m, f, data, place) if isinstance(data, Mapped) else None


@rule("omegaconf.OmegaConf.create", "omegaconf.OmegaConf.structured", "omegaconf.OmegaConf.to_container", "box.Box",
      "munch.munchify", "munch.Munch", "munch.Munch.fromDict", "easydict.EasyDict", "addict.Dict")  # fmt: skip
def create(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """A dict whose items are attributes too."""
    one = a.positional[0] if a.positional else m.mapped(dict(a.named))
    return _opened(m, f, one, place) if isinstance(one, Mapped) else one if isinstance(one, Instance) else None


@rule("omegaconf.OmegaConf.merge", "omegaconf.OmegaConf.unsafe_merge")
def merge(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The last one outdoes the others, part by part."""
    merged = m.mapped({})
    for one in a.positional:
        items = one.attributes.get(_WRITTEN) if isinstance(one, Instance) else one
        if isinstance(items, Mapped):
            _merge(m, merged, items)
    return _opened(m, f, merged, place)


def _merge(m: Machine, into: Mapped, more: Mapped) -> None:
    for key, value in more.items.items():
        there = into.items.get(key)
        if isinstance(there, Mapped) and isinstance(value, Mapped):
            into.items[key] = inner = m.mapped(dict(there.items))
            _merge(m, inner, value)
        else:
            into.items[key] = value


@rule("hydra.main")
def main(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """The decorated function is called without arguments and gets the configuration."""
    folder, name = (naming.text_of(one) if (one := a.get(word)) is not None else None
                    for word in ("config_path", "config_name"))  # fmt: skip
    data = data_files.data_at(m, f, Const(f"{folder or '.'}/{name}.yaml"), place) if name is not None else None
    if not isinstance(data, Mapped):
        return None
    given = _opened(m, f, data, place)
    made = m.library_object("decorator", "", place, a)

    def decorate(m: Machine, f: Frame, target: Value) -> Value:
        return Partial(target, Arguments((given,))) if isinstance(target, Function) else target

    made.rule = decorate
    return made


def _opened(m: Machine, f: Frame, data: Mapped, place: Place) -> Instance:
    made = mappings.with_attributes(m, f, _resolved(m, f, data, data, place), place)
    made.attributes[_WRITTEN] = data
    return made


def _resolved(m: Machine, f: Frame, root: Mapped, part: Mapped, place: Place) -> Mapped:
    """The same data with every reference put in its place."""

    def of(value: Value) -> Value:
        if isinstance(value, Mapped):
            return _resolved(m, f, root, value, place)
        if isinstance(value, Sequence):
            return m.sequence([of(one) for one in value.items], value.rest, value.kind)
        return _text(m, f, root, value, place, DEEPEST)

    return m.mapped({key: of(value) for key, value in part.items.items()}, part.rest)


def _text(m: Machine, f: Frame, root: Mapped, value: Value, place: Place, depth: int) -> Value:
    text = value.value if isinstance(value, Const) else None
    if not isinstance(text, str) or "${" not in text or not depth:
        return value
    pieces = _REFERENCE.split(text)
    found = list(_parts(m, f, root, pieces, place, depth))
    return found[0] if len(found) == 1 else strings.concat(found)


def _parts(m: Machine, f: Frame, root: Mapped, pieces: list[str], place: Place, depth: int) -> Iterator[Value]:
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            if piece:
                yield Const(piece)
            continue
        resolver, _, rest = piece.partition(":")
        if resolver in ("oc.env", "env"):
            name, _, usual = rest.partition(",")
            yield environment.variable(m, f, name.strip(), Const(usual.strip()) if usual else None, place)
        else:
            yield _text(m, f, root, _at(m, f, root, piece, place), place, depth - 1)


def _at(m: Machine, f: Frame, root: Mapped, path: str, place: Place) -> Value:
    found: Value = root
    for word in path.strip().split("."):
        found = containers.item(m, f, found, Const(word), place)
    return found
