"""SageMaker: a model behind an endpoint of its own."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "model_endpoint", "Model endpoint", "SageMaker", "cpu", "models", "sagemaker",
    "A model on a machine of its own. Costs by the hour, idle or not.",
    "SageMaker",
    NameRule(r"[A-Za-z0-9](-*[A-Za-z0-9])*", "letters, digits and `-`, a letter or digit at both ends", 1, 63),
    properties=(
        Property("image", "Image", "text", None, "the container image that serves the model"),
        Property("instance_type", "Instance", "text", "ml.m5.large", "such as ml.g5.2xlarge",
                 pattern=r"ml\.[a-z0-9-]+\.[a-z0-9]+"),
        Property("environment", "Environment", "mapping", None, "variables of the container, such as HF_MODEL_ID"),
        Property("existing", "Existing endpoint", "text", None, "the name of an endpoint that is there already",
                 argument=False),
    ),
    operations=(Operation("invoke", "ask the model", "invoke", ("sagemaker:InvokeEndpoint",), usual=True),),
    fact="instance_type",
)  # fmt: skip
