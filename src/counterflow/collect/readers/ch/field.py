"""The fields of the Swiss list, and what becomes of each; paths are those below `target`, and
`place` and `sanctions-program` with what is below them."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBER = "dropped: number of the row in the publisher's database"
_HOLDS = "holds its attributes and children alone"
_HISTORY = "dropped: an earlier state of the target, whole; the vintages keep what was said when"

_IDENTITY: Mapping[str, str] = {
    "": _HOLDS,
    "@ssid": _NUMBER,
    "@main": "'true': its primary name is name, that of another identity alias",
    "/name": _HOLDS,
    "/name@ssid": _NUMBER,
    "/name@name-type": "name (primary-name of the main identity), alias, previousName (formerly-known-as)",
    "/name@quality": "'low': weakAlias, unless it is the only primary name",
    "/name@lang": "language of the name",
    "/name/name-part": _HOLDS,
    "/name/name-part@order": "order of the words, where they are no parts of a person's name",
    "/name/name-part@name-part-type": "firstName, middleName, lastName, fatherName, nameSuffix, title of a person",
    "/name/name-part/value": "name, alias, weakAlias, previousName",
    "/name/name-part/spelling-variant": "alias; weakAlias where other parts lack a spelling in its script",
    "/name/name-part/spelling-variant@lang": "language of the name",
    "/name/name-part/spelling-variant@script": "joins the parts of one script",
    "/name/name-part/spelling-variant@spelling-variant-type": "dropped: 'not-defined' by the schema's default",
    "/nationality": _HOLDS,
    "/nationality@ssid": _NUMBER,
    "/nationality/country": "nationality of a person, else country",
    "/nationality/country@iso-code": "nationality or country, where its name is not known",
    "/day-month-year": _HOLDS,
    "/day-month-year@ssid": _NUMBER,
    **{
        f"/day-month-year@{name}": "birthDate of a person, incorporationDate of an organisation, buildDate of a ship"
        for name in ("day", "month", "year")
    },
    "/day-month-year@calendar": "the date is not read when it is not Gregorian",
    "/day-month-year@quality": "'low': the date is possible",
    "/place-of-birth": _HOLDS,
    "/place-of-birth@ssid": _NUMBER,
    "/place-of-birth@place-id": "birthPlace and birthCountry: place/location, area, country and their variants",
    "/place-of-birth@quality": "'low': the place is possible",
    "/address": _HOLDS,
    "/address@ssid": _NUMBER,
    "/address@place-id": "address and country: place/location, area, country and their variants",
    "/address@quality": "'low': the address is possible",
    "/address@main": "dropped: which of the addresses is the main one",
    "/address@current": "'false': a former address",
    **{f"/address/{name}": "address" for name in ("c-o", "address-details", "p-o-box", "zip-code")},
    "/address/remark": "notes",
    "/identification-document": _HOLDS,
    "/identification-document@ssid": _NUMBER,
    "/identification-document@document-type": "Passport or Identification, its type",
    "/identification-document/number": "passportNumber or idNumber; number of a Passport or Identification",
    "/identification-document/issuer": "country of a Passport or Identification; its authority where it is no country",
    "/identification-document/issuer@code": "country of a Passport or Identification",
    "/identification-document/date-of-issue": "startDate of a Passport or Identification",
    "/identification-document/place-of-issue": _HOLDS,
    "/identification-document/place-of-issue@place-id": "authority of a Passport or Identification",
    "/identification-document/expiry-date": "endDate of a Passport or Identification",
    "/identification-document/remark": "summary of a Passport or Identification",
}
_KIND: Mapping[str, str] = {
    "": "schema",
    "@sex": "gender",
    "@object-type": "schema",
    "/justification": "document of kind narrative, Sanction.reason",
    "/justification@ssid": _NUMBER,
    "/relation": "UnknownLink",
    "/relation@ssid": _NUMBER,
    "/relation@target-id": "UnknownLink.object",
    "/relation@relation-type": "UnknownLink.role",
    "/relation/remark": "UnknownLink.summary",
    "/other-information": "by its label imoNumber, registrationNumber, website, email, phone ...; else notes",
    "/other-information@ssid": _NUMBER,
    **{f"/identity{path}": where for path, where in _IDENTITY.items()},
}
_ENGLISH = "; in English, or in the language that comes first"
PLACE_FIELDS: Mapping[str, str] = {
    "@ssid": "what place-id refers to",
    "location": "birthPlace, address",
    "area": "birthPlace, address",
    "country": "birthCountry, country; birthPlace, address",
    "country@iso-code": "birthCountry, country, where the name is not known",
    "location-variant": "notes",
    "area-variant": "notes",
    **{
        f"{name}-variant@{mark}": "dropped: says of a spelling whether it is another language's or another script's"
        for name in ("location", "area")
        for mark in ("lang", "script", "variant-type", "spelling-variant-type")
    },
}
PROGRAM_FIELDS: Mapping[str, str] = {
    "@ssid": _NUMBER,
    "@version-date": "dropped: when the ordinance last changed; the targets have dates of their own",
    "@predecessor-version-date": "dropped: when the ordinance changed before",
    "program-key": f"Sanction.programId{_ENGLISH}",
    "program-key@lang": "chooses the language",
    "program-name": f"Sanction.program{_ENGLISH}",
    "program-name@lang": "chooses the language",
    "sanctions-set": f"Sanction.provisions{_ENGLISH}",
    "sanctions-set@ssid": "what sanctions-set-id refers to",
    "sanctions-set@lang": "chooses the language",
    "origin": "Sanction.summary; UN: foreign-identifier is the Sanction.unscId",
    "predecessor": "dropped: the ordinance that this one replaced",
}
FIELDS: Mapping[str, str] = {
    "@ssid": "entity id, Sanction.authorityId",
    "@sanctions-set-id": "as sanctions-set-id",
    "sanctions-set-id": "names the sanctions-program/sanctions-set",
    "foreign-identifier": "Sanction.unscId where the programme follows the UN, else Sanction.recordId",
    "generic-attribute": "notes",
    "generic-attribute@ssid": _NUMBER,
    "generic-attribute@name": "notes",
    "modification": "topic and Sanction.status: the latest in force on the date of the list decides",
    "modification@modification-type": "Sanction.status",
    "modification@enactment-date": "Sanction.date",
    "modification@publication-date": "Sanction.listingDate of 'listed', Sanction.modifiedAt of 'amended'",
    "modification@effective-date": "Sanction.startDate of 'listed', Sanction.endDate of the last 'de-listed'",
    "modification/remark": "Sanction.summary",
    "modification/added": _HISTORY,
    "modification/removed": _HISTORY,
    **{f"{kind}{path}": where for kind in ("individual", "entity", "object") for path, where in _KIND.items()},
    **{f"place/{path}".replace("/@", "@"): where for path, where in PLACE_FIELDS.items()},
    **{f"sanctions-program/{path}".replace("/@", "@"): where for path, where in PROGRAM_FIELDS.items()},
}
