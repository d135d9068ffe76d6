"""Signed packages: what may leave to a partner as one file, for where no server reaches.

A package is a ZIP archive of `manifest.json`, `manifest.sig` and `bundle.json`. The manifest says who gives it, to
whom, when, until when it may be taken, under which marking, its serial number, and the SHA-256 of the bundle; the
signature is Ed25519 (RFC 8032) of the manifest's bytes. `key` holds the keys, `manifest` the form, `pack` makes a
package, and `receive` verifies one and takes it into a case.
"""
