"""The section of case.toml: a typo, a range and an address that may never be asked are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.case import Case
from counterflow.exc import CaseError
from counterflow.extract.llm.endpoint import may_receive, read_endpoint
from counterflow.extract.llm.settings import LlmSettings, load_llm_settings, logs_text, read_key, who_asks

LOCAL = {"endpoint": "http://127.0.0.1:11434/v1/", "model": "small"}


def load(section: object) -> LlmSettings | None:
    """Read a section."""
    return load_llm_settings(Case(Path("case"), "c", parameters={"extract": {"llm": section}}))


def test_it_is_off_by_default() -> None:
    """Without the section nobody is asked."""
    assert load_llm_settings(Case(Path("case"), "c")) is None
    assert load_llm_settings(Case(Path("case"), "c", parameters={"extract": {}})) is None


def test_the_section_is_read() -> None:
    """What is not given has its default."""
    settings = load(LOCAL | {"round": 2, "temperature": 0.5, "languages": ["eng", "kor"]})
    assert settings is not None
    assert str(settings.endpoint) == "http://127.0.0.1:11434/v1"
    assert (settings.folder, settings.round, settings.temperature) == (Path("case/llm"), 2, 0.5)
    assert settings.timeout_s == LlmSettings.timeout_s


def test_reports_in_the_languages_named_are_read() -> None:
    """A narrative's subject stands nowhere in it, so it cannot be quoted."""
    settings = load(LOCAL)
    assert settings is not None
    assert settings.reads("report", None) and settings.reads("report", "eng")
    assert not settings.reads("narrative", "eng")
    assert not settings.reads("report", "kor")


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ("on", "endpoint and model"),
        ({"model": "m"}, "endpoint is None"),
        ({"endpoint": LOCAL["endpoint"]}, "model is None"),
        (LOCAL | {"modle": "m"}, "Did you mean 'model'"),
        (LOCAL | {"folder": "/tmp"}, "unknown key 'folder'"),
        (LOCAL | {"model": "a\nb"}, "model"),
        (LOCAL | {"concurrency": 5}, "from 1 to 4"),
        (LOCAL | {"concurrency": 0}, "from 1 to 4"),
        (LOCAL | {"concurrency": True}, "a whole number"),
        (LOCAL | {"attempts": 1.5}, "a whole number"),
        (LOCAL | {"timeout_s": "1"}, "a number"),
        (LOCAL | {"languages": "eng"}, "ISO 639-3"),
        (LOCAL | {"languages": ["en"]}, "ISO 639-3"),
    ],
)
def test_what_cannot_be_used_is_named(section: object, reason: str) -> None:
    """It stops the run before anything is asked."""
    with pytest.raises(CaseError, match=reason):
        load(section)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://10.0.0.7/v1",
        "http://0.0.0.0/v1",
        "http://2130706433/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1@example.org/v1",
        "https://user:secret@example.org/v1",
        "https://example.org/v1?key=secret",
        "https://example.org/v1#x",
        "https://example.org/v1\r\nX: y",
        "https://exa mple.org/v1",
        "https:///v1",
        "https://example.org:99999/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "127.0.0.1:8080",
        "http://[::1",
        "",
    ],
)
def test_an_address_that_may_not_be_asked_is_refused(address: str) -> None:
    """Plain http leaves no machine, and no secret stands in an address, nor in the message about it."""
    with pytest.raises(CaseError) as caught:
        read_endpoint(address, "here")
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:5/v1", "http://127.3.2.1/", "https://127.0.0.1/v1"],
)
def test_this_machine_takes_every_document(address: str) -> None:
    """Nothing leaves."""
    assert may_receive(read_endpoint(address, "here"), "TLP:RED//ORCON")


@pytest.mark.parametrize(
    ("marking", "may"),
    [
        ("TLP:CLEAR", True),
        ("TLP:CLEAR//LIC CC-BY-4.0", True),
        ("TLP:GREEN", False),
        ("TLP:AMBER+STRICT", False),
        ("TLP:RED", False),
        ("TLP:CLEAR//REL TO MOFA", False),
        ("TLP:CLEAR//REL TO NONE", False),
        ("TLP:CLEAR//ORCON", False),
    ],
)
def test_another_machine_takes_what_is_open_to_everyone(marking: str, may: bool) -> None:
    """TLP:CLEAR without any limit, over https."""
    assert may_receive(read_endpoint("https://llm.example.org/v1", "here"), marking) is may


def test_the_environment_is_checked() -> None:
    """The key is nowhere else; a bad one is not repeated."""
    assert read_key({}) is None
    assert read_key({"COUNTERFLOW_LLM_KEY": " k \n"}) == "k"
    with pytest.raises(CaseError) as caught:
        read_key({"COUNTERFLOW_LLM_KEY": "geheim\nX: y"})
    assert "geheim" not in caught.value.message
    assert not logs_text({}) and logs_text({"COUNTERFLOW_LLM_LOG": "text"})
    with pytest.raises(CaseError, match="calls, text"):
        logs_text({"COUNTERFLOW_LLM_LOG": "all"})
    assert who_asks({"COUNTERFLOW_USER": "anna"}) == "anna"
