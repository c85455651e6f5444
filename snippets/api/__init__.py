"""What the API says of itself in its OpenAPI document: its operations, and what its values may be."""
