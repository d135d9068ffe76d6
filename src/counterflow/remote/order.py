"""What is to be fetched: the datasets named, or those fetched before, each with the URL of its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from urllib3.util import parse_url

from counterflow.case import Case
from counterflow.collect.dataset import find_dataset, load_datasets
from counterflow.exc import UsageError
from counterflow.remote.folder import Folder, find_folder, list_folders
from counterflow.remote.transfer import check_url


@dataclass(frozen=True, slots=True)
class Order:
    """One dataset to fetch."""

    folder: Folder
    url: str
    sha256: str | None = None
    """What the file's SHA-256 must be, in hexadecimal."""
    is_forced: bool = False
    """Whether a list that shrank or went back is taken all the same."""

    @property
    def dataset(self) -> str:
        """FtM name of the dataset."""
        return self.folder.dataset

    @property
    def served_name(self) -> str:
        """Name of the file at the publisher's; the dataset's where the URL has none."""
        name = PurePosixPath(unquote(parse_url(self.url).path or "")).name
        return name if name not in ("", "..") and name.isprintable() else self.dataset


def list_orders(
    case: Case, datasets: Sequence[str], *, url: str | None = None, sha256: str | None = None, is_forced: bool = False
) -> Sequence[Order]:
    """List what to fetch: the datasets named, in their order, or else those that were fetched into the case before.

    What partners give is no dataset: it is pulled (`taxii.pull`).

    A URL given counts before the dataset's own (`data_url`), and that before the one it was last fetched from.

    Raises:
        UsageError: nothing is named, a dataset has no URL, or a URL or checksum is given for several or is none.
    """
    if (url is not None or sha256 is not None) and len(datasets) != 1:
        raise UsageError("--url and --sha256 are of one dataset", next_step="Name that dataset, and no other")
    trouble = None if url is None else check_url(url)
    if trouble is not None:
        raise UsageError(trouble)
    if sha256 is not None and (len(sha256) != 64 or set(sha256.lower()) - set("0123456789abcdef")):
        raise UsageError(f"--sha256 {sha256!r} is no SHA-256", expected="64 hexadecimal digits")
    named = [find_folder(case, name) for name in dict.fromkeys(datasets)]
    folders = named or [one for one in list_folders(case) if not one.is_partner()]
    if len(folders) == 0 and any(one.pull is not None for one in case.partners.values()):
        return []
    if len(folders) == 0:
        raise UsageError("no dataset was fetched into this case before", next_step=f"Name one. {_known()}")
    digest = None if sha256 is None else sha256.lower()
    return [Order(folder, url or _find_url(folder), digest, is_forced) for folder in folders]


def _find_url(folder: Folder) -> str:
    dataset = find_dataset(folder.dataset)
    if dataset is not None and dataset.data_url is not None:
        return dataset.data_url
    receipts = folder.receipts()
    good = [receipt.url for receipt in receipts if receipt.outcome.is_good] or [receipt.url for receipt in receipts]
    if len(good) > 0:
        return good[-1]
    if dataset is None:
        raise UsageError(
            f"the dataset {folder.dataset!r} is not known here, nor where it is",
            next_step=f"Give --url for a list of your own. {_known()}",
        )
    raise UsageError(
        f"{dataset.name} has no address of a single file", next_step=f"Find it at {dataset.url} and give --url"
    )


def _known() -> str:
    names = [name for name, dataset in load_datasets().items() if dataset.data_url is not None]
    return "Datasets whose address is known: " + (", ".join(names) if len(names) > 0 else "none")
