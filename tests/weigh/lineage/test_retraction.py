"""What a correction takes back, and what it only says again."""

from __future__ import annotations

import pytest

from counterflow.weigh.lineage.retraction import claim_taken_back


@pytest.mark.parametrize(
    ("passage", "after", "claim"),
    [
        (
            "Our report on the sinking said that 150 kilograms were seized.",
            " That is wrong. Police say",
            " 150 kilograms were seized.",
        ),
        (
            "An earlier version of this story stated that the ship was sold in May.",
            "\n\nThis was incorrect.",
            " the ship was sold in May.",
        ),
        ("We reported that he was arrested, which is not true.", "", " he was arrested, which is not true."),
        ("The article misstated the price as $5 million.", " It was $3 million.", " the price as $5 million."),
        # Said again and not taken back: nothing is called wrong, nothing was said again, or another thing is wrong.
        ("Our report said that the ship was boarded on 20 April 2003.", " Everything in it stands.", None),
        ("Police recovered 125 kilograms.", " That is wrong.", None),
        ("We printed A$160 million.", " Estimates differ. That is wrong.", None),
    ],
)
def test_only_what_is_said_again_and_called_wrong_is_taken_back(passage: str, after: str, claim: str | None) -> None:
    """A publisher takes back what it says that it told, where it calls that wrong at once."""
    assert claim_taken_back(passage, after) == claim
