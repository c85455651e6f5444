"""Jobs and results as JSON: what passes between the engine and the zygote."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from snippets.model import Answer, Exchange, Failure, Headers, Request, Result

__all__ = ["Job", "Json", "from_job", "from_result", "to_job", "to_result"]

Json = dict[str, Any]
"""What `json.dumps` takes: an object."""


@dataclass(frozen=True)
class Job:
    """One Python snippet to run."""

    source: str
    page: str
    first: int
    """The page's line on which the source begins."""
    scenario: str | None
    folder: str
    """The sandbox."""
    continues: bool = False
    """Whether the source is that of a chain of snippets."""


def from_job(job: Job) -> Json:
    """What goes to the zygote."""
    return asdict(job)


def to_job(data: Json) -> Job:
    """The job that `from_job` made `data` of."""
    return Job(**data)


def from_result(result: Result) -> Json:
    """What comes back; bodies, which may be any bytes, in Base64."""
    data = asdict(result)
    for exchange in data["exchanges"]:
        for half in exchange.values():
            half["body"] = b64encode(half["body"]).decode("ascii")
    return data


def to_result(data: Json) -> Result:
    """The result that `from_result` made `data` of."""
    exchanges = tuple(
        Exchange(
            Request(**{**pair["request"], **_message(pair["request"])}),
            Answer(**{**pair["answer"], **_message(pair["answer"])}),
        )
        for pair in data["exchanges"]
    )
    failure = data["failure"]
    if failure is not None:
        detail = tuple((label, text) for label, text in failure["detail"])
        failure = Failure(failure["message"], failure["line"], detail)
    return Result(data["exit"], data["output"], exchanges, failure, data["seconds"])


def _message(half: Json) -> Json:
    headers: Headers = tuple((name, value) for name, value in half["headers"])
    return {"headers": headers, "body": b64decode(half["body"])}
