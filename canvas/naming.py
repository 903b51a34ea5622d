"""Names that fit on a card and tell it from others.

Eight functions called `lambda_handler` are called by what differs in their path.

`functions.upload.main.lambda_handler` and `functions.delete.main.lambda_handler` become `upload` and `delete`: what all
of them have at the end is left out, and of the rest the shortest end that is different for each is taken.

`examples.chat.legacy_input.server` is too long for a card, whose text would break off before what matters: without the
package that all share, as many parts from its end are taken as have room, `legacy_input.server`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Path = tuple[str, ...]
LONGEST = 24
_SEVERAL = 4
_TELLING = 10


def apart(paths: Mapping[str, str]) -> dict[str, str]:
    """Id -> a name of its own, from dotted paths; ids whose paths do not differ are left out."""
    parts: dict[str, Path] = {key: tuple(path.split(".")) for key, path in paths.items()}
    if len(set(parts.values())) < len(parts):
        return {}
    common = _common_end(list(parts.values()))
    rest = {key: path[: len(path) - common] or path for key, path in parts.items()}
    for length in range(1, max(map(len, rest.values())) + 1):
        names = {key: ".".join(path[-length:]) for key, path in rest.items()}
        if len(set(names.values())) == len(names):
            return names
    return {}


def ends(paths: Mapping[str, str]) -> dict[str, str]:
    """Id -> an end of its dotted path that fits on a card and that no other path here has; nothing when all fit."""
    parts: dict[str, Path] = {key: _without_echo(tuple(path.split("."))) for key, path in paths.items()}
    if all(len(path) <= LONGEST for path in paths.values()):
        return {}
    if len(parts) >= _SEVERAL and len({path[0] for path in parts.values()}) == 1 and _all_longer(parts.values()):
        parts = {key: path[1:] for key, path in parts.items()}
    count = Counter(path[start:] for path in set(parts.values()) for start in range(len(path)))
    return {key: ".".join(_end(path, count)) for key, path in parts.items()}


def _all_longer(parts: Iterable[Path]) -> bool:
    return all(len(path) > 1 for path in parts)


def _without_echo(path: Path) -> Path:
    """`bot.telegram.telegram` says no more than `bot.telegram`."""
    return path[:-1] if len(path) > 1 and path[-1] == path[-2] else path


def _end(path: Path, count: Counter[Path]) -> Path:
    """The longest end that fits, says enough, and is one path's only; else the shortest that does."""
    own = [path[start:] for start in range(len(path)) if count[path[start:]] == 1 and _says_enough(path[start:])]
    own = own or [path]
    return next((end for end in own if len(".".join(end)) <= LONGEST), own[-1])


def _says_enough(end: Path) -> bool:
    """`main` alone says nothing, even where no other is called so."""
    return len(end) > 1 or len(".".join(end)) >= _TELLING


def _common_end(paths: Sequence[Path]) -> int:
    count = 0
    while all(len(path) > count + 1 for path in paths) and len({path[-1 - count] for path in paths}) == 1:
        count += 1
    return count
