"""What a schema says of a value, put together from all its parts.

OpenAPI 3.0 and 3.1 write the same in several ways: `nullable`, a list of types or a variant for null; a
`$ref` alone or among other keywords; `allOf`. Here each becomes a `Shape`, which has one way for all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Schema", "Shape", "Shapes"]

Schema = Mapping[str, Any]

_PARTS = ("$ref", "allOf", "anyOf", "oneOf")
_OF_A_KIND = {
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "object": ("properties", "additionalProperties", "required"),
    "string": ("pattern", "minLength", "maxLength", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
"""Type → the keywords that only such values have, where a schema names no type."""
_TYPE_OF = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}


@dataclass(frozen=True)
class Shape:
    """What is known of a value."""

    types: tuple[str, ...]
    """JSON's names of the types that it may have, but for null; none where anything is allowed."""
    nullable: bool
    said: Schema
    """The other keywords, with those of `$ref` and `allOf` among them."""
    variants: tuple[Schema, ...] = ()
    """The forms of which it has one: those of `oneOf` or `anyOf`, where there are several besides null."""
    refs: frozenset[str] = field(default_factory=frozenset)
    """The `$ref`s that lead to it: a schema that leads to one of those again is recursive."""

    @property
    def properties(self) -> Mapping[str, Schema]:
        """The members of an object."""
        return self.said.get("properties") or {}

    @property
    def required(self) -> frozenset[str]:
        """The members that are always there."""
        return frozenset(self.said.get("required") or ())

    @property
    def items(self) -> Schema:
        """What a list consists of; empty where nothing is said of that."""
        found = self.said.get("items")
        return found if isinstance(found, Mapping) else {}

    @property
    def others(self) -> Schema | None:
        """What members of any other name are; None where there are none, or nothing is said of them."""
        found = self.said.get("additionalProperties")
        return found if isinstance(found, Mapping) and found else None

    @property
    def read_only(self) -> bool:
        """Whether it is for answers only (OpenAPI 3.1: JSON Schema Validation §9.4)."""
        return self.said.get("readOnly") is True


@dataclass(frozen=True)
class Shapes:
    """Puts shapes together; `resolve` gives what a `$ref` names."""

    resolve: Callable[[str], Any]

    def of(self, schema: Any) -> Shape:
        """The shape of a schema; `true`, `false` and what is none say nothing."""
        whole, variants, nullable, refs = self._whole(schema, frozenset())
        types, null = _types(whole, variants)
        return Shape(types, nullable or null, whole, tuple(variants), refs)

    def _whole(
        self, schema: Any, seen: frozenset[str]
    ) -> tuple[dict[str, Any], list[Schema], bool, frozenset[str]]:
        if not isinstance(schema, Mapping):
            return {}, [], False, seen
        whole: dict[str, Any] = {}
        variants: list[Schema] = []
        nullable = False
        for part, above in self._parts(schema, seen):
            more, forms, null, refs = self._whole(part, above)
            whole = _joined(whole, more)
            variants += forms
            nullable = nullable or null
            seen |= refs
        for name in ("oneOf", "anyOf"):
            forms = [form for form in schema.get(name) or () if not self._is_null(form)]
            nullable = nullable or len(forms) < len(schema.get(name) or ())
            if len(forms) == 1:
                more, below, null, refs = self._whole(forms[0], seen)
                whole, nullable, seen = _joined(whole, more), nullable or null, seen | refs
                variants += below
            else:
                variants += forms
        own = {name: value for name, value in schema.items() if name not in _PARTS}
        return _joined(whole, own), variants, nullable, seen

    def _parts(self, schema: Schema, seen: frozenset[str]) -> Iterator[tuple[Any, frozenset[str]]]:
        """What stands behind the `$ref` and in `allOf`; a `$ref` that leads to itself adds nothing."""
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref not in seen:
            name = ref.rpartition("/")[2]
            yield {**_mapping(self.resolve(ref)), "title": name}, seen | {ref}
        for part in schema.get("allOf") or ():
            yield part, seen

    def _is_null(self, schema: Any) -> bool:
        if not isinstance(schema, Mapping):
            return False
        return schema.get("type") == "null" or schema.get("enum") == [None] or schema.get("const", 0) is None


def _mapping(value: Any) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _joined(one: Schema, other: Schema) -> dict[str, Any]:
    """Both together; where they differ, `other` holds, which stands nearer to the value."""
    both = {**one, **other}
    if "properties" in one and "properties" in other:
        both["properties"] = {**one["properties"], **other["properties"]}
        for name in {*one["properties"]} & {*other["properties"]}:
            both["properties"][name] = {"allOf": [one["properties"][name], other["properties"][name]]}
    if "required" in one and "required" in other and isinstance(one["required"], list):
        both["required"] = [*one["required"], *other["required"]]
    return both


def _types(whole: Schema, variants: list[Schema]) -> tuple[tuple[str, ...], bool]:
    """The types that a schema names or means, and whether null is among them."""
    said = whole.get("type")
    named = [said] if isinstance(said, str) else list(said or ())
    values = [whole["const"]] if "const" in whole else whole.get("enum") or []
    nullable = whole.get("nullable") is True or "null" in named or None in values
    found = [str(name) for name in named if name != "null"]
    if not named and not variants:
        found = [_TYPE_OF[type(value)] for value in values if type(value) in _TYPE_OF]
        found = (
            found or [kind for kind, words in _OF_A_KIND.items() if any(word in whole for word in words)][:1]
        )
    return tuple(dict.fromkeys(found)), nullable
