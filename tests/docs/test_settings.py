"""docs/settings.md says what can be set, and how."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from counterflow.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
SECTIONS = dict(
    re.findall(r"^## (\S+)\n\n(.*?)(?=\n## |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
)


def test_the_page_has_the_settings_and_no_others() -> None:
    """Each field of Settings has a heading, and each heading is a field."""
    assert set(SECTIONS) == {field.name for field in dataclasses.fields(Settings)}


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_a_section_names_the_variable_and_its_default(field: dataclasses.Field[object]) -> None:
    """The reader learns what to set and what holds otherwise."""
    assert f"`COUNTERFLOW_{field.name.upper()}`" in SECTIONS[field.name]
    default = ",".join(field.default) if isinstance(field.default, tuple) else field.default
    assert default in {None, ""} or f"`{default}`" in SECTIONS[field.name]
