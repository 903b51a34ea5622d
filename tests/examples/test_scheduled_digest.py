"""A note of today is in the digest of the evening, and the digest is filed by the topic's subscriber."""

from __future__ import annotations

from datetime import date

import pytest

from .conftest import Deployment

pytestmark = pytest.mark.slow
NAME = "scheduled_digest"


def test_a_day_without_a_digest_is_said_to_have_none(deployment: Deployment) -> None:
    assert deployment.fetch("GET", "/digests/1999-01-01") == (404, "There was no digest on that day.")


def test_the_notes_of_the_day_become_a_filed_digest(deployment: Deployment) -> None:
    status, _ = deployment.fetch("POST", "/notes", "The new printer works.")
    assert status == 201

    assert deployment.fire("every-evening") == (200, {"value": None})

    digest = deployment.wait_for(f"/digests/{date.today()}", lambda status, _: status == 200)
    assert "The new printer works." in digest


def test_an_empty_note_is_refused(deployment: Deployment) -> None:
    assert deployment.fetch("POST", "/notes", "  ") == (400, {"message": "Send the note as the body."})
