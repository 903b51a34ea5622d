"""Dialogs. Each is opened with `open()`, so that nothing else stops while it is shown."""
