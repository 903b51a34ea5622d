"""Logs of deployed functions from CloudWatch."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ..errors import DeployError
from .engine import LogLine, Place

SECONDS_BETWEEN_LOOKS = 2.0
HOURS_BACK = 1
FUNCTIONS = "functions.json"
"""Log group -> architecture id, written at each deployment."""


def lines(place: Place, settings: Mapping[str, Any], function: str | None, follow: bool) -> Iterator[LogLine]:
    """The lines of the last hour, then with `follow` those that come. `function` is an architecture id."""
    groups = _groups(place, function)
    logs = boto3.session.Session(profile_name=settings.get("profile"), region_name=settings.get("region")).client(
        "logs"
    )
    since = int((time.time() - HOURS_BACK * 3600) * 1000)
    seen: set[str] = set()
    while True:
        for event, subject in sorted(_new(logs, groups, since, seen), key=lambda pair: pair[0]["timestamp"]):
            since = max(since, event["timestamp"])
            yield LogLine(event["timestamp"] / 1000, subject, event["message"].rstrip())
        if not follow:
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _groups(place: Place, function: str | None) -> dict[str, str]:
    """Log group -> architecture id, as the last deployment wrote them down."""
    try:
        known: dict[str, str] = json.loads((place.home / "pulumi" / FUNCTIONS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DeployError(f"stack {place.stack}", "nothing of it is deployed from here.", "Deploy it first.") from error
    return {group: subject for group, subject in known.items() if function in (None, subject)}


def _new(logs: Any, groups: Mapping[str, str], since: int, seen: set[str]) -> Iterator[tuple[dict[str, Any], str]]:
    for group, subject in groups.items():
        try:
            pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since)
            for page in pages:
                for event in page["events"]:
                    if event["eventId"] not in seen:
                        seen.add(event["eventId"])
                        yield event, subject
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "ResourceNotFoundException":  # no call yet
                raise DeployError(group, str(error), "Check the credentials and the region.") from error
        except BotoCoreError as error:
            raise DeployError("AWS", str(error), "Sign in, or set AWS_PROFILE.") from error
