#!/usr/bin/env bash
# The demo's visitors and devices: the same seed brings the same visitors, and devices answer as the contract asks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
exec "$(Deploy/requirements --python)" -B Tests/Integration/Deploy/simulation.py
