"""The compilation of OFAC's wallets: one wallet an address, the same as in OFAC's own formats; its holder is named."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterflow.collect.dataset import find_dataset
from counterflow.collect.find import read_head
from counterflow.collect.reader import Head, ListRecord
from counterflow.collect.readers.ofac.legacy_xml import OfacLegacyXml
from counterflow.collect.readers.ofac.sdn_csv import OfacSdnCsv
from counterflow.collect.readers.ofac.wallet import wallet_id
from counterflow.collect.readers.ofac.wallets_json import OfacWalletsJson
from counterflow.collect.source import Source, SourceFile
from counterflow.exc import InputError

Read = Callable[..., Any]
READER = OfacWalletsJson()
BITCOIN = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
ETHEREUM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
Wallets = list[dict[str, Any]]


def _wallet(address: str = BITCOIN, **other: Any) -> dict[str, Any]:
    return {
        "address": address,
        "chain": "bitcoin",
        "date_listed": "2022-04-05",
        "entity_id": 16084,
        "entity_name": "Example Market",
        "ofac_tickers": ["XBT"],
        "programs": ["DPRK", "CYBER2"],
        **other,
    }


def _write(path: Path, wallets: Wallets, **other: Any) -> Path:
    data = {"addresses": wallets, "source_list": "SDN", "total_address_count": len(wallets), **other}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture
def read(read_list: Read, tmp_path: Path) -> Callable[..., Any]:
    """Write a compilation and read it."""

    def read(*wallets: Any, **other: Any) -> Any:
        reading = read_list(_write(tmp_path / "wallets.json", list(wallets), **other), reader=READER)
        reading.check()
        return reading

    return read


def _contents(path: Path) -> dict[str, bytes]:
    source = Source(READER.NAME, (SourceFile(path, path.name, "", 0, ""),), "us_ofac_wallets")
    return {one.id: one.content for one in READER.records(source) if isinstance(one, ListRecord)}


def test_wallet(read: Read) -> None:
    """Address, currency, chain and holder of a wallet; programmes and date are those of the holder's listing."""
    reading = read(_wallet())
    wallet = wallet_id(BITCOIN)
    assert reading.entities("CryptoWallet") == {wallet}
    assert reading.values(wallet, "publicKey") == [BITCOIN]
    assert reading.values(wallet, "currencySymbol") == ["XBT"]
    assert reading.values(wallet, "blockchain") == ["bitcoin"]
    assert reading.values(wallet, "holder") == ["ofac-16084"]
    assert reading.values(wallet, "topics") == ["sanction"]
    assert reading.values("ofac-16084", "name") == ["Example Market"]
    assert reading.values("ofac-16084", "topics") == ["sanction"]
    sanction = "ofac-16084-sanction"
    assert reading.values(sanction, "entity") == ["ofac-16084"]
    assert reading.values(sanction, "programId") == ["CYBER2", "DPRK"]
    assert reading.values(sanction, "listingDate") == ["2022-04-05"]
    assert reading.problems == []
    assert {row.record for row in reading.evidence} == {f"16084/{BITCOIN}"}


def test_same_wallet_as_in_the_list(read: Read, read_list: Read, lists_path: Path) -> None:
    """OFAC's CSV, its XML and the compilation give one wallet of one holder one id."""
    reading = read(_wallet())
    for name, reader in (("ofac/sdn.csv", OfacSdnCsv()), ("ofac_xml/sdn.xml", OfacLegacyXml())):
        listed = read_list(lists_path / name, reader=reader)
        assert listed.entities("CryptoWallet") == reading.entities("CryptoWallet")
        (wallet,) = listed.entities("CryptoWallet")
        assert listed.values(wallet, "holder") == reading.values(wallet, "holder")


def test_several_tickers(read: Read) -> None:
    """An address under several tickers is one wallet of several currencies."""
    reading = read(_wallet(ETHEREUM, chain="ethereum", ofac_tickers=["USDT", "ETH", "USDC"]))
    (wallet,) = reading.entities("CryptoWallet")
    assert reading.values(wallet, "currencySymbol") == ["ETH", "USDC", "USDT"]


def test_several_holders(read: Read) -> None:
    """An address of two parties is one wallet with two holders; a record that comes twice is quarantined."""
    reading = read(_wallet(), _wallet(entity_id=2, entity_name="B"), _wallet())
    (wallet,) = reading.entities("CryptoWallet")
    assert reading.values(wallet, "holder") == ["ofac-16084", "ofac-2"]
    assert reading.messages("record") == ["the address was listed before for this entity"]
    assert reading.tallies[0][1:3] == (3, 2)


def test_chain_that_cannot_be(read: Read) -> None:
    """A Dogecoin address called one of Solana keeps its ticker, loses the chain, and has a problem row."""
    reading = read(_wallet("DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", chain="solana", ofac_tickers=["DOGE"]))
    (wallet,) = reading.entities("CryptoWallet")
    assert reading.values(wallet, "blockchain") == []
    assert reading.values(wallet, "currencySymbol") == ["DOGE"]
    assert reading.messages("value") == ["solana has no addresses of this form (Base58Check); the chain is left out"]


def test_unknown_chain(read: Read) -> None:
    """`unknown` is no chain."""
    reading = read(_wallet(chain="unknown"))
    assert reading.values(wallet_id(BITCOIN), "blockchain") == []
    assert reading.problems == []


def test_misprinted_address(read: Read) -> None:
    """An address that fails its checksum is kept, with a problem."""
    address = BITCOIN[:-1] + "b"
    reading = read(_wallet(address))
    assert reading.values(wallet_id(address), "publicKey") == [address]
    assert reading.messages("value") == ["the address fails the check of its form (Base58Check)"]


@pytest.mark.parametrize(
    ("wallet", "message"),
    [
        ("x", "the record is no object"),
        (None, "the record is no object"),
        (_wallet(" "), "the record has no address"),
        (_wallet("\ud800"), "the record has no address"),
        (_wallet(entity_id="16084"), "the record has no number of an entity"),
        (_wallet(entity_id=True), "the record has no number of an entity"),
        (_wallet(entity_id=-1), "the record has no number of an entity"),
    ],
)
def test_bad_records(read: Read, wallet: Any, message: str) -> None:
    """A record that cannot be read is a problem of its own; the next one is read."""
    reading = read(wallet, _wallet())
    assert reading.messages("record") == [message]
    assert reading.tallies[0][1:3] == (2, 1)


def test_bad_fields(read: Read) -> None:
    """A field of another type and one that nobody knows are named; what can be read of the record is read."""
    reading = read(
        _wallet(chain=3, date_listed="soon", entity_name=None, ofac_tickers="XBT", programs=["A", 1], colour="red")
    )
    assert sorted((row.message, row.field, row.value) for row in reading.problems) == [
        ("listingDate is not a date", "date_listed", "soon"),
        ("the field is empty or of another type than it should be", "chain", "3"),
        ("the field is empty or of another type than it should be", "entity_name", "None"),
        ("the field is empty or of another type than it should be", "ofac_tickers", "'XBT'"),
        ("the field is empty or of another type than it should be", "programs", "['A', 1]"),
        ("the field is not known", "colour", "'red'"),
    ]
    assert reading.values("ofac-16084", "id") == ["ofac-16084"]
    assert reading.values("ofac-16084-sanction", "program") == ["A"]


def test_unknown_header(read: Read) -> None:
    """Another list and a new field of the whole file are named."""
    reading = read(_wallet(), source_list="NS-MBS", licence="none")
    assert sorted((row.message, row.field) for row in reading.problems) == [
        ("the addresses are of another list than the SDN list", "source_list"),
        ("the field is not known", "licence"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"addresses": 1}',
        '{"addresses": [], "source_list": "SDN", "total_address_count": 0}',
        '{"addresses": [{}], "source_list": "SDN", "total_address_count": 2}',
        '{"addresses": [{}]',
        "[" * 100_000,
    ],
)
def test_broken_files(tmp_path: Path, text: str) -> None:
    """A file that is cut off, is none, or holds another number of addresses than it says is refused whole."""
    path = tmp_path / "wallets.json"
    path.write_text(text)
    with pytest.raises(InputError):
        _contents(path)


def test_order_has_no_meaning(tmp_path: Path) -> None:
    """The order of programmes and tickers changes no record; another programme does."""
    wallets = [_wallet(), _wallet(programs=["CYBER2", "DPRK"]), _wallet(programs=["DPRK"])]
    first, second, third = (_contents(_write(tmp_path / f"{at}.json", [one])) for at, one in enumerate(wallets))
    assert first == second
    assert first != third


def test_recognised_by_content(tmp_path: Path, lists_path: Path) -> None:
    """An object that begins with its addresses and their tickers; no other JSON."""
    assert READER.recognise(read_head(_write(tmp_path / "x.json", [_wallet()])))
    assert not READER.recognise(Head(Path("wallets.json"), b'{"addresses": [{"address": "x"}]}'))
    assert not READER.recognise(read_head(lists_path / "ftm" / "entities.ftm.json"))


def _check_mutated(path: Path, read_list: Read) -> None:
    try:
        reading = read_list(path, reader=READER)
    except InputError:
        return
    reading.check()
    assert len({row.record for row in reading.evidence}) == reading.tallies[0].parties


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_bytes(data: st.DataObject, tmp_path: Path, read_list: Read) -> None:
    """Whatever happens to the bytes, nothing but an InputError is raised and no record is lost."""
    path = _write(tmp_path / "wallets.json", [_wallet(), _wallet(ETHEREUM, chain="ethereum", entity_id=7)])
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    piece = data.draw(
        st.one_of(st.binary(max_size=8), st.text(alphabet='"{}[],:\\ud80\u202e 1e9', max_size=9).map(str.encode))
    )
    path.write_bytes(content[:start] + piece + content[end:])
    _check_mutated(path, read_list)


_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    " ",
    "x" * 5000,
    "\ud800",
    "\u202e\u0644",
    [],
    [None],
    ["a", "a"],
    {},
    [[1]],
)


def _mutate_values(seeds: range, tmp_path: Path, read_list: Read) -> None:
    """Change fields of a few records: delete, replace, swap, repeat."""
    base = [_wallet(), _wallet(ETHEREUM, chain="ethereum", entity_id=7), _wallet("bnb1", entity_id=8)]
    for seed in seeds:
        choose = random.Random(seed)
        wallets = copy.deepcopy(base)
        for _ in range(choose.randint(1, 4)):
            one, other = choose.choice(wallets), choose.choice(wallets)
            key = choose.choice(sorted(base[0]))
            action = choose.randrange(4)
            if action == 0:
                one.pop(key, None)
            elif action == 1:
                one[choose.choice([key, "new"])] = choose.choice(_VALUES)
            elif action == 2:
                one[key], other[key] = other.get(key), one.get(key)
            else:
                wallets.insert(choose.randrange(4), copy.deepcopy(one))
        _check_mutated(_write(tmp_path / "wallets.json", wallets), read_list)


def test_mutated_values(tmp_path: Path, read_list: Read) -> None:
    """Whatever the fields hold, nothing but an InputError is raised and no record is lost."""
    _mutate_values(range(200), tmp_path, read_list)


@pytest.mark.shared_data
def test_true_counts(shared_data: Path, read_list: Read) -> None:
    """961 addresses of 94 holders; all with a checksum pass it; two of Monero and two chains cannot be right."""
    path = shared_data / "lists" / "ofac_crypto" / "all_addresses_2026-08.json"
    reading = read_list(path, reader=READER)
    reading.check()
    assert reading.tallies[0][1:3] == (961, 961)
    assert len(reading.entities("CryptoWallet")) == 961
    assert len(reading.entities("LegalEntity")) == 94
    assert sorted((row.message, (row.record or "").partition("/")[0]) for row in reading.problems) == [
        ("solana has no addresses of this form (Base58Check); the chain is left out", "57978"),
        ("solana has no addresses of this form (Base58Check); the chain is left out", "57978"),
        ("the address has no form that is known", "18647"),
        ("the address has no form that is known", "29585"),
    ]
    dataset = find_dataset("us_ofac_wallets")
    assert dataset is not None
    assert dataset.expected.min <= 961 <= dataset.expected.max


@pytest.mark.slow
@pytest.mark.shared_data
def test_true_wallets_are_those_of_the_list(shared_data: Path, read_list: Read) -> None:
    """The 123 wallets of the SDN list of January 2022 have the same ids and holders four years later.

    One has another holder: the compilation has each address once, and so can name only one of several.
    """
    compiled = read_list(shared_data / "lists" / "ofac_crypto" / "all_addresses_2026-08.json", reader=READER)
    listed = read_list(shared_data / "lists" / "ofac_sdn" / "2022-01" / "sdn.csv", reader=OfacSdnCsv())
    wallets = listed.entities("CryptoWallet")
    assert len(wallets) == 123
    differing = [one for one in wallets if listed.values(one, "holder") != compiled.values(one, "holder")]
    assert differing == [wallet_id("LeKvNdNEzgQkzVVnRdV3fAu2DSF1nLsNw6")]


@pytest.mark.shared_data
def test_other_lists_are_left_alone(shared_data: Path) -> None:
    """Of all real files only the compilation is recognised."""
    found = [
        path.name for path in (shared_data / "lists").rglob("*") if path.is_file() and READER.recognise(read_head(path))
    ]
    assert found == ["all_addresses_2026-08.json"]
