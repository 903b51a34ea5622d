"""Website: a folder of files on the web."""

from __future__ import annotations

from .kind import Kind, NameRule, Property

KIND = Kind(
    "website", "Website", "Website", "globe-simple", "entry", "s3",
    "A folder of files, served as they are.",
    "Website",
    NameRule(r"[a-z0-9][a-z0-9.-]*[a-z0-9]", "small letters, digits, `.` and `-`", 3, 63),
    properties=(
        Property("folder", "Folder", "path", None, "relative to the project", required=True),
        Property("index", "First page", "text", "index.html", "what `/` shows"),
    ),
    fact="folder",
)  # fmt: skip
