"""Gestures: what a person does with mouse or keys held, each an object with a life cycle."""
