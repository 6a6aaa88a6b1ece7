#!/usr/bin/env bash
# A PC that listens for the night: the shipped script on a real broker, its units, and its installation into a folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
exec "$(Deploy/requirements --python)" -B Tests/Integration/Deploy/sleep.py
