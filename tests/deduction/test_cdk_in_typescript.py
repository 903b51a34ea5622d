"""CDK programs in TypeScript: the Python functions that they name and what starts these."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
HANDLER = """
import os, boto3
def work(record, runtime): boto3.resource("dynamodb").Table(os.environ["ordersTable"]).get_item(Key={})
"""
PROGRAM = """#!/usr/bin/env node
import 'source-map-support/register';
import * as cdk from 'aws-cdk-lib';
import { Shop } from '../lib/shop-stack';

const app = new cdk.App();
new Shop(app, 'Shop', { env: { region: process.env.CDK_DEFAULT_REGION } });
"""
STACK = """
import * as path from 'path';
import { Stack, StackProps, aws_dynamodb as ddb } from 'aws-cdk-lib';
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import * as sources from "aws-cdk-lib/aws-lambda-event-sources";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as events from "aws-cdk-lib/aws-events";
import * as api from "aws-cdk-lib/aws-apigateway";
import { LambdaDestination } from "aws-cdk-lib/aws-s3-notifications";
import { Construct } from 'constructs';
import { Worker, names } from './constructs';

interface ShopProps extends StackProps { readonly stage?: string }

export class Shop extends Stack {
  private readonly orders: ddb.ITable;

  constructor(scope: Construct, id: string, props?: ShopProps) {
    super(scope, id, props);
    this.orders = new ddb.Table(this, 'Orders', { partitionKey: { name: 'id', type: ddb.AttributeType.STRING } });
    const fn = new Worker(this, 'Worker', { orders: this.orders, memory: 512 }).fn;
    SOURCE
  }
}
"""
CONSTRUCTS = """
import { Construct } from 'constructs';
import { Function as Lambda, Runtime, Code } from 'aws-cdk-lib/aws-lambda';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import path = require('path');

export const names = { jobs: 'jobs' };
const usual = { runtime: Runtime.PYTHON_3_12, handler: 'index.work' };

export class Worker extends Construct {
  public readonly fn: Lambda;
  constructor(scope: Construct, id: string, { orders, memory = 128 }: { orders: ITable; memory?: number }) {
    super(scope, id);
    this.fn = this.make(orders, memory);
  }
  private make(orders: ITable, memorySize: number): Lambda {
    return new Lambda(this, `${this.node.id}Function`, {
      ...usual, memorySize, code: Code.fromAsset(path.join(__dirname, '../../src/worker')),
      environment: { ordersTable: orders.tableName },
    });
  }
}
"""
SOURCES = {
    "a queue named in another file": (
        "fn.addEventSource(new sources.SqsEventSource(new Queue(this, 'Jobs', { queueName: names.jobs })));",
        "queue", "queue:jobs"),
    "the stream of a table whose name a variable carries": (
        "fn.addEventSource(new sources.DynamoEventSource(this.orders, {}));", "event", "kv_store:ordersTable"),
    "what is put into a bucket": (
        "const docs = new Bucket(this, 'Docs', { bucketName: 'docs' });\n"
        "docs.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(fn));", "event", "bucket:docs"),
    "each queue of a list": (
        "['jobs'].forEach(name => { fn.addEventSource(new sources.SqsEventSource("
        "new Queue(this, name, { queueName: name }))); });", "queue", "queue:jobs"),
    "a rule with a clock": (
        "const rule = new events.Rule(this, 'Nightly', { schedule: events.Schedule.expression('rate(1 day)') });\n"
        "if (props?.stage !== 'test') { rule.addTarget(new targets.LambdaFunction(fn)); }",
        "schedule", "schedule:Nightly"),
    "a route": (
        "const rest = new api.RestApi(this, 'Api', { restApiName: 'shop' });\n"
        "rest.root.addResource('orders').addMethod('GET', new api.LambdaIntegration(fn));", "http", "router:shop"),
}  # fmt: skip
PROJECT = {
    "cdk.json": "{}", "bin/shop.ts": PROGRAM, "lib/constructs/index.ts": CONSTRUCTS, "src/worker/index.py": HANDLER,
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_of_a_stack_is_started_by(name: str, opened: Open) -> None:
    code, kind, source = SOURCES[name]

    seen = opened({**PROJECT, "lib/shop-stack.ts": STACK.replace("SOURCE", code)})

    assert [(entry.kind, entry.runs_in) for entry in seen.entries] == [(kind, "function:worker.index.work")]
    assert [link.resource for link in seen.links if link.kind == "trigger"] == [source]
    assert [link.end for link in seen.links if link.kind == "permission"] == ["kv_store:ordersTable"]


def test_a_trigger_lies_where_the_program_makes_it(opened: Open) -> None:
    code, _, source = SOURCES["what is put into a bucket"]

    seen = opened({**PROJECT, "lib/shop-stack.ts": STACK.replace("SOURCE", code)})

    place = next(resource.source for resource in seen.resources if resource.id == source)
    assert (place.file, place.line) == ("lib/shop-stack.ts", 24)


def test_an_image_of_a_folder_is_the_handler_that_its_dockerfile_starts(opened: Open) -> None:
    seen = opened({"cdk.json": "{}", "src/worker/index.py": HANDLER,
                   "src/worker/Dockerfile": 'FROM public.ecr.aws/lambda/python:3.12\nCMD ["index.work"]\n',
                   "lib/app.ts": """
import { App, Stack, aws_lambda as lambda, aws_sqs as sqs, aws_lambda_event_sources as sources } from 'aws-cdk-lib';
const stack = new Stack(new App(), 'Shop');
const fn = new lambda.DockerImageFunction(stack, 'Worker', {
  code: lambda.DockerImageCode.fromImageAsset('../src/worker'),
});
fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Jobs')));
"""})  # fmt: skip

    assert [(link.start, link.end) for link in seen.links if link.kind == "trigger"] == [
        ("queue:Jobs", "entry:worker.index.work")
    ]


def test_a_class_may_be_derived_from_a_construct(opened: Open) -> None:
    seen = opened({"cdk.json": "{}", "src/worker/index.py": HANDLER, "lib/app.ts": """
import { App, Stack, aws_lambda as lambda, aws_sqs as sqs, aws_lambda_event_sources as sources } from 'aws-cdk-lib';
class Worker extends lambda.Function {
  constructor(scope: Construct, id: string, props: lambda.FunctionOptions) {
    super(scope, id, { ...props, handler: 'index.work', code: lambda.Code.fromAsset('src/worker') });
  }
}
class Jobs extends sqs.Queue {}
const stack = new Stack(new App(), 'Shop');
new Worker(stack, 'Worker', {}).addEventSource(new sources.SqsEventSource(new Jobs(stack, 'Jobs')));
"""})  # fmt: skip

    assert [(link.start, link.end) for link in seen.links if link.kind == "trigger"] == [
        ("queue:Jobs", "entry:worker.index.work")
    ]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("web/app.ts", "it is a package of its own"),
        ("lib/app.test.ts", "it is a test"),
        ("lib/app.d.ts", "it holds nothing but types"),
    ],
)
def test_typescript_outside_of_a_program_is_not_read(path: str, why: str, opened: Open) -> None:
    stack = STACK.replace("SOURCE", SOURCES["a route"][0])

    seen = opened({**PROJECT, path: stack, "web/package.json": "{}", "lib/app.d.ts": stack})

    assert [link for link in seen.links if link.kind == "trigger"] == [], why


def test_what_is_no_typescript_is_left_out(opened: Open) -> None:
    empty = "import {} from 'aws-cdk-lib';\nexport {} from './constructs';\n"
    broken = empty + STACK.replace("SOURCE", "const = {{{ ;\n    " + SOURCES["a queue named in another file"][0])

    seen = opened({**PROJECT, "lib/shop-stack.ts": broken})

    assert [entry.handler for entry in seen.entries] == ["worker.index.work"]
