"""What a handler of one type offers: create, read, update, delete through boto3, and find what a crash left behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from ..client import Cloud

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]
Created = tuple[str, Outputs]

_MISSING = frozenset({
    "NoSuchEntity", "ResourceNotFoundException", "NotFoundException", "404", "NoSuchBucket", "NotFound", "NoSuchKey",
    "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "ParameterNotFound", "ResourceNotFound",
    "NoSuchWebsiteConfiguration", "NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration",
})  # fmt: skip


class Handler:
    """One type. `name_input` is the input that the service finds it by."""

    type: str
    name_input: str | None = None

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        """Makes it; its id and its outputs. `name` is the logical name."""
        raise NotImplementedError

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        """What is there under this id; None when nothing is."""
        raise NotImplementedError

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        """Changes it in place; its outputs afterwards."""
        raise NotImplementedError

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        """Removes it. What is gone already is no error."""
        raise NotImplementedError

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        """The one that a creation with these inputs made before the process was killed; None when it made none."""
        if self.name_input is None or self.name_input not in inputs:
            return None
        id_ = str(inputs[self.name_input])
        found = self.read(cloud, id_, inputs)
        return None if found is None else (id_, {**inputs, **found})


def is_missing(error: ClientError) -> bool:
    """Does the service say that there is no such thing?"""
    details: Mapping[str, Any] = error.response.get("Error", {})
    text = str(details.get("Message", ""))
    return details.get("Code") in _MISSING or "does not exist" in text or "Could not find" in text


def pick(inputs: Inputs, **names: str) -> dict[str, Any]:
    """The inputs that are there, under the names of boto3."""
    return {theirs: inputs[ours] for ours, theirs in names.items() if inputs.get(ours) is not None}
