"""The inside of a worker process: what AWS's own Lambda runtime does, in the project's own Python.

The runtime starts it as a script (`python loop.py`) in the environment of the deployed function, so it takes nothing
but the standard library and runs on Python 3.9 and later. Messages are JSON behind a length of four bytes: requests on
the original standard input, answers on the original standard output. What the handler prints to either stream goes to
standard error, which the runtime reads as the log; a line that begins with a NUL byte ends the log of a call.

    request   {"id", "event", "arn", "seconds"}
    answer    {"ready": true} | {"value": …} | {"error": {"errorType", "errorMessage", "stackTrace"}}

A thread looks at the resident memory while a call runs, ten times a second, and ends the process with status 137 when
it is over the function's limit: RLIMIT_AS would count address space that Lambda does not count.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO, cast

OUT_OF_MEMORY = 137
SECONDS_BETWEEN_LOOKS = 0.1


class Context:
    """The second argument of a handler, as AWS documents it."""

    identity = None
    client_context = None

    def __init__(self, request: dict[str, Any]) -> None:
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
        self.function_version = "$LATEST"
        self.invoked_function_arn = request["arn"]
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        self.aws_request_id = request["id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME", "")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", "")
        self._end = time.monotonic() + request["seconds"]

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._end - time.monotonic()) * 1000))


class MemoryGuard(threading.Thread):
    """Ends the process when it holds more than `limit` bytes while a call runs."""

    def __init__(self, limit: int) -> None:
        super().__init__(daemon=True)
        self.limit = limit
        self.busy = threading.Event()

    def run(self) -> None:
        while True:
            self.busy.wait()
            if resident() > self.limit:
                os._exit(OUT_OF_MEMORY)
            time.sleep(SECONDS_BETWEEN_LOOKS)


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def read_exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise SystemExit(0)  # the runtime has gone
    return data


def receive(stream: BinaryIO) -> dict[str, Any]:
    (size,) = struct.unpack(">I", read_exactly(stream, 4))
    return json.loads(read_exactly(stream, size))


def encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()


def send(stream: BinaryIO, data: bytes) -> None:
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


def described(error: BaseException) -> bytes:
    """An exception as Lambda reports it, without the frames of this file."""
    details = {"errorType": type(error).__name__, "errorMessage": str(error)}
    return encode({"error": {**details, "stackTrace": frames_of(error)}})


def frames_of(error: BaseException) -> list[str]:
    return traceback.format_list(
        [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    )


def report(error: BaseException) -> None:
    """Writes an exception to the log."""
    lines = ["Traceback (most recent call last):\n", *frames_of(error)]
    print("".join([*lines, *traceback.format_exception_only(type(error), error)]), end="", file=sys.stderr)


def load(name: str) -> Callable[[Any, Context], Any]:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def answer(handler: Callable[[Any, Context], Any], request: dict[str, Any]) -> bytes:
    """What the handler returns, or how it failed. A value that is no JSON is a failure too, as in Lambda."""
    try:
        return encode({"value": handler(request["event"], Context(request))})
    except BaseException as error:  # a handler may raise SystemExit, and one call must not end the worker
        report(error)
        return described(error)


def end_log(request_id: str) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(2, b"\n\0" + request_id.encode() + b"\n")


def take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two ends of the channel; print() goes to the log from here on."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        cast("io.TextIOWrapper", stream).reconfigure(line_buffering=True, encoding="utf-8", errors="backslashreplace")
    return requests, answers


def main() -> None:
    requests, answers = take_over_streams()
    sys.path[0] = os.getcwd()  # the code, in place of this file's folder
    try:
        handler = load(os.environ["_HANDLER"])
    except BaseException as error:
        report(error)
        end_log("init")
        send(answers, described(error))
        return
    guard = MemoryGuard(int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")) * 1024 * 1024)
    guard.start()
    end_log("init")
    send(answers, encode({"ready": True}))
    while True:
        request = receive(requests)
        guard.busy.set()
        reply = answer(handler, request)
        guard.busy.clear()
        end_log(request["id"])
        send(answers, reply)


if __name__ == "__main__":
    main()
