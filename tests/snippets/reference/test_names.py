"""The file names of pages."""

import pytest

from snippets.api.operation import Operation
from snippets.reference.names import file_name


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        (Operation("GET", "/tasks", "listTasks"), "list-tasks.md"),
        (Operation("GET", "/k", "getApiKeyUsage"), "get-api-key-usage.md"),
        (Operation("GET", "/k", "get_APIKey"), "get-api-key.md"),
        (Operation("GET", "/k", "v2ListAll"), "v2-list-all.md"),
        (Operation("DELETE", "/notes/{noteId}/tags"), "delete-notes-note-id-tags.md"),
        (Operation("GET", "/"), "get.md"),
        (Operation("GET", "/k", "../../etc"), "etc.md"),
        (Operation("GET", "/k", "créerRésumé"), "creer-resume.md"),
        (Operation("GET", "/notes", "一覧"), "get-notes.md"),
        (Operation("GET", "/メモ", ""), "get.md"),
    ],
)
def test_a_file_name(operation: Operation, name: str) -> None:
    assert file_name(operation) == name
