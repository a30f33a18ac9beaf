"""The words the rules are written in: strings, numbers, choices, lists, shapes. Each says what is wrong where."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

Problem = str
# A rule reads the value at a path and gives what is wrong with it, nothing when all is well.
Rule = Callable[[str, Any], Iterator[Problem]]


def string(most: int | None = None, least: int = 1, like: str = "") -> Rule:
    """Text of `least` to `most` characters that matches the pattern `like`."""
    pattern = re.compile(like)

    def rule(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield f"{path}: must be a string, is {kind_of(value)}"
        elif len(value) < least:
            yield f"{path}: is empty" if least == 1 else f"{path}: {len(value)} characters, at least {least} are needed"
        elif most is not None and len(value) > most:
            yield f"{path}: {len(value)} characters, the limit is {most}"
        elif like and not pattern.fullmatch(value):
            yield f"{path}: {value[:60]!r} does not look like {like}"

    return rule


def number(least: float | None = None, most: float | None = None, *, whole: bool = True) -> Rule:
    kinds = (int,) if whole else (int, float)

    def rule(path: str, value: Any) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield f"{path}: must be a {'whole ' if whole else ''}number, is {kind_of(value)}"
        elif least is not None and value < least:
            yield f"{path}: {value} is below {least}"
        elif most is not None and value > most:
            yield f"{path}: {value} is above {most}"

    return rule


def boolean(path: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield f"{path}: must be true or false, is {kind_of(value)}"


def one_of(*allowed: Any) -> Rule:
    def rule(path: str, value: Any) -> Iterator[Problem]:
        if not any(value == choice and type(value) is type(choice) for choice in allowed):
            yield f"{path}: {value!r} is none of {', '.join(map(str, allowed))}"

    return rule


def listed(item: Rule, *, least: int = 1, most: int | None = None) -> Rule:
    """A list of `least` to `most` things, each of which keeps the rule `item`."""

    def rule(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield f"{path}: must be a list, is {kind_of(value)}"
            return
        yield from counted(path, len(value), least, most)
        for index, entry in enumerate(value):
            yield from item(f"{path}[{index}]", entry)

    return rule


def counted(path: str, count: int, least: int, most: int | None) -> Iterator[Problem]:
    """How many there are, in the words of the last name in the path."""
    noun = path.rsplit(".", 1)[-1].rstrip("]0123456789[") or "entries"
    if count < least:
        yield f"{path}: is empty" if least == 1 else f"{path}: {count} {noun}, at least {least} are needed"
    elif most is not None and count > most:
        yield f"{path}: {count} {noun}, the limit is {most}"


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule) -> Rule:
    """An object with these fields and no others; the rules in `also` then look at it as a whole."""
    fields = {**required, **(optional or {})}

    def rule(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield f"{path}: must be an object, is {kind_of(value)}"
            return
        problems = [f"{path}: {name} is missing" for name in required if name not in value]
        problems += [f"{path}: unknown field {name}" for name in value if name not in fields]
        for name, entry in value.items():
            if name in fields:
                problems += fields[name](f"{path}.{name}", entry)
        yield from problems
        if not problems:  # the rest may rely on the fields being there
            for further in also:
                yield from further(path, value)

    return rule


def typed(kinds: Mapping[str, Rule], noun: str) -> Rule:
    """An object whose `type` says which rule it keeps."""

    def rule(path: str, value: Any) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield f"{path}: must be an object, is {kind_of(value)}"
        elif "type" not in value:
            yield f"{path}: type is missing"
        elif value["type"] not in kinds:
            yield f"{path}: {value['type']!r} is no {noun} here; allowed are {', '.join(sorted(kinds))}"
        else:
            yield from kinds[value["type"]](path, value)

    return rule


def at_least_one_of(*names: str) -> Rule:
    def rule(path: str, value: Mapping[str, Any]) -> Iterator[Problem]:
        if not any(value.get(name) for name in names):
            yield f"{path}: needs {' or '.join(names)}"

    return rule


def exactly_one_of(*names: str) -> Rule:
    def rule(path: str, value: Mapping[str, Any]) -> Iterator[Problem]:
        given = [name for name in names if name in value]
        if len(given) != 1:
            yield f"{path}: needs exactly one of {' and '.join(names)}, has {len(given)}"

    return rule


def repeated(values: Collection[Any]) -> list[Any]:
    """Those that come more than once, in order, each once."""
    seen: list[Any] = []
    twice: list[Any] = []
    for value in values:
        (twice if value in seen and value not in twice else seen).append(value)
    return twice


def kind_of(value: Any) -> str:
    names = {type(None): "null", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "a list" if isinstance(value, list | tuple) else "an object")
