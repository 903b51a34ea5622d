"""What Pulumi or AWS said when a whole run failed, as a sentence with the next step."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import DeployError
from .reading import plain

_KNOWN = (
    (r"No valid credential sources|failed to refresh cached credentials|no EC2 IMDS role|get credentials",
     "AWS", "no credentials are found on this computer.",
     "Sign in with `aws sso login` or set AWS_PROFILE, or set `profile` under the stack in archloom.toml."),
    (r"ExpiredToken|security token included in the request is expired|token has expired",
     "AWS", "the credentials have expired.", "Sign in again, for example with `aws sso login`."),
    (r"InvalidClientTokenId|security token included in the request is invalid|SignatureDoesNotMatch",
     "AWS", "the credentials are not accepted.", "Check AWS_PROFILE and the keys."),
    (r"incorrect passphrase|decrypt.*passphrase",
     "Pulumi", "the passphrase does not open this stack's secrets.",
     "Set PULUMI_CONFIG_PASSPHRASE to the one that the stack was made with."),
    (r"no resource plugin|could not (?:download|load) plugin|failed to load plugin|error downloading",
     "Pulumi", "its AWS plugin cannot be loaded or downloaded.", "Connect this computer and deploy again."),
    (r"conflict: Another update is currently in progress|the stack is currently locked",
     "Pulumi", "another deployment holds the stack.", "Wait for it; if none is running, `pulumi cancel` frees it."),
    (r"resource .* violates plan|is not permitted to|plan.*violat",
     "Pulumi", "the cloud changed since the preview.", "Preview again and deploy what it then says."),
)  # fmt: skip
LAST_LINES, LONGEST = 6, 800


def refusal(errors: Sequence[str], output: str) -> DeployError:
    """The error for what the engine said (`errors`), or else for what the CLI printed."""
    text = " ".join(errors) or output
    for pattern, where, what, next_step in _KNOWN:
        if re.search(pattern, f"{text} {output}", re.IGNORECASE):
            return DeployError(where, what, next_step)
    lines = [error for error in errors if error != "preview failed"][:1] or [
        plain(line) for line in _error_lines(output)
    ]
    said = " ".join(lines).removeprefix("python inline source runtime error: ")
    return DeployError("Pulumi", said[:LONGEST], "Correct it and deploy again; what was made is kept.")


def _error_lines(output: str) -> list[str]:
    lines = [line for line in output.splitlines() if line.strip()]
    return [line for line in lines if "error:" in line][:LAST_LINES] or lines[-LAST_LINES:]
