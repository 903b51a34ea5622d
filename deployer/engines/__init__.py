"""Engines run a blueprint: the sandbox on this computer, Pulumi on AWS."""
