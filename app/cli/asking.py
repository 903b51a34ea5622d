"""Asking a deployed app over HTTP until it answers what is waited for: a queue between two requests takes its time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

from .failing import fail

PATIENCE = 60.0
"""Seconds until a wait is given up."""


def url_of(outputs: Mapping[str, str]) -> str:
    """The first address that answers requests (`NAME.url`) among the outputs, without a slash at its end."""
    found = [value for name, value in sorted(outputs.items()) if name.endswith(".url")]
    if not found:
        fail("the deployment has no URL among its outputs.")
    return found[0].rstrip("/")


def answered(url: str, until: Callable[[str], bool], body: bytes | None = None) -> str:
    """The text that URL answers, asked again until it is what is waited for."""
    last = ""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        last = _ask(url, body)
        if until(last):
            return last
        time.sleep(0.3)
    return fail(f"{url} did not give the expected answer within {PATIENCE:.0f} s; its last answer was: {last[:400]}")


def _ask(url: str, body: bytes | None) -> str:
    request = urllib.request.Request(url, body, method="PUT" if body is not None else "GET")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read().decode('utf-8', 'replace')}"
    except OSError as error:
        return f"no answer: {error}"
