"""Where moto is stricter than AWS, or poorer, where a deployment meets it; mended in its process."""

from __future__ import annotations

from typing import Any


def mend() -> None:
    """To be called once, before the first request."""
    _take_every_instance_type()


def _take_every_instance_type() -> None:
    """moto 5.2 refuses instance types that are newer than its list (`ml.g5.2xlarge`)."""
    from moto.sagemaker.models import FakeEndpointConfig

    def validate(self: Any, instance_type: str) -> None:  # noqa: ARG001
        return None

    FakeEndpointConfig.validate_instance_type = validate
