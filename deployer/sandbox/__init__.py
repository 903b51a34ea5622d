"""The sandbox: a local cloud on this computer, its handlers of resources, and the runtime of deployed functions."""
