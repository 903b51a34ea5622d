"""Telling cards of one name apart: eight functions called `lambda_handler` are called by what differs in their path.

`functions.upload.main.lambda_handler` and `functions.delete.main.lambda_handler` become `upload` and `delete`: what all
of them have at the end is left out, and of the rest the shortest end that is different for each is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Path = tuple[str, ...]


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


def _common_end(paths: Sequence[Path]) -> int:
    count = 0
    while all(len(path) > count + 1 for path in paths) and len({path[-1 - count] for path in paths}) == 1:
        count += 1
    return count
