"""Runs a deployed entry point in an example's environment: events in, a line of JSON each, answers out the same way."""

import json
import sys

from archloom.resources.runtime.entrypoint import handler

answers = sys.stdout
sys.stdout = sys.stderr  # what the example prints is its log
for line in sys.stdin:
    print(json.dumps(handler(json.loads(line), None)), file=answers)
