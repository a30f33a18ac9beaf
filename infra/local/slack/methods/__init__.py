"""The Web API methods the stand-in knows: what each needs (`scope`) and what it does."""

from infra.local.slack.methods import chat, conversations, files, people, views
from infra.local.slack.methods.calling import Method

METHODS: dict[str, Method] = {
    **people.METHODS,
    **conversations.METHODS,
    **chat.METHODS,
    **views.METHODS,
    **files.METHODS,
}
