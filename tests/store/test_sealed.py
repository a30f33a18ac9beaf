"""Guards how secrets rest: sealed with the first key, opened with any, and never with one that is not there."""

from __future__ import annotations

import base64
import subprocess

import pytest

from bot.store.sealed import MAKES_A_KEY, KeyLost, NoKey, is_key, seal, unseal

FIRST, SECOND = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_a_secret_is_sealed_and_opened() -> None:
    sealed = seal((FIRST,), "IP2XTLFT")
    assert "IP2X" not in sealed
    assert len(seal((FIRST,), "A" * 32)) <= 255  # what its column holds
    assert unseal((FIRST,), sealed) == ("IP2XTLFT", True)


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert seal((FIRST,), "x") != seal((FIRST,), "x")


def test_an_earlier_key_still_opens_and_says_so() -> None:
    assert unseal((SECOND, FIRST), seal((FIRST,), "x")) == ("x", False)
    assert unseal((SECOND, FIRST), seal((SECOND, FIRST), "x")) == ("x", True)


@pytest.mark.parametrize("spoilt", ["", "x", "gAAAA", "not one at all"])
def test_what_no_key_opens_is_lost(spoilt: str) -> None:
    for sealed in (spoilt, seal((FIRST,), "x")):
        with pytest.raises(KeyLost):
            unseal((SECOND,), sealed)


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    with pytest.raises(NoKey):
        seal((), "x")
    with pytest.raises(NoKey):
        unseal((), "x")


@pytest.mark.parametrize("text", ["", "x", "ключ", FIRST[:-2], FIRST + "AAAA", "a" * 44, "=" * 44, "+" * 43 + "="])
def test_what_is_no_key_is_seen(text: str) -> None:
    assert not is_key(text)


def test_the_command_we_tell_operators_makes_a_key() -> None:
    made = subprocess.run(MAKES_A_KEY, shell=True, capture_output=True, text=True, check=True).stdout.strip()
    assert is_key(made)
    assert unseal((made,), seal((made,), "x")) == ("x", True)
