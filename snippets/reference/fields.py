"""The fields of a body, those of nested objects and lists among them: `pagination.total`, `data[].id`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from snippets.api.schema import Schema, Shape, Shapes
from snippets.reference.rules import described, type_of
from snippets.reference.table import as_code, as_sentence, table

__all__ = ["Fields"]


@dataclass(frozen=True)
class _Field:
    name: str
    shape: Shape
    required: bool
    optional: bool
    """Not required, where others of its object are."""
    form: str = ""
    """The variant of the body that has it; empty where all do."""
    again: str = ""
    """The schema whose fields it has once more."""


@dataclass(frozen=True)
class _At:
    """A place in the body."""

    prefix: str = ""
    above: frozenset[str] = frozenset()
    """The `$ref`s that lead here."""
    form: str = ""


@dataclass(frozen=True)
class Fields:
    """Writes the table of a body's fields."""

    shapes: Shapes
    in_request: bool
    """A request can't set what is read-only, and must have what is required; an answer has it anyway."""

    def lines(self, schema: Schema) -> list[str]:
        """The table; empty where the body has no fields."""
        return table(("Field", "Type", "Description"), self._rows(list(self._below(schema, _At()))))

    def _rows(self, fields: Sequence[_Field]) -> Iterator[tuple[str, str, str]]:
        fixed: dict[str, list[str]] = {}
        for each in fields:
            if self.in_request and each.shape.read_only:
                fixed.setdefault(str(each.shape.said.get("description", "")), []).append(as_code(each.name))
            else:
                yield as_code(each.name), self._type(each), self._description(each)
        # A request needs no details of what it can't set: those that are described alike share a row.
        for description, names in fixed.items():
            yield ", ".join(names), "read-only", as_sentence(description)

    def _type(self, each: _Field) -> str:
        words = [type_of(self.shapes, each.shape) or "any"]
        if self.in_request and each.required:
            words.append("**required**")
        elif not self.in_request and each.optional:
            words.append("optional")
        return ", ".join(words)

    def _description(self, each: _Field) -> str:
        parts = [described(self.shapes, each.shape, each.shape.said.get("description"))]
        if each.form:
            parts.insert(0, f"Only in {as_code(each.form)}.")
        if each.again:
            parts.append(f"Its fields are those of {as_code(each.again)} again.")
        return " ".join(part for part in parts if part)

    def _below(self, schema: Schema, at: _At) -> Iterator[_Field]:
        """The fields of an object, or of the objects of a list."""
        shape = self.shapes.of(schema)
        if shape.refs & at.above:
            return
        at = replace(at, above=at.above | shape.refs)
        if "array" in shape.types:
            yield from self._below(shape.items, replace(at, prefix=at.prefix.removesuffix(".") + "[]."))
        for name, below in shape.properties.items():
            yield from self._field(name, below, shape, at)
        if shape.others is not None:
            yield from self._field("*", shape.others, shape, at)
        for number, variant in enumerate(shape.variants, start=1):
            title = str(self.shapes.of(variant).said.get("title") or f"form {number}")
            yield from self._below(variant, replace(at, form=title))

    def _field(self, name: str, schema: Schema, of: Shape, at: _At) -> Iterator[_Field]:
        shape = self.shapes.of(schema)
        if shape.said.get("writeOnly") is True and not self.in_request:
            return
        again = self._again(shape, at.above)
        required = name in of.required
        yield _Field(at.prefix + name, shape, required, bool(of.required) and not required, at.form, again)
        if not (self.in_request and shape.read_only):
            yield from self._below(schema, replace(at, prefix=f"{at.prefix}{name}."))

    def _again(self, shape: Shape, above: frozenset[str], seen: frozenset[str] = frozenset()) -> str:
        """The schema among those that lead here which the value, or what it is a list of, has once more."""
        if shape.refs & above:
            return str(shape.said.get("title", ""))
        if shape.refs & seen:
            return ""
        inner = (shape.items,) if "array" in shape.types else shape.variants
        forms = (self._again(self.shapes.of(each), above, seen | shape.refs) for each in inner)
        return next(filter(None, forms), "")
