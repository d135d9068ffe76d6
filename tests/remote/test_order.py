"""Order: what is fetched when something, or nothing, is named, and from where."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterflow.case import Case
from counterflow.collect import dataset as dataset_module
from counterflow.collect.dataset import Dataset, Expected
from counterflow.exc import UsageError
from counterflow.remote.folder import find_folder
from counterflow.remote.order import Order, list_orders
from counterflow.remote.receipt import Outcome, Receipt

KNOWN = "https://example.org/data/list.csv"
OTHER = "https://mirror.example.org/list.csv"


@pytest.fixture(autouse=True)
def _two_datasets(monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose file has an address, one of several files."""
    expected = Expected(1, 9)
    fields = ("Title", "Publisher", "https://example.org/page", "us_csl_csv", "public domain", "eng", 48, expected)
    datasets = {"known": Dataset("known", *fields, data_url=KNOWN), "paged": Dataset("paged", *fields)}
    monkeypatch.setattr(dataset_module, "load_datasets", lambda: datasets)
    monkeypatch.setattr("counterflow.remote.order.load_datasets", lambda: datasets)


def add_receipt(case: Case, dataset: str, url: str, outcome: Outcome = Outcome.NEW) -> None:
    folder = find_folder(case, dataset)
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.add_receipt(Receipt(dataset=dataset, url=url, fetched_at="2026-02-12T12:00:00Z", outcome=outcome))


def test_a_known_dataset(case: Case) -> None:
    """Its address is that of its file; one that is given counts before it."""
    assert list_orders(case, ["known"])[0].url == KNOWN
    assert list_orders(case, ["known"], url=OTHER)[0].url == OTHER
    add_receipt(case, "known", OTHER)
    assert list_orders(case, ["known"])[0].url == KNOWN


def test_the_order_named(case: Case) -> None:
    """Each once, in the order of the call."""
    add_receipt(case, "a", OTHER)
    assert [order.dataset for order in list_orders(case, ["known", "a", "known"])] == ["known", "a"]


def test_nothing_named_is_what_was_fetched_before(case: Case) -> None:
    """By name, each from where it last came well, or from where it was tried."""
    add_receipt(case, "own_b", OTHER)
    add_receipt(case, "own_b", "https://example.org/wrong", Outcome.FAILED)
    add_receipt(case, "own_a", "https://example.org/tried", Outcome.FAILED)
    (case.inputs_path / "fetched" / "no receipt").mkdir()
    (case.inputs_path / "fetched" / "empty").mkdir()
    assert list_orders(case, [], is_forced=True) == [
        Order(find_folder(case, "own_a"), "https://example.org/tried", None, True),
        Order(find_folder(case, "own_b"), OTHER, None, True),
    ]


@pytest.mark.parametrize(
    ("datasets", "options", "message"),
    [
        ([], {}, "no dataset was fetched into this case before.*Datasets whose address is known: known"),
        (["unknown"], {}, "'unknown' is not known here.*--url"),
        (["paged"], {}, "paged has no address of a single file.*https://example.org/page"),
        (["../up"], {"url": OTHER}, "is no name of a dataset"),
        ([".hidden"], {"url": OTHER}, "is no name of a dataset"),
        (["known", "paged"], {"url": OTHER}, "are of one dataset"),
        ([], {"sha256": "0" * 64}, "are of one dataset"),
        (["known"], {"url": "file:///etc/hostname"}, "no address of the web"),
        (["known"], {"sha256": "xyz"}, "is no SHA-256"),
    ],
)
def test_wrong_use(case: Case, datasets: list[str], options: dict[str, str], message: str) -> None:
    """Each says what was expected."""
    with pytest.raises(UsageError, match=message):
        list_orders(case, datasets, url=options.get("url"), sha256=options.get("sha256"))


@pytest.mark.parametrize(
    ("path", "name"),
    [("/a/list.csv?x=1", "list.csv"), ("/a%20b.csv", "a b.csv"), ("/..", "own"), ("", "own"), ("/a%0ab", "own")],
)
def test_served_name(case: Case, path: str, name: str) -> None:
    """The last part of the path, where a message can show it."""
    assert Order(find_folder(case, "own"), f"https://example.org{path}").served_name == name


def test_a_folder_stays_in_the_case(case: Case) -> None:
    """Whatever the dataset's name."""
    assert find_folder(case, "un_sc_sanctions").path == Path(case.inputs_path / "fetched" / "un_sc_sanctions")
    for name in ("", ".", "..", "a/b", "a\\b", "a b", "a\n"):
        with pytest.raises(UsageError):
            find_folder(case, name)
