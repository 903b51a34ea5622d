"""Figures and ratios: `python -m benchmarks.NAME --json`. Tests never assert times; speed belongs here."""
