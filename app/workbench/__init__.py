"""The window of an open project: its panels in their places, and the binders that connect them with the project."""
