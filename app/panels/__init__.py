"""The regions of the window: bars, docks, canvas area."""
