"""Painting with QPainter alone: cards, lines and labels, the same for screen, pixmap and vector export."""
