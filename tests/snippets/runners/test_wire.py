"""Results as JSON and back: nothing is lost between zygote and engine."""

import json

from hypothesis import given
from hypothesis import strategies as st

from snippets.model import Answer, Exchange, Failure, Request, Result
from snippets.runners.wire import Job, from_job, from_result, to_job, to_result

headers = st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple)
exchanges = st.builds(
    Exchange,
    st.builds(Request, st.text(), st.text(), headers, st.binary()),
    st.builds(Answer, st.integers(100, 599), headers, st.binary()),
)
failures = st.none() | st.builds(
    Failure,
    st.text(),
    st.none() | st.integers(1),
    st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple),
)
results = st.builds(
    Result, st.integers(), st.text(), st.lists(exchanges, max_size=2).map(tuple), failures, st.floats(0, 9)
)


@given(results)
def test_a_result_comes_back_as_it_went(result: Result) -> None:
    assert to_result(json.loads(json.dumps(from_result(result)))) == result


@given(st.builds(Job, st.text(), st.text(), st.integers(), st.none() | st.text(), st.text()))
def test_a_job_comes_back_as_it_went(job: Job) -> None:
    assert to_job(json.loads(json.dumps(from_job(job)))) == job
