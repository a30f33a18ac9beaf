"""Files: what people put into a form, what the bot hands out, who may fetch which, and pictures in blocks."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from infra.local.slack.workspace import Workspace
from tests.conversations.speaker import Speaker
from tests.local.tiny_bot import PNG, TOKEN, form, section
from tests.soon import PATIENCE

CSV = "roll,name\n04,Asha\n"


def refusal(call: object, **args: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**args)  # type: ignore[operator]
    return str(refused.value.response["error"])


def asked(link: str, token: str = "") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one GET; redirects are not followed."""
    where = urlsplit(link)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)
    connection.request("GET", where.path, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.fixture
def picture(workspace: Workspace, client: WebClient) -> str:
    """The id of a picture the bot uploaded and shared nowhere, ready to be shown."""
    workspace.files.scan_seconds = 0
    return str(client.files_upload_v2(filename="code.png", file=PNG)["file"]["id"])


def test_a_shared_file_is_a_card_people_can_download(teacher: Speaker, student: Speaker, client: WebClient) -> None:
    client.files_upload_v2(
        channel="C1", filename="CSE-2 register.csv", content=CSV, title="Register", initial_comment="*Here* it is"
    )
    teacher.sees("Here it is", "[file: Register]").reads_aloud("*Here* it is")
    assert student.downloads("register") == CSV.encode()


def test_a_file_in_a_direct_message_is_seen_by_nobody_else(
    teacher: Speaker, student: Speaker, client: WebClient
) -> None:
    sent = client.chat_postMessage(channel="U1", text="The import is done")
    client.files_upload_v2(channel=sent["channel"], filename="errors.csv", content=CSV)
    assert teacher.in_dm().sees("[file: errors.csv]").downloads("errors") == CSV.encode()
    space = teacher.workspace
    assert (space.files_shared_with("U1"), space.files_shared_with("U2")) == (["errors.csv"], [])
    (file_id,) = space.messages("U1", "DU1")[-1].files
    with pytest.raises(LookupError):
        space.download("U2", file_id)
    with pytest.raises(AssertionError, match="sees no file 'errors'"):
        student.downloads("errors")


def test_a_file_goes_to_a_conversation_never_to_a_user_id_or_a_name(client: WebClient) -> None:
    for nowhere in ("U1", "#general"):
        upload = {"channel": nowhere, "filename": "a.csv", "content": CSV}
        with pytest.raises(SlackApiError) as refused:
            client.files_upload_v2(**upload)
        assert refused.value.response["error"] == "invalid_arguments"
        assert "must match regex pattern: ^[CGDZ]" in refused.value.response["response_metadata"]["messages"][0]


def test_where_the_bot_is_not_it_shares_nothing(workspace: Workspace, client: WebClient) -> None:
    workspace.add_channel("C2", "quiet", bot_in=False)
    assert refusal(client.files_upload_v2, channel="C2", filename="a.csv", content=CSV) == "channel_not_found"
    assert workspace.files_shared_with("U1") == []


def test_several_files_come_in_one_message_in_a_thread(teacher: Speaker, client: WebClient) -> None:
    asked_for = client.chat_postMessage(channel="C1", text="The report")
    two = [{"filename": "a.csv", "content": CSV}, {"filename": "b.csv", "content": CSV, "title": "Second"}]
    client.files_upload_v2(channel="C1", thread_ts=asked_for["ts"], file_uploads=two)
    teacher.sees("[file: a.csv]", "[file: Second]")
    assert teacher.last.thread == asked_for["ts"]


def test_blocks_may_stand_beside_a_file_where_there_is_no_comment(teacher: Speaker, client: WebClient) -> None:
    started = client.files_getUploadURLExternal(filename="a.csv", length=len(CSV))
    with urlopen(Request(started["upload_url"], CSV.encode(), method="POST"), timeout=PATIENCE) as answer:
        assert answer.read() == b"OK - 18"
    files = [{"id": started["file_id"]}]
    blocks = json.dumps([section("*In* a block")])
    client.files_completeUploadExternal(files=files, channel_id="C1", blocks=blocks)
    teacher.sees("In a block", "[file: a.csv]")
    assert refusal(client.files_completeUploadExternal, files=files, channel_id="C1") == "file_not_found"


def test_an_upload_that_is_never_completed_is_seen_by_nobody(workspace: Workspace, client: WebClient) -> None:
    started = client.files_getUploadURLExternal(filename="a.csv", length=3)
    files = [{"id": started["file_id"]}]
    assert refusal(client.files_completeUploadExternal, files=files, channel_id="C1") == "file_not_found"
    urlopen(Request(started["upload_url"], b"a,b", method="POST"), timeout=PATIENCE).close()
    assert refusal(client.files_info, file=started["file_id"]) == "file_not_found"
    with pytest.raises(LookupError):
        workspace.download("U1", started["file_id"])
    assert workspace.messages("U1", "C1") == []


def test_the_file_object_says_where_it_was_shared(client: WebClient, workspace: Workspace) -> None:
    workspace.files.scan_seconds = 0
    uploaded = client.files_upload_v2(channel="C1", filename="Report 1.xlsx", file=b"PK")["file"]
    file = client.files_info(file=uploaded["id"])["file"]
    assert {name: file[name] for name in ("name", "size", "filetype", "mode", "channels", "is_public")} == {
        "name": "Report 1.xlsx",
        "size": 2,
        "filetype": "xlsx",
        "mode": "hosted",
        "channels": ["C1"],
        "is_public": True,
    }
    assert file["shares"]["public"]["C1"][0]["ts"] == workspace.messages("U1", "C1")[-1].id
    assert file["url_private_download"].endswith("/download/report_1.xlsx")


def test_a_download_needs_the_bot_token_and_its_scope(workspace: Workspace) -> None:
    file = workspace.upload("U1", "cse-2.csv", CSV.encode())
    for link in (file["url_private"], file["url_private_download"]):
        assert asked(link, TOKEN)[::2] == (200, CSV.encode())
        status, headers, body = asked(link)
        assert (status, headers["content-type"].split(";")[0]) == (302, "text/html")
        assert b"Found" in body
        assert asked(link, "xoxb-wrong")[0] == 302
    workspace.scopes = {"files:write"}
    assert asked(file["url_private"], TOKEN)[0] == 302
    with urlopen(Request(file["url_private"], headers={"Authorization": f"Bearer {TOKEN}"}), timeout=PATIENCE) as page:
        assert page.read().lstrip().startswith(b"<!doctype html>")  # what whoever follows the redirect takes for a file


def test_the_bot_deletes_its_own_files_and_the_message_says_so(teacher: Speaker, client: WebClient) -> None:
    uploaded = client.files_upload_v2(channel="C1", filename="a.csv", content=CSV, initial_comment="Here")["file"]
    client.files_delete(file=uploaded["id"])
    teacher.sees("Here", "[file: deleted]")
    assert refusal(client.files_delete, file=uploaded["id"]) == "file_deleted"
    assert refusal(client.files_delete, file="F0NOTHING") == "file_not_found"
    theirs = teacher.workspace.upload("U1", "mine.csv", b"x")
    assert refusal(client.files_delete, file=theirs["id"]) == "cant_delete_file"
    teacher.workspace.scopes = {"files:read"}
    assert refusal(client.files_delete, file=theirs["id"]) == "missing_scope"


def test_a_picture_is_shown_once_slack_has_looked_through_it(teacher: Speaker, client: WebClient) -> None:
    teacher.workspace.files.scan_seconds = 60
    file = client.files_upload_v2(filename="code.png", file=PNG)["file"]
    assert (file["mimetype"], file["filetype"]) == ("", "")
    shown = [{"type": "image", "alt_text": "The code", "slack_file": {"id": file["id"]}}]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="Scan it", blocks=shown)
    assert refused.value.response["error"] == "invalid_blocks"
    assert "blocks[0].slack_file: invalid slack file" in refused.value.response["response_metadata"]["messages"][0]


@pytest.mark.parametrize("by", ["id", "url_private", "permalink"])
def test_a_picture_stands_in_a_message_and_in_a_form(
    teacher: Speaker, client: WebClient, picture: str, by: str
) -> None:
    file = client.files_info(file=picture)["file"]
    reference = {"id": picture} if by == "id" else {"url": file[by]}
    image = {"type": "image", "alt_text": "The code", "slack_file": reference}
    with pytest.raises(LookupError):
        teacher.workspace.download("U1", picture)
    client.chat_postMessage(channel="C1", text="Scan it", blocks=[section("Scan", accessory=image), image])
    teacher.sees("[image: The code]")
    assert teacher.workspace.download("U1", picture) == PNG
    teacher.workspace.views.open("U2", form(blocks=[image]))
    assert teacher.workspace.download("U2", picture) == PNG


@pytest.mark.parametrize(
    ("name", "content"), [("notes.csv", CSV.encode()), ("drawing.svg", b"<svg/>"), ("fake.png", b"no picture")]
)
def test_what_is_no_picture_is_refused_as_one(
    workspace: Workspace, teacher: Speaker, client: WebClient, name: str, content: bytes
) -> None:
    workspace.files.scan_seconds = 0
    file = client.files_upload_v2(filename=name, file=content)["file"]
    for reference in (
        {"id": file["id"]},
        {"id": "F0NOTHING9"},
        {"url": "https://files.slack.com/files-pri/T1-F1/x.png"},
    ):
        image = {"type": "image", "alt_text": "x", "slack_file": reference}
        assert refusal(client.chat_postMessage, channel="C1", text="x", blocks=[image]) == "invalid_blocks"
        trigger = workspace.tickets.trigger("U1")
        assert refusal(client.views_open, trigger_id=trigger, view=form(blocks=[image])) == "invalid_arguments"


@pytest.mark.parametrize("source", [{}, {"image_url": "https://a.example/b.png", "slack_file": {"id": "F012345678"}}])
def test_a_picture_has_exactly_one_source(client: WebClient, source: dict[str, object]) -> None:
    image = {"type": "image", "alt_text": "x", **source}
    assert refusal(client.chat_postMessage, channel="C1", text="x", blocks=[image]) == "invalid_blocks"


def test_a_picture_is_named_by_a_real_id(client: WebClient) -> None:
    image = {"type": "image", "alt_text": "x", "slack_file": {"id": "https://files.slack.com/x.png"}}
    assert refusal(client.chat_postMessage, channel="C1", text="x", blocks=[image]) == "invalid_blocks"
