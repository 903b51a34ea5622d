"""The start page: open, recent projects, examples."""
