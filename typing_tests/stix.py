"""A user reads the objects of a bundle, and writes a build as one."""

import io
import json

from counterflow.engine import Engine
from counterflow.share import export_build
from counterflow.stix import Told, find_fault, read_objects
from counterflow.stix.organisation import Sender


def values(bundle: str) -> list[str]:
    objects = [one for one in json.loads(bundle)["objects"] if find_fault(one) is None]
    told: Told = read_objects(objects)
    return [str(row["value"]) for row in told.statement]


def write(engine: Engine) -> str:
    output = io.StringIO()
    export_build(engine, "stix", output, sender=Sender("Ministry of Examples", "office-39"))
    return output.getvalue()
