#!/bin/sh -eu
# One resolution, cut into files: every file pins the same versions.
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND="make lock" UV_PYTHON_DOWNLOADS=never
C="${UV:-uv} pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes"
$C --all-extras --group dev --group e2e --group node -o requirements/all.lock
$C -c requirements/all.lock --extra embedded -o requirements/core.lock
$C -c requirements/all.lock --extra embedded --extra ai -o requirements/run.lock
$C -c requirements/all.lock --extra embedded --extra telephony -o requirements/telephony.lock
$C -c requirements/all.lock --extra embedded --extra speech -o requirements/speech.lock
$C -c requirements/all.lock --extra embedded --extra ai --extra speech --extra telephony --group dev --group e2e --extra s3 -o requirements/dev.lock
${UV:-uv} pip compile -q --group node --universal --python-version 3.11 --generate-hashes -c requirements/all.lock -o requirements/node.lock
echo 'uv>=0.13,<0.14' | ${UV:-uv} pip compile -q - --universal --python-version 3.11 --generate-hashes -o requirements/tools.lock
