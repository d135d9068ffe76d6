"""Record linkage: files of persons and firms with many attributes and errors, without labels."""

from counterflow.resolve.linkage.entity import link_entities
from counterflow.resolve.linkage.field import Field, Kind, infer_fields
from counterflow.resolve.linkage.link import Linkage, Settings, link_records

__all__ = ["Field", "Kind", "Linkage", "Settings", "infer_fields", "link_entities", "link_records"]
