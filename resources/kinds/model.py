"""Model: a Bedrock foundation model, or an inference profile.

    claude = Model("anthropic.claude-3-haiku-20240307-v1:0")
    claude.invoke({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200, "messages": […]})

Nothing is made for it: the account has the models already. What LangChain or boto3 asks by itself is found without a
line; a function that does not ask it yet is granted it by `@allow(Model("…").invoke)`.
"""

from __future__ import annotations

import json
from typing import Any

from .declared import Referable, client
from .kind import Kind, Operation

KIND = Kind(
    "model", "Model", "Model", "sparkle", "models", "bedrock-runtime",
    "A model that Bedrock serves. Nothing is made for it.",
    operations=(Operation("invoke", "ask the model", "invoke", ("bedrock:InvokeModel",), usual=True),),
    handle="Model",
)  # fmt: skip


class Model(Referable):
    """A model that Bedrock serves, by its id."""

    kind = KIND

    @property
    def physical_name(self) -> str:
        """Its id, which is the same in every deployment."""
        return self.name

    def invoke(self, payload: Any) -> Any:
        """Send JSON as the model's maker specifies it, and return the JSON that it answers."""
        answer = client("bedrock-runtime").invoke_model(
            modelId=self.name, contentType="application/json", accept="application/json", body=json.dumps(payload)
        )
        return json.loads(answer["body"].read())
