"""Identifiers and other values that are equal or not, normalised and digested: numbers, phones, addresses of mail."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple

from counterflow.compare.fact.country import country_number


class Kind(enum.IntEnum):
    """What an identifier is; numbers that lists file under each other's names stand together at the end."""

    IMO = 0
    LEI = 1
    MMSI = 2
    CALL_SIGN = 3
    SWIFT = 4
    REGISTER_CODE = 5
    """Numbers of one worldwide or one national register each: DUNS, UEI, Wikidata, CIK, ISIN, OKPO."""
    SERIAL = 6
    WALLET = 7
    PHONE = 8
    EMAIL = 9
    DOMAIN = 10
    VESSEL_TYPE = 11
    REGISTRATION = 12
    TAX = 13
    VAT = 14
    PASSPORT = 15
    NATIONAL_ID = 16


FIRST_NATIONAL = Kind.REGISTRATION
"""This kind and those after it are numbers of a state. Lists confuse them, so equal numbers have one digest."""

FREE_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com ymail.com yahoo.co.uk yahoo.fr hotmail.com hotmail.co.uk outlook.com live.com "
    "msn.com aol.com icloud.com me.com mac.com gmx.com gmx.de gmx.net web.de t-online.de mail.com proton.me "
    "protonmail.com tutanota.com zoho.com fastmail.com mail.ru inbox.ru list.ru bk.ru rambler.ru yandex.ru yandex.com "
    "ya.ru ukr.net i.ua qq.com 163.com 126.com sina.com sohu.com 139.com foxmail.com naver.com hanmail.net daum.net "
    "rediffmail.com orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it seznam.cz wp.pl o2.pl onet.pl "
    "cyberia.net.lb cyberia.net emirates.net.ae chmail.ir uol.com.br bol.com.br terra.com.br comcast.net att.net "
    "verizon.net btinternet.com facebook.com twitter.com instagram.com youtube.com t.me linkedin.com vk.com ok.ru "
    "wordpress.com blogspot.com alibaba.com".split()
)
"""Domains of mail providers and platforms: their users share nothing else."""

_NO_SIGN = re.compile(r"[\W_]+")
_NO_DIGIT = re.compile(r"\D+")
_MIN_NUMBER = 5
"""Shorter numbers of states coincide by chance. Letters and digits."""
_MIN_PHONE, _PHONE_TAIL = 7, 8
"""Digits a phone number must have, and how many of its last ones tell: before them stand what lists drop and add."""

_ISSUER = {"bikCode": "ru", "innCode": "ru", "kppCode": "ru", "ogrnCode": "ru", "okpoCode": "ru"} | {
    "fnsCode": "ru",
    "pfrNumber": "ru",
    "uscCode": "cn",
    "irsCode": "us",
    "cikCode": "us",
    "socialSecurityNumber": "us",
    "voenCode": "az",
    "jibCode": "ba",
    "mbsCode": "ba",
}


class Identifier(NamedTuple):
    """One row of an identifier in `Facts`."""

    digest: int
    kind: int
    country: int


_SALTS = tuple(b"%d" % min(kind, FIRST_NATIONAL) for kind in Kind)
"""(kind): kinds whose numbers lists confuse have one salt, so that equal numbers have one digest."""


def digest(salt: bytes, text: str) -> int:
    """Digest a normalised value (BLAKE2b, 64 bits): equal texts of one salt give equal digests, on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, salt=salt).digest())


def _plain(text: str) -> str:
    return _NO_SIGN.sub("", text).upper()


def _imo(text: str) -> str:
    number = _NO_DIGIT.sub("", text)
    return number if len(number) == 7 else ""


def _lei(text: str) -> str:
    code = _plain(text)
    return code if len(code) == 20 else ""


def _mmsi(text: str) -> str:
    number = _NO_DIGIT.sub("", text)
    return number if len(number) == 9 else ""


def _swift(text: str) -> str:
    """Bring a code to its 8 characters: the 3 after them name a branch, and lists leave them out as they like."""
    code = _plain(text)
    return code[:8] if len(code) in (8, 11) else ""


def _number(text: str) -> str:
    """Drop signs and leading zeros, which spreadsheets drop; a number without any digit is none."""
    number = _plain(text).lstrip("0")
    return number if len(number) >= _MIN_NUMBER and _NO_DIGIT.sub("", number) != "" else ""


def _short(text: str) -> str:
    code = _plain(text)
    return code if len(code) >= 3 else ""


def _exact(text: str) -> str:
    return text.strip()


def _phone(text: str) -> str:
    number = _NO_DIGIT.sub("", text)
    return number[-_PHONE_TAIL:] if len(number) >= _MIN_PHONE else ""


def _email(text: str) -> str:
    address = text.strip().lower().removeprefix("mailto:")
    return address if "@" in address[1:-1] else ""


def _domain(text: str) -> str:
    """Give the domain of a mail or web address; none for a provider's."""
    host = re.sub(r"^[a-z][a-z+.-]*://", "", text.strip().lower()).partition("/")[0].rpartition("@")[2]
    host = host.partition(":")[0].removeprefix("www.").strip(".")
    return "" if "." not in host or host in FREE_MAIL else host


_OF_PROPERTY: dict[str, tuple[tuple[Kind, Callable[[str], str]], ...]] = {
    "imoNumber": ((Kind.IMO, _imo),),
    "leiCode": ((Kind.LEI, _lei),),
    "mmsi": ((Kind.MMSI, _mmsi),),
    "callSign": ((Kind.CALL_SIGN, _short),),
    "swiftBic": ((Kind.SWIFT, _swift),),
    "serialNumber": ((Kind.SERIAL, _short),),
    "publicKey": ((Kind.WALLET, _exact),),
    "cryptoAddress": ((Kind.WALLET, _exact),),
    "phone": ((Kind.PHONE, _phone),),
    "email": ((Kind.EMAIL, _email), (Kind.DOMAIN, _domain)),
    "website": ((Kind.DOMAIN, _domain),),
    "type": ((Kind.VESSEL_TYPE, _short),),
}
_OF_PROPERTY |= {
    name: ((kind, _number),)
    for kind, names in (
        (
            Kind.REGISTER_CODE,
            "dunsCode uniqueEntityId wikidataId cikCode isinCode okpoCode permId npiCode brightQueryId",
        ),
        (Kind.REGISTER_CODE, "brightQueryId cageCode bvdId sayariId giiNumber crsNumber pfrNumber fnsCode bikCode"),
        (Kind.REGISTRATION, "registrationNumber ogrnCode uscCode jibCode mbsCode"),
        (Kind.TAX, "taxNumber innCode irsCode voenCode"),
        (Kind.VAT, "vatCode"),
        (Kind.PASSPORT, "passportNumber"),
        (Kind.NATIONAL_ID, "idNumber socialSecurityNumber"),
    )
    for name in names.split()
}

IDENTIFIER_PROPERTIES = frozenset(_OF_PROPERTY)
"""FtM properties that give identifiers."""


@functools.lru_cache(maxsize=16_384)
def read_identifiers(name: str, text: str) -> tuple[Identifier, ...]:
    """Read one value of an FtM property of `IDENTIFIER_PROPERTIES`; a value that cannot be one gives nothing."""
    country = _ISSUER.get(name)
    number = 0 if country is None else country_number(country)
    found = []
    for kind, normalise in _OF_PROPERTY[name]:
        value = normalise(text)
        if value != "":
            # Registers of one kind have numbers of one form (DUNS, CIK), so the property is part of what is equal.
            key = f"{name}:{value}" if kind == Kind.REGISTER_CODE else value
            found.append(Identifier(digest(_SALTS[kind], key), int(kind), number))
    return tuple(found)
