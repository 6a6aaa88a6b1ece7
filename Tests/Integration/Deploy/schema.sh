#!/usr/bin/env bash
# The published JSON Schema and the loader agree: a foreign validator takes what loads, and refuses what is misshapen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
exec "$(Deploy/requirements --python jsonschema yaml)" -B Tests/Integration/Deploy/schema.py "$(swift build --show-bin-path)/regie"
