"""Routes of API Gateway that project files and CDK programs give to Lambda functions, and what functions are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
HANDLER = "def work(message, about): pass\n"
CDK = """
import aws_cdk as cdk
from aws_cdk import aws_apigateway as rest, aws_apigatewayv2 as http, aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration, WebSocketLambdaIntegration
class Service(cdk.Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        code = lambda_.Code.from_asset("src")
        fn = lambda_.Function(self, "Work", handler="main.work", runtime=None, code=code)
        ROUTES
app = cdk.App()
Service(app, "service")
"""
SAM = """
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties: {Handler: main.work, CodeUri: src/, Events: {Ask: EVENT}}
"""
CLOUDFORMATION = """
Resources:
  Work: {Type: AWS::Lambda::Function, Properties: {Handler: main.work, Code: src/}}
  Items: {Type: AWS::ApiGateway::Resource, Properties: {PathPart: items, ParentId: !GetAtt Api.RootResourceId}}
  One: {Type: AWS::ApiGateway::Resource, Properties: {PathPart: "{id}", ParentId: !Ref Items}}
  Ask:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref One
      HttpMethod: GET
      Integration: {Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/x/functions/${Work.Arn}/invocations"}
"""
ROUTE = """
Resources:
  Work: {Type: AWS::Lambda::Function, Properties: {Handler: main.work, Code: src/}}
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
  Behind: {Type: AWS::ApiGatewayV2::Integration, Properties: {IntegrationUri: !GetAtt Work.Arn}}
  Ask:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: GET /items, Target: !Join ["/", [integrations, !Ref Behind]]}
"""
TERRAFORM = """
resource "aws_lambda_function" "work" {
  handler = "main.work"
  filename = "src/x.zip"
}
resource "aws_apigatewayv2_api" "api" {
  name = "shop"
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_integration" "behind" {
  integration_uri = aws_lambda_function.work.invoke_arn
}
resource "aws_apigatewayv2_route" "ask" {
  api_id = aws_apigatewayv2_api.api.id
  route_key = "GET /items"
  target = "integrations/${aws_apigatewayv2_integration.behind.id}"
}
"""
REST_IN_TERRAFORM = """
resource "aws_lambda_function" "work" {
  handler = "main.work"
  filename = "src/x.zip"
}
resource "aws_api_gateway_rest_api" "api" {
  name = "shop"
}
resource "aws_api_gateway_resource" "items" {
  parent_id = aws_api_gateway_rest_api.api.root_resource_id
  path_part = "items"
}
resource "aws_api_gateway_method" "ask" {
  http_method = "GET"
}
resource "aws_api_gateway_integration" "ask" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.items.id
  http_method = aws_api_gateway_method.ask.http_method
  uri = aws_lambda_function.work.invoke_arn
}
"""
SERVERLESS = """
service: shop
functions:
  work: {handler: src/main.work, events: [EVENT]}
"""

ROUTES: dict[str, tuple[dict[str, str], str, str]] = {
    "SAM": ({"template.yaml": SAM.replace("EVENT", "{Type: Api, Properties: {Path: /items, Method: get}}")},
            "ServerlessRestApi", "GET /items"),
    "SAM, an API of its own and every method": (
        {"template.yaml": SAM.replace("EVENT", "{Type: HttpApi, Properties: {ApiId: !Ref Shop, Path: /items}}")},
        "Shop", "ANY /items"),
    "SAM, every path": ({"template.yaml": SAM.replace("EVENT", "{Type: HttpApi}")},
                        "ServerlessHttpApi", "ANY /{proxy+}"),
    "CloudFormation, REST": ({"template.yaml": CLOUDFORMATION}, "Api", "GET /items/{id}"),
    "CloudFormation, HTTP": ({"template.yaml": ROUTE}, "Api", "GET /items"),
    "Terraform, HTTP": ({"main.tf": TERRAFORM}, "shop", "GET /items"),
    "Terraform, REST": ({"main.tf": REST_IN_TERRAFORM}, "shop", "GET /items"),
    "serverless.yml, http": (
        {"serverless.yml": SERVERLESS.replace("EVENT", "{http: {path: items, method: get}}")}, "shop", "GET /items"),
    "serverless.yml, httpApi": (
        {"serverless.yml": SERVERLESS.replace("EVENT", '{httpApi: "GET /items"}')}, "shop", "GET /items"),
    "serverless.yml, all": ({"serverless.yml": SERVERLESS.replace("EVENT", "{httpApi: '*'}")}, "shop", "ANY /{proxy+}"),
    "CDK, REST": ({"app.py": CDK.replace("ROUTES", 'api = rest.RestApi(self, "Api", rest_api_name="shop")\n'
                   '        items = api.root.add_resource("items").add_resource("{id}")\n'
                   '        items.add_method("GET", rest.LambdaIntegration(fn))')}, "shop", "GET /items/{id}"),
    "CDK, one function for all": (
        {"app.py": CDK.replace("ROUTES", 'rest.LambdaRestApi(self, "Api", handler=fn)')}, "Api", "ANY /{proxy+}"),
    "CDK, HTTP": ({"app.py": CDK.replace("ROUTES", 'http.HttpApi(self, "Api").add_routes(path="/items",'
                   ' methods=[http.HttpMethod.GET], integration=HttpLambdaIntegration("i", fn))')},
                  "Api", "GET /items"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_starts_its_function(name: str, opened: Open) -> None:
    files, api, route = ROUTES[name]

    seen = opened({**files, "src/main.py": HANDLER})

    assert [(entry.kind, entry.label) for entry in seen.entries] == [("http", route)]
    assert [(link.start, link.operations) for link in seen.links] == [(f"router:{api}", (route,))]


SOCKETS = {
    "serverless.yml": {"serverless.yml": SERVERLESS.replace("EVENT", "{websocket: {route: $connect}}")},
    "CDK": {"app.py": CDK.replace("ROUTES", 'http.WebSocketApi(self, "Api").add_route('
            '"$connect", integration=WebSocketLambdaIntegration("i", fn))')},
}  # fmt: skip


@pytest.mark.parametrize("name", SOCKETS)
def test_a_function_may_answer_a_websocket_whose_connection_the_api_keeps(name: str, opened: Open) -> None:
    seen = opened({**SOCKETS[name], "src/main.py": HANDLER})

    assert [(entry.kind, entry.label) for entry in seen.entries] == [("websocket", "WS $connect")]
    assert seen.problems == ()


def test_a_function_with_several_routes_of_an_api_is_one_entry(opened: Open) -> None:
    events = 'httpApi: "GET /items"}, {httpApi: "POST /items"}, {httpApi: "GET /"'

    seen = opened({"serverless.yml": SERVERLESS.replace("EVENT", "{" + events + "}"), "src/main.py": HANDLER})

    assert [entry.label for entry in seen.entries] == ["GET /items +2"]
    assert [link.operations for link in seen.links] == [("GET /", "GET /items", "POST /items")]


SPOTS = {
    "SAM": ("template.yaml", SAM.replace("EVENT", "{Type: Api, Properties: {Path: /items, Method: get}}"), "Work:"),
    "CloudFormation": ("template.yaml", CLOUDFORMATION, "Ask:"),
    "Serverless": ("serverless.yml",
                   "service: shop\ncustom:\n  work: 1\nfunctions:\n  work:\n    handler: src/main.work\n"
                   "    events:\n      - httpApi: GET /items\n", "work:\n    handler"),
    "Terraform": ("infra/api.tf", TERRAFORM, 'resource "aws_apigatewayv2_route"'),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOTS)
def test_what_starts_a_function_is_shown_where_a_file_says_so(name: str, opened: Open) -> None:
    path, text, said = SPOTS[name]

    seen = opened({"src/main.py": HANDLER, "infra/src/main.py": HANDLER, path: text})

    router = next(one for one in seen.resources if one.kind == "router")
    assert router.source is not None
    assert (router.source.file, router.source.line) == (path, 1 + text[: text.index(said)].count("\n"))


def test_functions_of_a_serverless_file_may_stand_in_another_one(opened: Open) -> None:
    seen = opened({
        "serverless.yml": "service: shop\nfunctions: ${file(config/functions.yml):all}\n",
        "config/functions.yml": "all: {work: {handler: src/main.work, events: [{httpApi: 'GET /items'}]}}\n",
        "src/main.py": HANDLER,
    })

    assert [entry.label for entry in seen.entries] == ["GET /items"]


CALLER = """
import os, boto3
def ask(message, about): boto3.client("lambda").invoke(FunctionName=NAME)
"""
BY_VARIABLE, BY_NAME = CALLER.replace("NAME", 'os.environ["WORK"]'), CALLER.replace("NAME", '"the-worker"')
ASKING = (
    'lambda_.Function(self, "Ask", handler="ask.ask", runtime=None, code=code,'
    ' environment={"WORK": fn.function_arn})'
)
CALLS: dict[str, tuple[dict[str, str], str]] = {
    "CloudFormation": ({"template.yaml": """
Resources:
  Work: {Type: AWS::Serverless::Function, Properties: {Handler: src/main.work}}
  Ask: {Type: AWS::Serverless::Function,
        Properties: {Handler: src/ask.ask, Environment: {Variables: {WORK: !GetAtt Work.Arn}}}}
"""}, BY_VARIABLE),
    "CloudFormation, by the name that is given": ({"template.yaml": """
Resources:
  Work: {Type: AWS::Serverless::Function, Properties: {Handler: src/main.work, FunctionName: the-worker}}
"""}, BY_NAME),
    "Terraform": ({"main.tf": """
resource "aws_lambda_function" "work" {
  handler = "main.work"
  filename = "src/x.zip"
}
resource "aws_lambda_function" "ask" {
  handler = "ask.ask"
  filename = "src/y.zip"
  environment {
    variables = {
      WORK = aws_lambda_function.work.function_name
    }
  }
}
"""}, BY_VARIABLE),
    "serverless.yml": ({"serverless.yml": """
functions:
  work: {handler: src/main.work}
  ask: {handler: src/ask.ask, environment: {WORK: "${self:service}-${sls:stage}-work"}}
"""}, BY_VARIABLE),
    "CDK": ({"app.py": CDK.replace("ROUTES", ASKING)}, BY_VARIABLE),
}


@pytest.mark.parametrize("name", CALLS)
def test_who_calls_a_function_of_the_project_by_its_name_calls_that_one(name: str, opened: Open) -> None:
    files, code = CALLS[name]

    seen = opened({**files, "src/main.py": HANDLER, "src/ask.py": code}, "ask.ask")

    assert [(link.start, link.end) for link in seen.links] == [("entry:ask.ask", "function:main.work")]
    assert seen.by_id["function:main.work"].env == ("WORK" if code is BY_VARIABLE else None)
