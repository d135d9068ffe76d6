"""Addresses of crypto wallets: which wallet one means, what form it has, whether its checksum holds.

An address stands for a key, and whoever has the key has it on every chain that writes addresses in the same way: OFAC
lists one address under ETH, USDT and USDC. So the address alone identifies a wallet; the currencies are its properties.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

from counterflow.model.identity import make_id

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SUMS = (1, 0x2BC830A3)
"""What the checksum comes to: BIP 173 (Bech32) and BIP 350 (Bech32m, Taproot)."""
_CASHADDR_GENERATORS = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_CASHADDR_PREFIX = "bitcoincash"
_CHECKSUM_BYTES = 4
_SOLANA_BYTES = 32


class Form(StrEnum):
    """How an address is written."""

    BASE58CHECK = "Base58Check"
    RIPPLE = "Base58Check in Ripple's alphabet"
    BECH32 = "Bech32"
    CASHADDR = "CashAddr"
    EVM = "20 bytes in hexadecimal"
    SOLANA = "32 bytes in Base58"
    MONERO = "Monero"


_PATTERNS = (
    (Form.EVM, re.compile(r"0x[0-9a-f]{40}", re.IGNORECASE)),
    (Form.BECH32, re.compile(rf"(?:bc|ltc|bnb)1[{_BECH32}]{{6,87}}", re.IGNORECASE)),
    (Form.CASHADDR, re.compile(rf"(?:{_CASHADDR_PREFIX}:)?[qp][{_BECH32}]{{41}}", re.IGNORECASE)),
    (Form.RIPPLE, re.compile(rf"r[{_BASE58}]{{24,34}}")),
    (Form.BASE58CHECK, re.compile(rf"[{_BASE58}]{{25,36}}")),
    (Form.SOLANA, re.compile(rf"[{_BASE58}]{{43,44}}")),
    (Form.MONERO, re.compile(rf"[48][{_BASE58}]{{94}}(?:[{_BASE58}]{{11}})?")),
)
_IGNORES_CASE = frozenset([Form.EVM, Form.BECH32, Form.CASHADDR])

CHAIN_FORMS = {
    **dict.fromkeys(("bitcoin", "litecoin"), (Form.BASE58CHECK, Form.BECH32)),
    **dict.fromkeys(("bitcoin_gold", "bitcoin_sv", "dash", "tron", "verge", "zcash"), (Form.BASE58CHECK,)),
    "bitcoin_cash": (Form.BASE58CHECK, Form.CASHADDR),
    "ethereum": (Form.EVM,),
    "monero": (Form.MONERO,),
    "ripple": (Form.RIPPLE,),
    "solana": (Form.SOLANA,),
}
"""Forms of the addresses of a chain, by the name that lists give it."""


def wallet_id(address: str) -> str:
    """Make the id of the wallet of an address, the same in every dataset and for every currency."""
    address = address.strip()
    if find_form(address) in _IGNORES_CASE:
        address = address.lower().removeprefix(f"{_CASHADDR_PREFIX}:")
    return make_id("CryptoWallet", address)


def find_form(address: str) -> Form | None:
    """Say how an address is written, by its letters and length alone; None: in no form that is known here."""
    return next((form for form, pattern in _PATTERNS if pattern.fullmatch(address) is not None), None)


def find_fault(address: str) -> str | None:
    """Say what is wrong with an address.

    The checksums of Base58Check, Bech32 and CashAddr are computed. Those of Ethereum (EIP-55) and Monero need
    Keccak-256, which Python's hashlib lacks; Solana has none. Of these the letters and the length are seen alone.
    """
    form = find_form(address)
    if form is None:
        return "the address has no form that is known"
    return None if _is_sound(address, form) else f"the address fails the check of its form ({form})"


def _is_sound(address: str, form: Form) -> bool:
    if form is Form.BASE58CHECK:
        return _is_base58check(address, _BASE58)
    if form is Form.RIPPLE:
        return _is_base58check(address, _BASE58_RIPPLE)
    if form is Form.BECH32:
        return _is_bech32(address)
    if form is Form.CASHADDR:
        return _is_cashaddr(address)
    return form is not Form.SOLANA or len(_base58_bytes(address, _BASE58)) == _SOLANA_BYTES


def _base58_bytes(text: str, alphabet: str) -> bytes:
    number = 0
    for letter in text:
        number = number * 58 + alphabet.index(letter)
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _is_base58check(address: str, alphabet: str) -> bool:
    data = _base58_bytes(address, alphabet)
    body, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
    return hashlib.sha256(hashlib.sha256(body).digest()).digest()[:_CHECKSUM_BYTES] == checksum


def _polymod(values: Iterable[int], generators: tuple[int, ...], bits: int) -> int:
    """Compute the remainder that Bech32 and CashAddr share; `bits` is its length."""
    sum_ = 1
    for value in values:
        top = sum_ >> (bits - 5)
        sum_ = ((sum_ & ((1 << (bits - 5)) - 1)) << 5) ^ value
        for number, generator in enumerate(generators):
            if (top >> number) & 1 == 1:
                sum_ ^= generator
    return sum_


def _is_bech32(address: str) -> bool:
    if address not in (address.lower(), address.upper()):
        return False
    prefix, _, data = address.lower().rpartition("1")
    values = [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix), *map(_BECH32.index, data)]
    return _polymod(values, _BECH32_GENERATORS, 30) in _BECH32_SUMS


def _is_cashaddr(address: str) -> bool:
    data = address.lower().removeprefix(f"{_CASHADDR_PREFIX}:")
    values = [*(ord(one) & 31 for one in _CASHADDR_PREFIX), 0, *map(_BECH32.index, data)]
    return _polymod(values, _CASHADDR_GENERATORS, 40) == 1
