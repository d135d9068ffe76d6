"""Addresses of crypto wallets that a compiler took out of OFAC's SDN list, as one JSON object.

No publication of OFAC's: `{"addresses": [...], "source_list": "SDN", "total_address_count": n}`, each address with the
`FIELDS` below. What OFAC lists are the tickers; `chain` is the compiler's reading of them and of the address, and is
left out where the address cannot be one of that chain. Written after a file of August 2026: its compiler describes no
format.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from counterflow.collect.party import Party
from counterflow.collect.problem import make_problem
from counterflow.collect.reader import Head, ListReader, ListRecord, Tally
from counterflow.collect.readers.ofac.entry import AUTHORITY
from counterflow.collect.readers.ofac.record import party_id
from counterflow.collect.readers.ofac.wallet import CHAIN_FORMS, find_fault, find_form, wallet_id
from counterflow.collect.source import Source
from counterflow.exc import InputError
from counterflow.stage import Row
from counterflow.tables import Problem

FIELDS = {
    "address": "CryptoWallet.publicKey; the id of the wallet follows from it alone",
    "chain": "CryptoWallet.blockchain, unless it is `unknown` or has no addresses of that form",
    "date_listed": "Sanction.listingDate",
    "entity_id": "CryptoWallet.holder: the party of the SDN list that has this number; Sanction.authorityId",
    "entity_name": "name of the holder",
    "ofac_tickers": "CryptoWallet.currencySymbol, one each",
    "programs": "Sanction.program, Sanction.programId; one each of several",
}
HEADER_FIELDS = frozenset(["addresses", "source_list", "total_address_count"])
SOURCE_LIST = "SDN"
UNKNOWN_CHAIN = "unknown"

_BEGINNING = re.compile(rb'\{\s*"(?:addresses|source_list|total_address_count)"\s*:')


class Wallet(NamedTuple):
    """One record, its types checked."""

    address: str
    chain: str | None
    date_listed: str | None
    entity_id: int
    entity_name: str | None
    ofac_tickers: tuple[str, ...]
    programs: tuple[str, ...]
    strange: tuple[tuple[str, str], ...]
    """Fields that are not of the type that they should be, or not known, with what they hold."""

    @property
    def id(self) -> str:
        """The record: an address may have several holders."""
        return f"{self.entity_id}/{self.address}"


class OfacWalletsJson(ListReader):
    """Reads one vintage of the compilation."""

    NAME = "ofac_wallets_json"
    MIME_TYPE = "application/json"
    DATASET = "us_ofac_wallets"
    FIELDS = FIELDS

    def recognise(self, head: Head) -> bool:
        """Look for the object's first key and the tickers of its first address."""
        start = head.data[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
        return _BEGINNING.match(start) is not None and b'"ofac_tickers"' in start

    def records(self, source: Source) -> Iterator[ListRecord | Problem | Tally]:
        """Yield each address with its holder in the order of the file, then the tally.

        Raises:
            InputError: the file is no such object, or holds another number of addresses than it says.
        """
        data = _load(source)
        for key in sorted(data.keys() - HEADER_FIELDS):
            yield _problem(source, "the field is not known", "value", None, key, data[key])
        if data.get("source_list") != SOURCE_LIST:
            message = "the addresses are of another list than the SDN list"
            yield _problem(source, message, "value", None, "source_list", data.get("source_list"))
        addresses = data["addresses"]
        assert isinstance(addresses, list)  # `_load` saw it
        seen: set[str] = set()
        for position, item in enumerate(addresses):
            wallet = _read_wallet(item)
            if isinstance(wallet, str):
                yield _problem(source, wallet, "record", f"addresses[{position}]", None, item)
            elif wallet.id in seen:
                yield _problem(source, "the address was listed before for this entity", "record", wallet.id, None, item)
            else:
                seen.add(wallet.id)
                # The order of tickers and programmes differs from address to address and has no meaning.
                content = repr(wallet).encode("utf-8", "surrogatepass")
                yield ListRecord(wallet.id, content, functools.partial(_read, source, self.extractor(), wallet))
        yield Tally(source.main, len(addresses), len(seen), "utf-8")


def _load(source: Source) -> Mapping[str, object]:
    try:
        with source.main.open() as handle:
            data = json.loads(handle.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise InputError(
            f"the file is not JSON: {exc}",
            where=source.main.name,
            expected="one JSON object in UTF-8, from its first brace to its last",
            next_step="Download it again: this copy is cut off or was changed",
        ) from exc
    if not isinstance(data, dict) or not isinstance(data.get("addresses"), list):
        raise InputError("it has no list of addresses", where=source.main.name, expected='{"addresses": [...]}')
    stated, addresses = data.get("total_address_count"), data["addresses"]
    if len(addresses) == 0 or stated != len(addresses):
        raise InputError(
            f"it holds {len(addresses):,} addresses; its total_address_count says {stated}",
            where=source.main.name,
            expected="as many addresses as its compiler counted",
            next_step="Download it again: this copy is cut off or was changed",
        )
    return data


def _read_wallet(item: object) -> Wallet | str:
    """Check the types of one record; returns why it cannot be read."""
    if not isinstance(item, dict):
        return "the record is no object"
    address, entity_id = _text(item.get("address")), item.get("entity_id")
    if address is None:
        return "the record has no address"
    if type(entity_id) is not int or entity_id <= 0:
        return "the record has no number of an entity"
    strange = [(key, repr(item[key])) for key in sorted(item.keys() - FIELDS.keys())]
    texts: dict[str, str | None] = {}
    for key in ("chain", "date_listed", "entity_name"):
        texts[key] = _text(item.get(key))
        if texts[key] is None:
            strange.append((key, repr(item.get(key))))
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("ofac_tickers", "programs"):
        value = item.get(key)
        read = [_text(one) for one in value] if isinstance(value, list) else []
        lists[key] = tuple(sorted({one for one in read if one is not None}))
        if len(read) == 0 or None in read:
            strange.append((key, repr(value)))
    return Wallet(
        address=address,
        chain=texts["chain"],
        date_listed=texts["date_listed"],
        entity_id=entity_id,
        entity_name=texts["entity_name"],
        ofac_tickers=lists["ofac_tickers"],
        programs=lists["programs"],
        strange=tuple(strange),
    )


def _text(value: object) -> str | None:
    """Give a text without outer white space; None: it is none, or blank, or half a character (JSON's \\ud800)."""
    if not isinstance(value, str) or any("\ud800" <= one <= "\udfff" for one in value):
        return None
    return value.strip() or None


def _read(source: Source, extractor: str, record: Wallet) -> Iterable[Row]:
    holder_id = party_id(str(record.entity_id))
    wallet = Party(source, extractor, "CryptoWallet", wallet_id(record.address), record.id)
    holder = Party(source, extractor, "LegalEntity", holder_id, record.id)
    sanction = Party(source, extractor, "Sanction", f"{holder_id}-sanction", record.id)
    _read_address(wallet, record)
    number = str(record.entity_id)
    wallet.add("holder", holder_id, field="entity_id", passage=number)
    wallet.add("topics", "sanction", field="address", passage=record.address)
    # The party itself stands in the SDN list; here it has a name, so that what refers to it leads somewhere.
    if holder.add("name", record.entity_name, field="entity_name") is None:
        holder.add_id(field="entity_id")
    holder.add("topics", "sanction", field="entity_id", passage=number)
    sanction.add("entity", holder_id, field="entity_id", passage=number)
    sanction.add("authority", AUTHORITY, field="entity_id", passage=number)
    sanction.add("country", "us", field="entity_id", passage=number)
    sanction.add("authorityId", number, field="entity_id")
    sanction.add_date("listingDate", record.date_listed, field="date_listed")
    for program in record.programs:
        sanction.add("program", program, field="programs")
        sanction.add("programId", program, field="programs")
    for key, value in record.strange:
        if key in FIELDS:
            wallet.problem("the field is empty or of another type than it should be", field=key, value=value)
        else:
            wallet.unknown_field(key, value)
    # The holder comes first: it is the party that bears the record's name.
    return [*holder.rows(), *wallet.rows(), *sanction.rows()]


def _read_address(wallet: Party, record: Wallet) -> None:
    wallet.add("publicKey", record.address, field="address")
    for ticker in record.ofac_tickers:
        wallet.add("currencySymbol", ticker, field="ofac_tickers")
    fault = find_fault(record.address)
    if fault is not None:
        wallet.problem(fault, field="address", value=record.address, next_step="Compare it with OFAC's own list")
    forms = CHAIN_FORMS.get(record.chain or "")
    form = find_form(record.address)
    if forms is not None and form is not None and form not in forms:
        message = f"{record.chain} has no addresses of this form ({form}); the chain is left out"
        wallet.problem(message, field="chain", value=record.chain, expected=" or ".join(forms))
    elif record.chain != UNKNOWN_CHAIN:
        wallet.add("blockchain", record.chain, field="chain")


def _problem(
    source: Source, message: str, severity: str, record: str | None, field: str | None, value: object
) -> Problem:
    return make_problem(
        source.main,
        message,
        severity=severity,
        record=record,
        field=field,
        value=repr(value),
        next_step="Compare it with the file's compiler, and with OFAC's own list",
        handling=source.handling,
    )
