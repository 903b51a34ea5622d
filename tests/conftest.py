"""For every test: windows need no display; hypothesis tries the same examples each run, so that a red run is about the
change at hand.

`HYPOTHESIS_PROFILE=search` tries new ones each time; run it now and then, and keep what it finds as a test of its own.
"""

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

if not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
