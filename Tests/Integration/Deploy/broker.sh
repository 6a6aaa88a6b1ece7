#!/usr/bin/env bash
# The broker's drop-in on a real mosquitto: TLS, users, access lists, limits. Private ports, a folder of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
exec "$(Deploy/requirements --python)" -B Tests/Integration/Deploy/broker.py
