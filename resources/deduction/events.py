"""What an event names is what sent it: the bucket of a notification is the bucket that starts the function.

A queue, a topic or a state machine may stand between the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .entries import Draft
from .reach import Reached
from .scope import Touch

_NAMES_BUCKET = ("s3.bucket.name in the parameter ", "detail.bucket.name in the parameter ",
                 "detail.requestParameters.bucketName in the parameter ", "bucket_name in the parameter ")  # fmt: skip
"""Where a notification of S3, one through EventBridge or CloudTrail, and Powertools' S3Event name the bucket."""


def told_by_events(uses: Mapping[Draft, Sequence[Reached]]) -> dict[Touch, Touch]:
    """Buckets that only an event names, each with the one that starts every entry which uses it there."""
    starting: dict[object, set[Touch]] = {}
    for draft in uses:
        source = draft.trigger[0] if draft.trigger is not None else None
        bucket = source if source is not None and source.kind == "bucket" else draft.tells
        if bucket is not None:
            starting.setdefault(draft.host.anchor, set()).add(bucket)
    found: dict[Touch, set[Touch]] = {}
    for draft, reached in uses.items():
        for touch in {one.use.touch for one in reached if starting and _is_told(one.use.touch)}:
            found.setdefault(touch, set()).update(starting.get(draft.host.anchor, {touch}))
    return {touch: next(iter(sources)) for touch, sources in found.items() if len(sources) == 1 and {touch} != sources}


def _is_told(touch: Touch) -> bool:
    if touch.kind != "bucket" or touch.name is not None or touch.env is not None:
        return False
    return any(said in touch.reason for said in _NAMES_BUCKET)
