"""YAML of project files, read by libyaml where it is there: ten times as fast as Python's own reader.

Texts, lists and dicts are made straight from its events, which takes a third of the time that PyYAML needs; what is not
common in project files (anchors, merged keys, several documents, tags of Python) is left to PyYAML. JSON, which is YAML
too, is read as such at first.

libyaml nests on the C stack and would end the process on a file that is nested very deeply, and Python's reader takes
minutes for one; no template is, so such files are refused before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from yaml import SafeLoader as Loader
else:
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Tags = Callable[[str, Any], Any]
"""Gives what a value means under a tag such as `!GetAtt`."""

DEEPEST = 500
"""Brackets within brackets, or columns of indentation, of a file that is still read."""
_INDENTED = re.compile(rb"[ \-?]{%d}" % DEEPEST)
_BRACKET = re.compile(rb"[\[{\]}]")


class _UncommonError(Exception):
    """Something that is left to PyYAML."""


def load(text: bytes, tags: Tags | None = None) -> Any:
    """The data of a file. Raises yaml.YAMLError, UnicodeDecodeError, ValueError; RecursionError if it is too deep."""
    if _is_deep(text):
        raise RecursionError("nested too deeply")
    if text[:1] in (b"{", b"["):
        with suppress(ValueError):
            return json.loads(text)
    reader: Any = Loader(text)
    try:
        return _document(reader, tags)
    except _UncommonError:
        return yaml.load(text, Loader=Loader if tags is None else _knowing(tags))
    finally:
        reader.dispose()


def _knowing(tags: Tags) -> Any:
    """PyYAML's loader with these tags."""

    class Knowing(Loader):
        pass

    def tagged(loader: Any, suffix: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return tags(suffix, loader.construct_scalar(node))
        many = loader.construct_sequence if isinstance(node, yaml.SequenceNode) else loader.construct_mapping
        return tags(suffix, many(node, deep=True))

    knowing: Any = Knowing
    knowing.add_multi_constructor("!", tagged)
    return knowing


def _document(reader: Any, tags: Tags | None) -> Any:
    get = reader.get_event
    get()
    if get().__class__ is yaml.StreamEndEvent:
        return None
    made = _value(reader, get(), tags)
    get()
    if get().__class__ is not yaml.StreamEndEvent:
        raise _UncommonError
    return made


def _value(reader: Any, event: Any, tags: Tags | None) -> Any:
    """What begins with an event."""
    tag = event.tag if event.__class__ is not yaml.AliasEvent else "an alias"
    if event.anchor is not None or (tag is not None and (tags is None or tag[0] != "!" or len(tag) == 1)):
        raise _UncommonError
    made: Any
    if event.__class__ is yaml.ScalarEvent:
        made = event.value if tag is not None or not event.implicit[0] else _plain(reader, event.value)
    elif event.__class__ is yaml.SequenceStartEvent:
        made = []
        while (one := reader.get_event()).__class__ is not yaml.SequenceEndEvent:
            made.append(_value(reader, one, tags))
    else:
        made = {}
        while (one := reader.get_event()).__class__ is not yaml.MappingEndEvent:
            if one.__class__ is not yaml.ScalarEvent:
                raise _UncommonError
            key = _value(reader, one, tags)
            made[key] = _value(reader, reader.get_event(), tags)
    return made if tag is None or tags is None else tags(tag[1:], made)


def _plain(reader: Any, text: str) -> Any:
    """What a text without quotes means: a number, a date, yes or no, nothing, or itself."""
    for tag, form in reader.yaml_implicit_resolvers.get(text[:1], ()):
        if form.match(text):
            if tag in _UNCOMMON:
                raise _UncommonError
            return reader.construct_object(yaml.ScalarNode(tag, text), deep=True)
    return text


_UNCOMMON = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")


def _is_deep(text: bytes) -> bool:
    if _INDENTED.search(text) is not None:
        return True
    if text.count(b"[") + text.count(b"{") <= DEEPEST:
        return False
    steps = (1 if bracket in b"[{" else -1 for bracket in _BRACKET.findall(text))
    return max(accumulate(steps)) > DEEPEST
