"""The portal: web pages where a person signs up, and makes, rotates, revokes and watches API keys.

Plain HTML from the server, which works without JavaScript; the one script only copies a key. It keeps no
rules of its own: keys and users are checked and made by what the API uses. :mod:`mock_server.portal.app` is
the way of a request, :mod:`mock_server.portal.visit` what a page knows of whoever asks for it.
"""

from .app import Portal

__all__ = ["Portal"]
