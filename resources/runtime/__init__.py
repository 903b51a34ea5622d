"""What runs inside a deployed function, in Lambda and in the sandbox's workers alike.

`entrypoint.handler` is the function's handler. It reads the environment that the deployment set:

| variable           | holds                                                                                 |
|--------------------|---------------------------------------------------------------------------------------|
| `ARCHLOOM_KIND`    | http, asgi, wsgi, graph, queue, topic, bucket, schedule, function or raw              |
| `ARCHLOOM_HANDLER` | what to run, `app.main:chat`                                                          |
| `ARCHLOOM_ROOT`    | the folder that `app` is imported from; without it the working directory              |
| `ARCHLOOM_SECRETS` | JSON, environment variable -> secret: filled before the user's code is imported       |

Standard library and boto3 only, with mangum for ASGI apps; one adapter per file turns Lambda's event into what the
user's code takes and its result into what Lambda answers.
"""
