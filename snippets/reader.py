"""The reader's machine, led to the documented host on 127.0.0.1: files and variables, no edited text.

Standard library only, so that `python -m snippets env` answers on a bare Python.
"""

import json
import os
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["exports", "furnish", "variables"]

_HERE = Path(__file__).parent / "runners"


def furnish(folder: Path, hosts: Iterable[str], port: int, ca_pem: bytes, *, alone: bool) -> None:
    """Writes what curl, Node and Python need to find `hosts` at `port` into `folder`.

    `alone`: no other host can be reached at all; as snippets run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ca = folder / "ca.pem"
    ca.write_bytes(ca_pem)
    # A page's curl runs without `-s`; what a terminal doesn't show (the progress meter) isn't output.
    lines = ["silent", "show-error", f'cacert = "{ca}"', 'noproxy = "*"']
    lines += [f'connect-to = "{host}:443:127.0.0.1:{port}"' for host in hosts]
    if alone:
        lines.append('connect-to = "::127.0.0.1:1"')  # where nobody listens
    (folder / ".curlrc").write_text("\n".join(lines) + "\n", "utf-8")


def variables(
    folder: Path, hosts: Iterable[str], port: int, node_modules: Path, *, alone: bool
) -> dict[str, str]:
    """The environment that makes a program's clients read what `furnish` wrote."""
    ca = str(folder / "ca.pem")
    return {
        "CURL_HOME": str(folder),
        "NODE_EXTRA_CA_CERTS": ca,
        "NODE_OPTIONS": f"--require {json.dumps(str(_HERE / 'reader.cjs'))}",
        "NODE_PATH": str(node_modules),
        "PYTHONPATH": str(_HERE / "reader"),
        "REQUESTS_CA_BUNDLE": ca,
        "SSL_CERT_FILE": ca,
        "SNIPPETS_HOSTS": ",".join(hosts),
        "SNIPPETS_PORT": str(port),
        "SNIPPETS_ALONE": "1" if alone else "",
    }


def exports(values: Mapping[str, str], first_on_path: Path) -> str:
    """Shell lines that set `values` and put a folder first on PATH, for `eval`."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in values.items()]
    lines.append(f"export PATH={shlex.quote(str(first_on_path) + os.pathsep)}$PATH")
    return "\n".join(lines)
