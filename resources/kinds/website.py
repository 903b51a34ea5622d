"""Website: a folder of files on the web.

    site = Website("docs", folder="site")

Anybody can read the files; `index` is the one that `/` shows.
"""

from __future__ import annotations

from .declared import Declared
from .kind import Kind, NameRule, Property

KIND = Kind(
    "website", "Website", "Website", "globe-simple", "entry", "s3",
    "A folder of files, served as they are.",
    "Website",
    NameRule(r"[a-z0-9][a-z0-9.-]*[a-z0-9]", "small letters, digits, `.` and `-`, a letter or digit at both ends",
             3, 63, never=((r"\.\.", "two dots stand side by side"),)),
    properties=(
        Property("folder", "Folder", "path", None, "relative to the project", required=True,
                 pattern=r"(?!/)(?![A-Za-z]:)(?!(.*[/\\])?\.\.([/\\]|$)).+",
                 words="a folder inside the project, such as `site`", example="site"),
        Property("index", "First page", "text", "index.html", "what `/` shows", pattern=r"[^/]+",
                 words="a file name without `/`"),
    ),
    fact="folder",
)  # fmt: skip


class Website(Declared):
    """A folder of this project, served to browsers."""

    kind = KIND

    def __init__(self, name: str, *, folder: str, index: str = "index.html") -> None:
        super().__init__(name, folder=folder, index=index)
        self.folder = folder
        self.index = index
