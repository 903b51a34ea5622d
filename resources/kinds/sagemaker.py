"""SageMaker: a model behind an endpoint of its own.

    llama = SageMaker("llama2", image="763104351884.dkr.ecr.us-east-1.amazonaws.com/…",
                      instance_type="ml.g5.2xlarge", environment={"HF_MODEL_ID": "…"})
    llama.invoke({"inputs": "Hello"})

LangChain takes it by `SagemakerEndpoint(endpoint_name=llama.endpoint_name, …)`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .declared import Referable
from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "model_endpoint", "Model endpoint", "SageMaker", "cpu", "models", "sagemaker",
    "A model on a machine of its own. Costs by the hour, idle or not.",
    "SageMaker",
    NameRule(r"[A-Za-z0-9](-*[A-Za-z0-9])*", "letters, digits and `-`, a letter or digit at both ends", 1, 63),
    properties=(
        Property("image", "Image", "text", None, "the container image that serves the model",
                 pattern=r"\S{1,255}", words="1 to 255 characters without a space"),
        Property("instance_type", "Instance", "text", "ml.m5.large", "such as ml.g5.2xlarge",
                 pattern=r"ml\.[a-z0-9-]+\.[a-z0-9]+"),
        Property("environment", "Environment", "mapping", None, "variables of the container, such as HF_MODEL_ID",
                 pattern=r"[A-Za-z_][A-Za-z0-9_]{0,1023}", words="letters, digits and `_`, no digit first"),
        Property("existing", "Existing endpoint", "text", None, "the name of an endpoint that is there already",
                 argument=False),
    ),
    operations=(Operation("invoke", "ask the model", "invoke", ("sagemaker:InvokeEndpoint",), usual=True),),
    fact="instance_type",
)  # fmt: skip


class SageMaker(Referable):
    """A model that a container serves on a machine of its own."""

    kind = KIND

    def __init__(
        self,
        name: str,
        *,
        image: str | None = None,
        instance_type: str = "ml.m5.large",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        variables = dict(environment) if environment else None
        super().__init__(name, image=image, instance_type=instance_type, environment=variables)
        self.image = image
        self.instance_type = instance_type
        self.environment: dict[str, str] = dict(environment or {})

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint in this deployment, for libraries that take one."""
        return self.physical_name

    def invoke(self, payload: Any) -> Any:
        """Send JSON to the model and return the JSON that it answers."""
        answer = self._client("sagemaker-runtime").invoke_endpoint(
            EndpointName=self.endpoint_name,
            ContentType="application/json",
            Accept="application/json",
            Body=json.dumps(payload).encode(),
        )
        return json.loads(answer["Body"].read())
