"""The property `fit` read and written."""

from __future__ import annotations

import pytest

from archloom.resources.architecture import Resource, Span
from archloom.resources.deduction.fit.hazards import WORDS
from archloom.resources.fit import CONTAINER, HAZARDS, SERVICE, ZIP, Fit, Reason, Verdict, fit_of

PLACE = Span("app.py", 3)


def unit(properties: dict[str, object]) -> Resource:
    return Resource("web_app:app", "web_app", "fastapi", "app", None, "deduced", PLACE, properties)


@pytest.mark.parametrize(("needs", "verdict"), [
    ([], ZIP), ([ZIP], ZIP), ([ZIP, CONTAINER], CONTAINER), ([SERVICE, CONTAINER, ZIP], SERVICE),
])  # fmt: skip
def test_the_verdict_is_the_most_that_a_reason_needs(needs: list[Verdict], verdict: Verdict) -> None:
    assert Fit.of([Reason("x", one, "", PLACE) for one in needs], None).verdict == verdict


def test_a_verdict_survives_being_a_property() -> None:
    made = Fit.of([Reason("streams", CONTAINER, "It streams.", PLACE)], 120)

    assert fit_of(unit({"fit": made.json})) == made


def test_what_is_no_unit_has_none() -> None:
    assert fit_of(unit({})) is None


def test_every_hazard_is_known_by_its_code() -> None:
    assert {word.partition("@")[0] for word in WORDS} == HAZARDS
