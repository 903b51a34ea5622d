"""HTTP APIs: the API, its integrations, routes and stage. The address of an API is a port of this computer."""

from __future__ import annotations

from typing import Any

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs, pick

_SERVICE = "apigatewayv2"


class Api(Handler):
    type = "aws:apigatewayv2/api:Api"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud(_SERVICE).create_api(Name=inputs["name"], ProtocolType=inputs["protocolType"], **_cors(inputs))
        return made["ApiId"], _outputs(cloud, name, made)

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud(_SERVICE).get_api(ApiId=id_)
        return dict(outputs)

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        if before.get("corsConfiguration") and not after.get("corsConfiguration"):
            cloud(_SERVICE).delete_cors_configuration(ApiId=id_)
        cloud(_SERVICE).update_api(ApiId=id_, Name=after["name"], **_cors(after))
        return {**outputs, "name": after["name"]}

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_api(ApiId=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        for found in cloud(_SERVICE).get_apis()["Items"]:
            if found["Name"] == inputs["name"]:
                return found["ApiId"], _outputs(cloud, name, found)
        return None


def _cors(inputs: Inputs) -> dict[str, Any]:
    cors = inputs.get("corsConfiguration")
    words = {
        "allowOrigins": "AllowOrigins", "allowMethods": "AllowMethods", "allowHeaders": "AllowHeaders",
        "maxAge": "MaxAge",
    }  # fmt: skip
    return {"CorsConfiguration": pick(cors, **words)} if cors else {}


def _outputs(cloud: Cloud, name: str, found: dict[str, Any]) -> Outputs:
    return {
        "id": found["ApiId"],
        "name": found["Name"],
        "apiEndpoint": f"http://127.0.0.1:{cloud.port_for(name)}",
        "executionArn": cloud.arn("execute-api", found["ApiId"]),
    }


class Integration(Handler):
    type = "aws:apigatewayv2/integration:Integration"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud(_SERVICE).create_integration(ApiId=inputs["apiId"], **_integration(inputs))
        return made["IntegrationId"], {"id": made["IntegrationId"], "apiId": inputs["apiId"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud(_SERVICE).get_integration(ApiId=outputs["apiId"], IntegrationId=id_)
        return {"id": id_, "apiId": outputs["apiId"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud(_SERVICE).update_integration(ApiId=after["apiId"], IntegrationId=id_, **_integration(after))
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_integration(ApiId=outputs["apiId"], IntegrationId=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        for found in cloud(_SERVICE).get_integrations(ApiId=inputs["apiId"])["Items"]:
            if found.get("IntegrationUri") == inputs["integrationUri"]:
                return found["IntegrationId"], {"id": found["IntegrationId"], "apiId": inputs["apiId"]}
        return None


def _integration(inputs: Inputs) -> dict[str, Any]:
    words = {
        "integrationType": "IntegrationType", "integrationUri": "IntegrationUri",
        "integrationMethod": "IntegrationMethod", "payloadFormatVersion": "PayloadFormatVersion",
    }  # fmt: skip
    timeout = pick(inputs, timeoutMilliseconds="TimeoutInMillis")
    return pick(inputs, **words) | {key: int(value) for key, value in timeout.items()}


class Route(Handler):
    type = "aws:apigatewayv2/route:Route"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud(_SERVICE).create_route(ApiId=inputs["apiId"], RouteKey=inputs["routeKey"], Target=inputs["target"])
        return made["RouteId"], {"id": made["RouteId"], "apiId": inputs["apiId"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud(_SERVICE).get_route(ApiId=outputs["apiId"], RouteId=id_)
        return {"id": id_, "apiId": outputs["apiId"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud(_SERVICE).update_route(
            ApiId=after["apiId"], RouteId=id_, RouteKey=after["routeKey"], Target=after["target"]
        )
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_route(ApiId=outputs["apiId"], RouteId=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        for found in cloud(_SERVICE).get_routes(ApiId=inputs["apiId"])["Items"]:
            if found["RouteKey"] == inputs["routeKey"]:
                return found["RouteId"], {"id": found["RouteId"], "apiId": inputs["apiId"]}
        return None


class Stage(Handler):
    type = "aws:apigatewayv2/stage:Stage"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        cloud(_SERVICE).create_stage(
            ApiId=inputs["apiId"], StageName=inputs["name"], AutoDeploy=bool(inputs.get("autoDeploy"))
        )
        return inputs["name"], {"name": inputs["name"], "apiId": inputs["apiId"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud(_SERVICE).get_stage(ApiId=outputs["apiId"], StageName=id_)
        return {"name": id_, "apiId": outputs["apiId"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        self.delete(cloud, id_, outputs)  # moto 5.2 has no UpdateStage
        return self.create(cloud, "", after)[1]

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud(_SERVICE).delete_stage(ApiId=outputs["apiId"], StageName=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        found = self.read(cloud, inputs["name"], inputs)
        return None if found is None else (inputs["name"], found)
