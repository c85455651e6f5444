"""What the API says of itself in its OpenAPI document: its operations, and which values are times."""
