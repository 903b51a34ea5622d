"""Logs of deployed functions from CloudWatch."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ..concealing import concealing
from ..errors import DeployError
from ..log_line import LogLine
from ..secret_values import SecretValues
from .engine import Place
from .log_names import check_function, names

SECONDS_BETWEEN_LOOKS = 2.0
HOURS_BACK = 1
FUNCTIONS = "functions.json"
"""Log group -> architecture id, written at each deployment."""
SECRETS = "secrets.json"
"""The variables whose values the stack holds."""
T = TypeVar("T")


def lines(place: Place, settings: Mapping[str, Any], function: str | None, follow: bool) -> Iterator[LogLine]:
    """The lines of the last hour, then with `follow` those that come, without values of secrets that are known here."""
    groups = _groups(place, function)
    conceal = concealing(SecretValues(place.project).values(_read(place, SECRETS, [])))
    logs = boto3.session.Session(profile_name=settings.get("profile"), region_name=settings.get("region")).client(
        "logs"
    )
    since = int((time.time() - HOURS_BACK * 3600) * 1000)
    seen: set[str] = set()
    while True:
        for event, subject in sorted(_new(logs, groups, since, seen), key=lambda pair: pair[0]["timestamp"]):
            since = max(since, event["timestamp"])
            yield LogLine(event["timestamp"] / 1000, subject, conceal(event["message"].rstrip()))
        if not follow:
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _groups(place: Place, function: str | None) -> dict[str, str]:
    """Log group -> architecture id, as the last deployment wrote them down."""
    known: dict[str, str] | None = _read(place, FUNCTIONS, None)
    if known is None:
        raise DeployError(f"stack {place.stack}", "nothing of it is deployed from here.", "Deploy it first.")
    if function is None:
        return known
    functions = {group.rpartition("/")[2]: subject for group, subject in known.items()}
    check_function(function, functions, place.stack)
    wanted = names(function, functions)
    return {group: subject for group, subject in known.items() if group.rpartition("/")[2] in wanted}


def _read(place: Place, name: str, otherwise: T) -> T:
    try:
        return json.loads((place.home / "pulumi" / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return otherwise


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
