"""Media types."""

__all__ = ["is_json"]


def is_json(media_type: str) -> bool:
    """RFC 6839 §3.1: `+json` is JSON as well."""
    name = media_type.partition(";")[0].strip().lower()
    return name == "application/json" or name.endswith("+json")
