"""Which values of a body are times, as its JSON Schema has it."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.api.kinds import UNKNOWN, Kind
from snippets.judging.difference import json_differences
from snippets.judging.notation import read

MOMENT = {"type": "string", "format": "date-time"}
PAGE, NOW = "2025-05-13T10:30:00Z", "2028-11-24T12:46:00Z"

NAMED: dict[str, Any] = {
    "Moment": MOMENT,
    "Tree": {"properties": {"at": {"$ref": "Moment"}, "below": {"type": "array", "items": {"$ref": "Tree"}}}},
    "Loop": {"allOf": [{"$ref": "Loop"}], "anyOf": [{"$ref": "Moment"}]},
}


def kind(schema: Any) -> Kind:
    return Kind((schema,), NAMED.__getitem__)


@pytest.mark.parametrize(
    "schema",
    [
        MOMENT,
        {"$ref": "Moment"},
        {"$ref": "Moment", "description": "when"},
        {"$ref": "Tree", **MOMENT},
        {"anyOf": [MOMENT, {"type": "null"}]},
        {"oneOf": [{"type": "integer"}, {"allOf": [{"$ref": "Moment"}]}]},
        {"type": ["string", "null"], "format": "date-time"},
        {"if": {"type": "string"}, "then": MOMENT, "else": True},
        {"$ref": "Loop"},
    ],
)
def test_a_time_is_told_in_each_way_that_a_schema_can_say_it(schema: Any) -> None:
    assert kind(schema).times(PAGE, NOW)
    assert not kind(schema).times(PAGE, "soon")
    assert not kind(schema).times(PAGE, None)
    assert not kind(schema).times(PAGE, "2028-11-24")


@pytest.mark.parametrize(
    "schema", [{}, True, False, {"type": "string"}, {"format": "uuid"}, {"not": MOMENT}, {"example": MOMENT}]
)
def test_where_the_document_says_nothing_of_times_there_are_none(schema: Any) -> None:
    assert not kind(schema).times(PAGE, NOW)
    assert not UNKNOWN.times(PAGE, NOW)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"properties": {"at": MOMENT}}, "at"),
        ({"properties": {"a.b[0]": MOMENT}}, "a.b[0]"),
        ({"patternProperties": {"At$": MOMENT}, "additionalProperties": False}, "createdAt"),
        ({"additionalProperties": MOMENT}, "anything"),
        ({"unevaluatedProperties": MOMENT}, "anything"),
        ({"allOf": [{"properties": {"id": {}}}, {"properties": {"at": {"$ref": "Moment"}}}]}, "at"),
        ({"$ref": "Tree"}, "at"),
    ],
)
def test_a_member_is_looked_up_in_all_that_speaks_of_it(schema: Any, name: str) -> None:
    assert kind(schema).member(name).times(PAGE, NOW)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"properties": {"id": {}}, "additionalProperties": MOMENT}, "id"),
        ({"patternProperties": {"^x-": {}}, "additionalProperties": MOMENT}, "x-a"),
        ({"patternProperties": {r"\p{Lu}": MOMENT}}, "A"),
        ({"properties": {"at": MOMENT}}, "until"),
        (MOMENT, "at"),
    ],
)
def test_a_member_of_another_name_is_not_meant(schema: Any, name: str) -> None:
    assert not kind(schema).member(name).times(PAGE, NOW)


@pytest.mark.parametrize(
    "schema", [{"items": MOMENT}, {"prefixItems": [{}, MOMENT]}, {"unevaluatedItems": MOMENT}]
)
def test_items_are_of_one_kind(schema: Any) -> None:
    assert kind(schema).item.times(PAGE, NOW)


def test_a_schema_of_itself_is_followed_as_deep_as_the_value_goes() -> None:
    tree = kind({"$ref": "Tree"})
    for _ in range(50):
        tree = tree.member("below").item
    assert tree.member("at").times(PAGE, NOW)


# --- The law: of a random value of a random schema, exactly its times may differ -------------------------

Place = tuple[str | int, ...]

TIMES: dict[str, st.SearchStrategy[Any]] = {
    "date-time": st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds") + "Z"),
    "date": st.dates().map(str),
    "unixtime": st.integers(0, 2**33),
}
OTHERS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), *TIMES.values())
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@dataclass
class Sample:
    """A value, a schema that it is of, and where its times are, by format."""

    value: Any
    schema: Any = field(default_factory=dict)
    times: dict[Place, str] = field(default_factory=dict)


def of_time(name: str) -> st.SearchStrategy[Sample]:
    return TIMES[name].map(lambda value: Sample(value, {"format": name}, {(): name}))


def wrapped(sample: Sample) -> st.SearchStrategy[Sample]:
    """The same, said in another way."""
    schema = sample.schema
    ways = [
        {"allOf": [{}, schema]},
        {"anyOf": [{"type": "null"}, schema]},
        {"oneOf": [True, {"then": schema}]},
    ]
    return st.sampled_from(ways).map(lambda way: Sample(sample.value, way, sample.times))


def of_object(members: dict[str, Sample]) -> Sample:
    return Sample(
        {name: member.value for name, member in members.items()},
        {"properties": {name: member.schema for name, member in members.items()}},
        {(name, *place): kind for name, member in members.items() for place, kind in member.times.items()},
    )


def of_array(samples: list[Sample]) -> Sample:
    """Each item has a member of its own, so that the schema of one doesn't speak of another."""
    items = [of_object({f"item {number}": sample}) for number, sample in enumerate(samples)]
    return Sample(
        [item.value for item in items],
        {"items": {"allOf": [item.schema for item in items]}},
        {(number, *place): kind for number, item in enumerate(items) for place, kind in item.times.items()},
    )


SAMPLES = st.recursive(
    st.one_of(OTHERS.map(Sample), *map(of_time, TIMES)),
    lambda inner: st.one_of(
        inner.flatmap(wrapped),
        st.dictionaries(NAMES, inner, max_size=4).map(of_object),
        st.lists(inner, max_size=3).map(of_array),
    ),
    max_leaves=12,
)


def leaves(value: Any, at: Place = ()) -> Iterator[Place]:
    if not isinstance(value, dict | list):
        yield at
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(inner, (*at, key))


def replaced(value: Any, place: Place, new: Any) -> Any:
    if not place:
        return new
    changed = copy.copy(value)
    changed[place[0]] = replaced(value[place[0]], place[1:], new)
    return changed


@given(SAMPLES, st.data())
def test_exactly_the_times_may_differ(sample: Sample, data: st.DataObject) -> None:
    page, whole = read(json.dumps(sample.value)), kind(sample.schema)
    later = sample.value
    for place, name in sample.times.items():
        later = replaced(later, place, data.draw(TIMES[name]))
    assert list(json_differences(page, later, kind=whole)) == []
    for place in leaves(later):
        others = ["spoilt"] if place in sample.times else ["spoilt", PAGE, NOW[:10], 2**34]
        for other in others:
            assert len(list(json_differences(page, replaced(later, place, other), kind=whole))) == 1
