"""Deployments in the window: the process, what its events add up to, what they mean on the picture."""
