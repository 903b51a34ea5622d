"""Bucket: an S3 bucket.

    docs = Bucket("docs")
    docs.put("notes/today.txt", "words")

    @docs.on_upload
    def index(upload: Upload): ...              # upload.key, upload.size

A file is bytes; a text is written as UTF-8. A handler of uploads is called once for each file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from .declared import Referable
from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "bucket", "Bucket", "S3 bucket", "archive", "data", "s3",
    "Files of any size under a key.",
    "Bucket",
    NameRule(r"[a-z0-9][a-z0-9.-]*[a-z0-9]",
             "small letters, digits, `.` and `-`, a letter or digit at both ends", 3, 63,
             never=((r"\.\.", "two dots stand side by side"),
                    (r"^\d+\.\d+\.\d+\.\d+$", "it looks like an IP address"),
                    (r"^(xn--|sthree-|amzn-s3-demo-)", "it begins like names that AWS keeps for itself"),
                    (r"(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$",
                     "it ends like names that AWS keeps for itself"))),
    properties=(
        Property("versioned", "Keep versions", "boolean", False, "an overwritten or removed file can be had back"),
    ),
    operations=(
        Operation("get", "read a file", "read", ("s3:GetObject",), usual=True),
        Operation("put", "write a file", "write", ("s3:PutObject",), usual=True),
        Operation("delete", "remove a file", "delete", ("s3:DeleteObject",)),
        Operation("list", "list the files", "read", ("s3:ListBucket",)),
        Operation("presign", "hand out a link to a file", "read", ("s3:GetObject",)),
    ),
    triggers=("on_upload",),
)  # fmt: skip

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has just arrived in a bucket; `docs.get(upload.key)` reads it."""

    bucket: str
    """The physical name of the bucket."""
    key: str
    size: int = 0


class Bucket(Referable):
    """Files, each under a key such as `reports/2025.pdf`."""

    kind = KIND

    def __init__(self, name: str, *, versioned: bool = False) -> None:
        super().__init__(name, versioned=versioned)
        self.versioned = versioned
        self.handlers: list[Callable[..., Any]] = []

    @property
    def bucket_name(self) -> str:
        """The name of the bucket in this deployment, for libraries that take one."""
        return self.physical_name

    def get(self, key: str) -> bytes:
        """The content of a file. Raises FileNotFoundError when there is none.

        S3 tells that only to those who may `list`; others get PermissionError.
        """
        s3 = self._client("s3")
        try:
            return s3.get_object(Bucket=self.bucket_name, Key=key)["Body"].read()
        except s3.exceptions.NoSuchKey:
            raise FileNotFoundError(f"Bucket {self.name!r} holds no file {key!r}.") from None
        except s3.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in ("AccessDenied", "403"):
                raise
            raise PermissionError(
                f"Bucket {self.name!r} has no file {key!r}, or this function may not `get` it: S3 says the same of "
                "both. Allow `list` too and it tells them apart."
            ) from error

    def put(self, key: str, content: str | bytes, *, content_type: str | None = None) -> None:
        """Write a file, a text as UTF-8."""
        body = content.encode() if isinstance(content, str) else content
        extra = {"ContentType": content_type} if content_type else {}
        self._client("s3").put_object(Bucket=self.bucket_name, Key=key, Body=body, **extra)

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when there is none."""
        self._client("s3").delete_object(Bucket=self.bucket_name, Key=key)

    def list(self, prefix: str = "") -> Iterator[str]:
        """The keys that begin with `prefix`, in order, page by page."""
        pages = self._client("s3").get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix):
            for found in page.get("Contents", ()):
                yield found["Key"]

    def presign(self, key: str, *, expires_in: int = 3600) -> str:
        """A link that anyone may read the file by, for `expires_in` seconds (at most a week)."""
        if not 1 <= expires_in <= 604_800:
            raise ValueError(f"A link lasts 1 to 604800 seconds, not {expires_in}.")
        place = {"Bucket": self.bucket_name, "Key": key}
        return self._client("s3").generate_presigned_url("get_object", Params=place, ExpiresIn=expires_in)

    def on_upload(self, handler: Handler) -> Handler:
        """Run a function for each file that arrives; it takes an `Upload`."""
        self.handlers.append(handler)
        return handler
