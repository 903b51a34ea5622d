"""Edits of the picture as edits of the code."""
