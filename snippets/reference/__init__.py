"""Reference pages of an API, a page an operation, made of its OpenAPI document."""
