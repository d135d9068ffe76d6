#!/bin/sh
# Lock the dependencies: hashes for every platform, no download address (see CONTRIBUTING.md, "Dependencies are locked").
# dev.txt is resolved first; the other two are held to its versions, so that one .venv can serve both.
set -eu
cd "$(dirname "$0")/.."

UV=${UV:-uv}
command -v "$UV" >/dev/null || {
  echo "tool/lock.sh: no uv. Install it (pip install uv), or name it: make lock UV=/path/to/uv" >&2
  exit 1
}

compile() {
  "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url "$@"
}

compile --override requirements/override.txt --extra postgres --extra ocr \
  --group dev --group lint --group typing --group docs --group build pyproject.toml -o requirements/dev.txt "$@"
compile --override requirements/override.txt --constraint requirements/dev.txt pyproject.toml -o requirements/run.txt "$@"
compile --constraint requirements/dev.txt --group build -o requirements/build.txt "$@"
# The peers of tests/interop: each in an environment of its own, so held to nobody's versions.
for peer in requirements/peer/*.in; do
  compile "$peer" -o "${peer%.in}.txt" "$@"
done
