"""Settings: every value is checked when the program starts."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.exc import UsageError
from counterflow.settings import Settings, load_settings

NAMES = [f"COUNTERFLOW_{field.name.upper()}" for field in dataclasses.fields(Settings)]


def test_without_variables_the_defaults_hold() -> None:
    """An empty environment is a good one."""
    assert load_settings({}) == Settings()


def test_each_setting_is_read() -> None:
    """Names and networks are lists with commas between; spaces around them do not count."""
    environment = {
        "COUNTERFLOW_HOST": "0.0.0.0",
        "COUNTERFLOW_PORT": "80",
        "COUNTERFLOW_USER": "anna",
        "COUNTERFLOW_TLS_PROXY": "10.0.0.7, fd00::/64",
        "COUNTERFLOW_ALLOWED_HOSTS": "Screen.example.org,",
        "COUNTERFLOW_RATE": "0",
        "COUNTERFLOW_MAX_BODY": "1000",
        "COUNTERFLOW_CORS_ORIGINS": "https://refine.example.org,http://[::1]:3333",
        "COUNTERFLOW_LOG": "text",
        "COUNTERFLOW_DRAIN_SECONDS": "5",
    }
    assert set(environment) == set(NAMES)
    assert load_settings(environment) == Settings(
        "0.0.0.0",
        80,
        "anna",
        ("10.0.0.7", "fd00::/64"),
        ("screen.example.org",),
        0,
        1000,
        ("https://refine.example.org", "http://[::1]:3333"),
        "text",
        5,
    )


def test_an_empty_list_is_empty() -> None:
    """Nobody's pages, rather than the default's."""
    assert load_settings({"COUNTERFLOW_CORS_ORIGINS": ""}).cors_origins == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "²"),
        ("RATE", "1.5"),
        ("RATE", "9" * 5000),
        ("MAX_BODY", "2 MB"),
        ("DRAIN_SECONDS", "3601"),
        ("LOG", "xml"),
        ("TLS_PROXY", "*"),
        ("TLS_PROXY", "0.0.0.0/0"),
        ("TLS_PROXY", "proxy.example.org"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "*.example.org"),
        ("ALLOWED_HOSTS", "example.org:443"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "null"),
        ("CORS_ORIGINS", "https://example.org/path"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    """The error names the variable and says what was expected."""
    with pytest.raises(UsageError) as caught:
        load_settings({f"COUNTERFLOW_{name}": value})
    assert f"COUNTERFLOW_{name}" in caught.value.what
    assert caught.value.expected is not None


def test_another_address_needs_a_proxy_and_keys() -> None:
    """The error says both at once; behind a proxy the address is taken, and the keys are looked at when the server
    starts."""
    with pytest.raises(UsageError) as caught:
        load_settings({"COUNTERFLOW_HOST": "10.0.0.5"})
    assert "COUNTERFLOW_TLS_PROXY" in caught.value.message
    assert "API key" in caught.value.message
    behind = {"COUNTERFLOW_HOST": "10.0.0.5", "COUNTERFLOW_TLS_PROXY": "10.0.0.7"}
    assert load_settings(behind).host == "10.0.0.5"
    with pytest.raises(UsageError):
        load_settings({**behind, "COUNTERFLOW_HOST": "not a host"})


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_any_text_is_read_or_refused(environment: dict[str, str]) -> None:
    """Nothing but settings or an error of ours comes of an environment."""
    try:
        settings = load_settings(environment)
    except UsageError:
        return
    assert settings.host == "127.0.0.1" or len(settings.tls_proxy) > 0 or settings.host in {"::1", "localhost"}
