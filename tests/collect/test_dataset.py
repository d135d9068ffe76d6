"""The datasets that ship load, and refuse lists of the wrong size."""

from __future__ import annotations

import pytest

from counterflow.collect.dataset import Dataset, Expected, check_counts, find_dataset, load_datasets
from counterflow.collect.readers.lists import LIST_READERS
from counterflow.exc import CountError


def _dataset(name: str) -> Dataset:
    dataset = find_dataset(name)
    assert dataset is not None
    return dataset


def test_every_list_format_has_its_dataset() -> None:
    """A reader that names its dataset finds it, and the dataset names a reader that reads it."""
    names = {reader.NAME for reader in LIST_READERS}
    for reader in LIST_READERS:
        if reader.DATASET is not None:
            assert _dataset(reader.DATASET).format in names


def test_datasets_are_whole() -> None:
    """Each dataset has a publisher, an address, a licence, an age limit and a range."""
    for name, dataset in load_datasets().items():
        assert dataset.name == name
        assert dataset.url.startswith("https://")
        assert "" not in (dataset.title, dataset.publisher, dataset.licence)
        assert len(dataset.language) == 3
        assert dataset.max_age_hours > 0
        for expected in (dataset.expected, *dataset.expected_file.values()):
            assert 0 <= expected.min < expected.max


@pytest.mark.parametrize(
    ("name", "where", "parties"),
    [
        ("us_ofac_sdn", "sdn.csv", [8_890, 9_043, 14_598, 18_500]),
        ("un_sc_sanctions", "consolidated.xml", [1_100, 1_018, 875, 1_003]),
        ("eu_journal_sanctions", "inputs/eu/32017R1509.csv", [326]),
        ("eu_journal_sanctions", "inputs/eu/32014R0269.csv", [2_802]),
        ("eu_journal_sanctions", "inputs/eu/32004R0314.csv", [0]),
    ],
)
def test_true_counts_pass(name: str, where: str, parties: list[int]) -> None:
    """The vintages at hand lie within the range."""
    for number in parties:
        check_counts(_dataset(name), number, where)


@pytest.mark.parametrize(
    ("name", "where", "parties"),
    [
        ("us_ofac_sdn", "sdn.csv", 8_890 // 2),
        ("un_sc_sanctions", "consolidated.xml", 1_100 // 2),
        ("un_sc_sanctions", "consolidated.xml", 2 * 875),
        ("eu_journal_sanctions", "inputs/eu/32017R1509.csv", 326 // 2),
        ("eu_journal_sanctions", "inputs/eu/32014R0269.csv", 2_802 // 2),
    ],
)
def test_half_a_list_is_refused(name: str, where: str, parties: int) -> None:
    """A list of half or twice the size is an error that states the number, the range, the file and a next step."""
    with pytest.raises(CountError) as caught:
        check_counts(_dataset(name), parties, where)
    assert f"{parties:,}" in caught.value.message
    assert caught.value.where == where
    assert caught.value.expected is not None
    assert caught.value.next_step is not None


def test_own_lists_have_no_range() -> None:
    """A list that no dataset file describes is not counted."""
    assert find_dataset("a_list_of_ones_own") is None
    check_counts(None, 0, "own.csv")


def test_a_file_of_its_own_range_is_found_by_its_stem() -> None:
    """The range of one file counts before that of the dataset."""
    dataset = Dataset("x", "X", "X", "https://x.example", "f", "none", "eng", 1, Expected(0, 9), {"a": Expected(5, 9)})
    check_counts(dataset, 1, "folder/b.csv")
    with pytest.raises(CountError):
        check_counts(dataset, 1, "folder/a.csv")
