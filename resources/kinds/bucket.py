"""Bucket: an S3 bucket."""

from __future__ import annotations

from .kind import Kind, NameRule, Operation, Property

KIND = Kind(
    "bucket", "Bucket", "S3 bucket", "archive", "data", "s3",
    "Files of any size under a key.",
    "Bucket",
    NameRule(r"[a-z0-9][a-z0-9.-]*[a-z0-9]",
             "small letters, digits, `.` and `-`, a letter or digit at both ends", 3, 63),
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
