"""A certificate for the stand-alone server, from an authority that exists only for it."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme

__all__ = ["HOSTS", "make_server_context"]

HOSTS = ("api.taskmanagement.example.com", "taskmanagement.example.com", "localhost", "127.0.0.1")
"""Every name under which the server can be reached."""


def make_server_context(ca_file: Path) -> ssl.SSLContext:
    """Make an authority and a certificate, and write what a client needs to trust them (PEM) to ``ca_file``.

    The private keys never touch a disk that outlives this call.

    Raises:
        OSError: the file can't be written.
    """
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*HOSTS).configure_cert(context)
    authority.cert_pem.write_to_path(str(ca_file))
    return context
