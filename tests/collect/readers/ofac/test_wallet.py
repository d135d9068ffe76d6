"""An address identifies a wallet whatever the currency; its form and checksum are seen from it alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.collect.readers.ofac.wallet import CHAIN_FORMS, Form, find_fault, find_form, wallet_id

GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"  # of Bitcoin's first block
SOUND = [
    (GENESIS, Form.BASE58CHECK),
    # BIP 173 and BIP 350, test vectors
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Form.BECH32),
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", Form.BECH32),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", Form.BECH32),
    # CashAddr specification, test vectors
    ("bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", Form.CASHADDR),
    ("qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", Form.CASHADDR),
    # ERC-55, test vector
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Form.EVM),
    # XRP Ledger: the genesis account
    ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", Form.RIPPLE),
    # Tron: the contract of USDT
    ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Form.BASE58CHECK),
    # Solana: the mint of wrapped SOL
    ("So11111111111111111111111111111111111111112", Form.SOLANA),
]


@pytest.mark.parametrize(("address", "form"), SOUND)
def test_sound_addresses(address: str, form: Form) -> None:
    """Published addresses have the form of their chain and pass its check."""
    assert find_form(address) is form
    assert find_fault(address) is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (GENESIS[:-1] + "b", "the address fails the check of its form (Base58Check)"),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "the address fails the check of its form (Bech32)"),
        ("bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "the address fails the check of its form (Bech32)"),
        ("qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q", "the address fails the check of its form (CashAddr)"),
        (
            "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTi",
            "the address fails the check of its form (Base58Check in Ripple's alphabet)",
        ),
        ("1Gq", "the address has no form that is known"),  # cut off, as remarks of 1,000 characters are
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "the address has no form that is known"),
        ("", "the address has no form that is known"),
    ],
)
def test_faults(address: str, fault: str) -> None:
    """A misprint in an address with a checksum is seen, and an address that is cut off."""
    assert find_fault(address) == fault


@given(st.integers(1, len(GENESIS) - 1), st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))
def test_every_misprint_is_seen(place: int, letter: str) -> None:
    """Any other letter in any place breaks the checksum."""
    changed = GENESIS[:place] + letter + GENESIS[place + 1 :]
    assert (find_fault(changed) is None) == (changed == GENESIS)


@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    """Any text has a form or none, and an id."""
    assert (find_form(text) is None) <= (find_fault(text) is not None)
    assert len(wallet_id(text)) == 40


def test_one_wallet_one_id() -> None:
    """Case and prefix that mean nothing make no other wallet; in Base58 case means something."""
    assert wallet_id("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") == wallet_id(
        "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"
    )
    assert wallet_id(SOUND[1][0]) == wallet_id(SOUND[2][0])
    assert wallet_id(SOUND[4][0]) == wallet_id(SOUND[5][0])
    assert wallet_id(f" {GENESIS} ") == wallet_id(GENESIS)
    assert wallet_id(GENESIS) != wallet_id(GENESIS.lower())


def test_chains() -> None:
    """Every form is one of some chain."""
    assert {form for forms in CHAIN_FORMS.values() for form in forms} == set(Form)
