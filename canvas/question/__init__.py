"""Asking what a new line may say: the popover, its parts, and the one who opens it."""
