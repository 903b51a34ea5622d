"""The graphics scene: one item per card, path items for lines, one item for the far view."""
