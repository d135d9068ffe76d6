"""Why records are one party, in words."""

import json

import pytest

from counterflow.dossier.basis import feature_words, say_basis

REASONS = [
    {"feature": "name", "source": "Bureau 39", "target": "Office 39", "contribution": 2.3},
    {"feature": "rivals", "source": "", "target": "", "contribution": -0.8},
    {
        "feature": "address_similar",
        "source": "Changgwang Street, Pyongyang, Korea, North, second floor",
        "contribution": 1.1,
    },
    {"feature": "imo_equal", "source": "9361407", "target": "9361407", "contribution": 9.0},
    {"feature": "country_shared", "source": "kp", "target": "kp", "contribution": 0.2},
    {"feature": "gender_shared", "source": "male", "target": "male", "contribution": 0.0},
    {"feature": "prior", "source": "", "target": "", "contribution": 0.8},
]


def test_what_weighs_most_comes_first_and_what_speaks_against_it_is_said() -> None:
    """Long values are named alone; what weighs nothing, and how pairs are found, are no reason."""
    assert say_basis(json.dumps(REASONS), 0.9923, is_canonical=False) == (
        "one party (0.992) by imo 9361407, name Bureau 39, address and 1 more; against it: others fit as well"
    )


@pytest.mark.parametrize(
    ("probability", "said"), [(None, "by name A"), (0.99951, "(over 0.999) by name A"), (0.9, "(0.900) by name A")]
)
def test_a_probability_never_reads_as_certainty(probability: float | None, said: str) -> None:
    """A reason without a weight decides alone, and a link by a rule has no probability."""
    reasons = json.dumps([{"feature": "name", "source": "A", "target": "A", "contribution": None}])
    assert say_basis(reasons, probability, is_canonical=False) == f"one party {said}"


@pytest.mark.parametrize(("is_canonical", "said"), [(True, "the id of the cluster"), (False, "joined by a judgement")])
def test_without_an_automatic_link(is_canonical: bool, said: str) -> None:
    """What no row of `link` joins is the cluster's own record, or was joined by a person."""
    assert say_basis(None, None, is_canonical=is_canonical) == said


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("passport_equal", "passport"),
        ("nationality_differs", "nationality differs"),
        ("party done to", "party done to"),
    ],
)
def test_features_are_named_in_words(feature: str, words: str) -> None:
    """Names of columns are no words."""
    assert feature_words(feature) == words
