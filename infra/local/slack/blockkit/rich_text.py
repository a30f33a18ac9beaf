"""Rich text: sections, lists, quotes and code, and what stands in them."""

from typing import Any

from infra.local.slack.blockkit import limits
from infra.local.slack.blockkit.objects import LINK
from infra.local.slack.blockkit.rules import Rule, boolean, listed, number, one_of, shape, string, typed

_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_MENTION_STYLE = shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), boolean)
)


def _part(kind: str, required: dict[str, Rule], style: Rule = _STYLE, **optional: Rule) -> dict[str, Rule]:
    return {kind: shape({"type": one_of(kind), **required}, {"style": style, **optional})}


INLINE = typed(
    {
        **_part("text", {"text": string()}),
        **_part("link", {"url": string(limits.URL, like=LINK)}, text=string(), unsafe=boolean),
        **_part("emoji", {"name": string()}, unicode=string(), skin_tone=number(1, 6)),
        **_part("user", {"user_id": string()}, _MENTION_STYLE),
        **_part("usergroup", {"usergroup_id": string()}, _MENTION_STYLE),
        **_part("channel", {"channel_id": string()}, _MENTION_STYLE),
        **_part("team", {"team_id": string()}),
        **_part("broadcast", {"range": one_of("here", "channel", "everyone")}),
        **_part("color", {"value": string(like="#[0-9a-fA-F]{6}")}),
        **_part(
            "date",
            {"timestamp": number(), "format": string()},
            url=string(like=LINK),
            fallback=string(),
        ),
    },
    "rich text element",
)


def _holder(kind: str, elements: Rule, **optional: Rule) -> dict[str, Rule]:
    return {kind: shape({"type": one_of(kind), "elements": listed(elements)}, optional)}


_SECTION = _holder("rich_text_section", INLINE)
_BORDER = number(0, 1)
PARTS: dict[str, Any] = {
    **_SECTION,
    **_holder("rich_text_preformatted", INLINE, border=_BORDER, language=string()),
    **_holder("rich_text_quote", INLINE, border=_BORDER),
    "rich_text_list": shape(
        {
            "type": one_of("rich_text_list"),
            "style": one_of("bullet", "ordered"),
            "elements": listed(typed(_SECTION, "list item")),
        },
        {"indent": number(0, limits.RICH_TEXT_INDENT), "offset": number(0), "border": _BORDER},
    ),
}

RICH_TEXT = shape(
    {"type": one_of("rich_text"), "elements": listed(typed(PARTS, "part of a rich text"))},
    {"block_id": string(limits.BLOCK_ID)},
)
