"""The operations of the API, one module a resource; each holds a ``router``."""

__all__: list[str] = []
