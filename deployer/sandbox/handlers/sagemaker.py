"""SageMaker: a model, the configuration of its machines, the endpoint. What it answers is the stand-in's."""

from __future__ import annotations

from typing import Any

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs, pick

_SERVICE = "sagemaker"


class Model(Handler):
    type = "aws:sagemaker/model:Model"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        container = pick(
            inputs["primaryContainer"], image="Image", modelDataUrl="ModelDataUrl", environment="Environment"
        )
        made = cloud(_SERVICE).create_model(
            ModelName=inputs["name"], ExecutionRoleArn=inputs["executionRoleArn"], PrimaryContainer=container
        )
        return inputs["name"], {"name": inputs["name"], "arn": made["ModelArn"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        return {"name": id_, "arn": cloud(_SERVICE).describe_model(ModelName=id_)["ModelArn"]}

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_model(ModelName=id_)


class EndpointConfiguration(Handler):
    type = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud(_SERVICE).create_endpoint_config(
            EndpointConfigName=inputs["name"],
            ProductionVariants=[_variant(item) for item in inputs["productionVariants"]],
        )
        return inputs["name"], {"name": inputs["name"], "arn": made["EndpointConfigArn"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        found = cloud(_SERVICE).describe_endpoint_config(EndpointConfigName=id_)
        return {"name": id_, "arn": found["EndpointConfigArn"]}

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_endpoint_config(EndpointConfigName=id_)


def _variant(item: Inputs) -> dict[str, Any]:
    return {
        "VariantName": item.get("variantName", "AllTraffic"),
        "ModelName": item["modelName"],
        "InstanceType": item["instanceType"],
        "InitialInstanceCount": int(item.get("initialInstanceCount", 1)),
        "InitialVariantWeight": float(item.get("initialVariantWeight", 1)),
    }


class Endpoint(Handler):
    type = "aws:sagemaker/endpoint:Endpoint"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud(_SERVICE).create_endpoint(
            EndpointName=inputs["name"], EndpointConfigName=inputs["endpointConfigName"]
        )
        # moto keeps the spelling, AWS's own ARNs (and with them the policies) are in small letters
        return inputs["name"], {"name": inputs["name"], "arn": _small(made["EndpointArn"])}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        return {"name": id_, "arn": _small(cloud(_SERVICE).describe_endpoint(EndpointName=id_)["EndpointArn"])}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud(_SERVICE).delete_endpoint(EndpointName=id_)  # moto 5.2 has no UpdateEndpoint
        return self.create(cloud, "", after)[1]

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_endpoint(EndpointName=id_)


def _small(arn: str) -> str:
    start, _, name = arn.rpartition("/")
    return f"{start}/{name.lower()}"
