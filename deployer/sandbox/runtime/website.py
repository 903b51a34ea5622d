"""A static website from its bucket: the index for a folder, the right type for each file."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from botocore.exceptions import ClientError
from werkzeug.wrappers import Request, Response

from ..deployed import WebsiteAddress


class Website:
    """Answers GET and HEAD for one bucket."""

    def __init__(self, address: WebsiteAddress, s3: Any) -> None:
        self._address = address
        self._s3 = s3

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.answer(Request(environ))(environ, start_response)

    def answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response("405 Method Not Allowed", 405)
        key = request.path.lstrip("/")
        for candidate in self._candidates(key):
            if found := self._read(candidate):
                body, kind = found
                return Response(body, 200, content_type=kind)
        return Response(f"404 Not Found: the website {self._address.name} has no file {key or '/'}", 404)

    def _candidates(self, key: str) -> tuple[str, ...]:
        index = self._address.index or "index.html"
        if not key or key.endswith("/"):
            return (key + index,)
        return key, f"{key}/{index}"

    def _read(self, key: str) -> tuple[bytes, str] | None:
        try:
            found = self._s3.get_object(Bucket=self._address.bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404", "NoSuchBucket"):
                return None
            raise
        kind = found.get("ContentType") or "binary/octet-stream"
        if kind in ("binary/octet-stream", "application/octet-stream"):
            kind = mimetypes.guess_type(key)[0] or kind
        return found["Body"].read(), kind
