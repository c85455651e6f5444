"""The engine: finds the snippets in Markdown pages, runs them, and judges what they did.

The snippets themselves live in the pages, where readers and writers see them.
This package knows neither a particular API nor its server: `[tool.snippets]` in
`pyproject.toml` names the documented host and the app that answers for it.
"""
