"""Canada's autonomous sanctions as XML, one `record` a listing."""

from __future__ import annotations

from pathlib import Path

from benchmarks.lists.crawler.context import Context, add_date, hash_key, join_text, read_elements, text_of


def crawl(context: Context, path: Path) -> None:
    """Read the list."""
    for record in read_elements(path, "record"):
        country, schedule, item = (text_of(record, name) for name in ("Country", "Schedule", "Item"))
        name, imo = text_of(record, "EntityOrShip"), text_of(record, "ShipIMONumber")
        schema = "Person" if name is None else "Organization" if imo is None else "Vessel"
        entity = context.make(schema, hash_key(country or "", schedule or "", item or ""))
        given, last = text_of(record, "GivenName"), text_of(record, "LastName")
        entity.add("name", name or join_text(given, last, sep=" "))
        entity.add("firstName", given, quiet=True)
        entity.add("lastName", last, quiet=True)
        entity.add("alias", [one.strip() for one in (text_of(record, "Aliases") or "").split(";")])
        entity.add("imoNumber", imo, quiet=True)
        entity.add("position" if schema == "Person" else "type", text_of(record, "TitleOrShip"), quiet=True)
        date = text_of(record, "DateOfBirthOrShipBuildDate")
        add_date(entity, "birthDate" if schema == "Person" else "buildDate", date)
        entity.add("country", (country or "").partition(" / ")[0])
        sanction = context.make_sanction(entity)
        sanction.add("authority", "Global Affairs Canada")
        sanction.add("program", country)
        sanction.add("reason", schedule)
        sanction.add("authorityId", item)
        add_date(sanction, "listingDate", text_of(record, "DateOfListing"))
        context.emit_party(entity, sanction)
