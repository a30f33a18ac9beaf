"""Tables, data tables and charts."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.slack.blockkit import limits
from infra.local.slack.blockkit.elements import BUTTONS
from infra.local.slack.blockkit.rich_text import RICH_TEXT
from infra.local.slack.blockkit.rules import (
    Problem,
    Rule,
    boolean,
    kind_of,
    listed,
    number,
    one_of,
    repeated,
    shape,
    string,
    typed,
)

_RAW_TEXT = shape({"type": one_of("raw_text"), "text": string()}, {"emoji": boolean})
_RAW_NUMBER = shape({"type": one_of("raw_number"), "value": number(whole=False), "text": string()})
_TABLE_CELL = typed({"raw_text": _RAW_TEXT, "rich_text": RICH_TEXT}, "cell of a table")
_PLAIN_CELL = typed({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER}, "fallback cell")
_ACTION_CELL = shape({"type": one_of("action_cell"), "element": BUTTONS}, {"fallback": _PLAIN_CELL})
_DATA_CELL = typed(
    {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT, "action_cell": _ACTION_CELL},
    "cell of a data table",
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(path: str, value: Any) -> Iterator[Problem]:
    """Null keeps a column's defaults."""
    if value is not None:
        yield from _COLUMN(path, value)


TABLE: dict[str, Rule] = {
    "rows": listed(listed(_TABLE_CELL, most=limits.TABLE_COLUMNS), most=limits.TABLE_ROWS),
}
TABLE_OPTIONAL: dict[str, Rule] = {"column_settings": listed(_column, most=limits.TABLE_COLUMNS)}

DATA_TABLE: dict[str, Rule] = {
    "rows": listed(listed(_DATA_CELL, most=limits.TABLE_COLUMNS), least=2, most=limits.DATA_TABLE_ROWS),
    "caption": string(),
}
DATA_TABLE_OPTIONAL: dict[str, Rule] = {
    "page_size": number(1, limits.DATA_TABLE_PAGE),
    "row_header_column_index": number(0),
}


def rows_are_even(path: str, table: Mapping[str, Any]) -> Iterator[Problem]:
    """A data table has the same number of cells in every row and no rich text in its header."""
    header = table["rows"][0]
    for index, row in enumerate(table["rows"]):
        if len(row) != len(header):
            yield f"{path}.rows[{index}]: {len(row)} cells, the header has {len(header)}"
    for index, cell in enumerate(header):
        if cell["type"] in ("rich_text", "action_cell"):
            yield f"{path}.rows[0][{index}]: a header cell cannot be {cell['type']}"
    if table.get("row_header_column_index", 0) >= len(header):
        yield f"{path}.row_header_column_index: there are only {len(header)} columns"


_LABEL = string(limits.CHART_LABEL)
_POINT = shape({"label": _LABEL, "value": number(whole=False)})


def _slice(path: str, value: Any) -> Iterator[Problem]:
    yield from _POINT(path, value)
    size = value.get("value") if isinstance(value, Mapping) else None
    if isinstance(size, int | float) and size <= 0:
        yield f"{path}.value: a slice must be above 0, is {size}"


_PIE = shape({"type": one_of("pie"), "segments": listed(_slice, most=limits.CHART_PARTS)})
_AXIS = shape(
    {"categories": listed(_LABEL, most=limits.CHART_POINTS)},
    {"x_label": string(limits.CHART_AXIS), "y_label": string(limits.CHART_AXIS)},
)
_SERIES = shape({"name": _LABEL, "data": listed(_POINT, most=limits.CHART_POINTS)})


def _series_fit_the_axis(path: str, chart: Mapping[str, Any]) -> Iterator[Problem]:
    categories = chart["axis_config"]["categories"]
    for name in repeated(categories):
        yield f"{path}.axis_config.categories: {name!r} twice"
    for name in repeated([series["name"] for series in chart["series"]]):
        yield f"{path}.series: two series are called {name!r}"
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield f"{path}.series[{index}].data: needs exactly one point for every category"


def _axis_chart(kind: str) -> Rule:
    fields = {"type": one_of(kind), "series": listed(_SERIES, most=limits.CHART_PARTS), "axis_config": _AXIS}
    return shape(fields, {}, _series_fit_the_axis)


CHART: dict[str, Rule] = {
    "title": string(limits.CHART_TITLE),
    "chart": typed({"pie": _PIE, **{kind: _axis_chart(kind) for kind in ("bar", "area", "line")}}, "chart"),
}


def characters(value: Any) -> int:
    """How many characters the cells hold: every `text` in them."""
    if isinstance(value, Mapping):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(characters(entry) for entry in value.values() if kind_of(entry) in ("a list", "an object"))
    return sum(characters(entry) for entry in value) if isinstance(value, list | tuple) else 0
