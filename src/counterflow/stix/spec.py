"""What the types of STIX 2.1 require (OASIS Standard, 10 June 2021), as tables; sections 4 to 7 have a row each."""

from __future__ import annotations

REQUIRED: dict[str, str] = {
    # Section 4: domain objects.
    "attack-pattern": "name",
    "campaign": "name",
    "course-of-action": "name",
    "grouping": "context object_refs",
    "identity": "name",
    "incident": "name",
    "indicator": "pattern pattern_type valid_from",
    "infrastructure": "name",
    "intrusion-set": "name",
    "location": "",
    "malware": "is_family",
    "malware-analysis": "product",
    "note": "content object_refs",
    "observed-data": "first_observed last_observed number_observed",
    "opinion": "opinion object_refs",
    "report": "name published object_refs",
    "threat-actor": "name",
    "tool": "name",
    "vulnerability": "name",
    # Section 5: relationship objects.
    "relationship": "relationship_type source_ref target_ref",
    "sighting": "sighting_of_ref",
    # Section 7: meta objects.
    "extension-definition": "created_by_ref name schema version extension_types",
    "language-content": "object_ref contents",
    "marking-definition": "",
    # Section 6: cyber-observable objects.
    "artifact": "",
    "autonomous-system": "number",
    "directory": "path",
    "domain-name": "value",
    "email-addr": "value",
    "email-message": "is_multipart",
    "file": "",
    "ipv4-addr": "value",
    "ipv6-addr": "value",
    "mac-addr": "value",
    "mutex": "name",
    "network-traffic": "protocols",
    "process": "",
    "software": "name",
    "url": "value",
    "user-account": "",
    "windows-registry-key": "",
    "x509-certificate": "",
}
"""Properties that each type of 2.1 must have beside the common ones."""

REQUIRED_20: dict[str, str] = {
    **REQUIRED,
    "identity": "name identity_class",
    "indicator": "labels pattern valid_from",
    "malware": "labels name",
    "observed-data": "first_observed last_observed number_observed objects",
    "report": "labels name published object_refs",
    "threat-actor": "labels name",
    "tool": "labels name",
    "marking-definition": "definition_type definition",
}
"""The same of STIX 2.0, where it differs."""

ONE_OF: dict[str, tuple[str, ...]] = {
    "artifact": ("payload_bin", "url"),
    "file": ("hashes", "name"),
    "location": ("region", "country", "latitude"),
    "malware-analysis": ("result", "analysis_sco_refs"),
    "marking-definition": ("definition", "extensions"),
    "network-traffic": ("src_ref", "dst_ref"),
    "observed-data": ("objects", "object_refs"),
    "process": tuple(
        "is_hidden pid created_time cwd command_line environment_variables opened_connection_refs creator_user_ref "
        "image_ref parent_ref child_refs extensions".split()
    ),
}
"""Properties of which each type must have one at least."""

SCO_TYPES = frozenset(
    "artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr ipv6-addr mac-addr mutex "
    "network-traffic process software url user-account windows-registry-key x509-certificate".split()
)
"""Cyber-observable objects: they have no `created`, and their ids may be made of their content."""

TIMESTAMPS = frozenset(
    "created modified first_observed last_observed first_seen last_seen valid_from valid_until published start_time "
    "stop_time submitted analysis_started analysis_ended object_modified".split()
)
"""Properties that are timestamps in whatever object has them."""

ORDERED = (
    ("created", "modified"),
    ("first_observed", "last_observed"),
    ("first_seen", "last_seen"),
    ("valid_from", "valid_until"),
    ("start_time", "stop_time"),
)
"""Pairs of which the second is no earlier."""

TEXTS = frozenset(
    "name description pattern pattern_type content explanation relationship_type context abstract".split()
)
"""Properties that are texts in whatever object has them."""

TEXT_LISTS = frozenset("labels aliases roles sectors goals authors".split())
"""Properties that are lists of texts."""

PARTS = {"external_references": "source_name", "kill_chain_phases": "phase_name"}
"""Properties that are lists of objects, each of which has this one (sections 2.5 and 2.11)."""

BOOLEANS = frozenset("revoked defanged is_family is_multipart summary".split())

RANGES: dict[str, tuple[float, float]] = {
    "confidence": (0, 100),
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 180.0),
    "number_observed": (1, 999_999_999),
    "count": (0, 999_999_999),
}
"""Least and most of numbers; those whose least is written as a whole number are integers."""

ENUMS: dict[tuple[str, str], frozenset[str]] = {
    ("opinion", "opinion"): frozenset("strongly-disagree disagree neutral agree strongly-agree".split()),
}
"""Closed vocabularies (section 10), by type and property."""
