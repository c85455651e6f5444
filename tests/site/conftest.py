"""Builds sites with the project's own theme and extensions, and serves them to a browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]

Build = Callable[[dict[str, str]], Path]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Builds a site of the given pages, path → text, and returns its folder. A warning stops the build."""
    # Material prints a banner about another MkDocs at each start.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv("DISABLE_MKDOCS_2_WARNING", "true")
        patch.delenv("SNIPPETS_GATE", raising=False)
        from mkdocs.commands.build import build as mkdocs_build
        from mkdocs.config import load_config

        def built(pages: dict[str, str]) -> Path:
            root = tmp_path_factory.mktemp("site")
            settings: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
            settings["nav"] = [{"Pages": list(pages)}]
            (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
            for folder in ("assets", "theme"):
                shutil.copytree(ROOT / "docs" / folder, root / "docs" / folder)
            for path, text in pages.items():
                (root / "docs" / path).write_text(text, "utf-8")
            config = load_config(str(root / "mkdocs.yml"), strict=True, site_dir=str(root / "site"))
            mkdocs_build(config)
            return root / "site"

        yield built


@pytest.fixture(scope="session")
def served() -> Callable[[Path], "Any"]:
    """A context in which a folder is served; its value is the address."""

    @contextmanager
    def serve(folder: Path) -> Iterator[str]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=os.fspath(folder)))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    return serve


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass
