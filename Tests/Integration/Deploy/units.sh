#!/usr/bin/env bash
# The units, asked by the systemd that reads them: nothing to complain of, and little exposed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
programs=$(swift build --show-bin-path)
for name in regie.service reverie@.service; do
  # verify wants to see the programs: here they are where they were built.
  sed "s|/usr/bin/re|$programs/re|" "Deploy/systemd/$name" >"$folder/$name"
done

verified() { systemd-analyze verify --man=no "$@" 2>&1 | grep -v '^/lib/systemd\|^/usr/lib/systemd' || true; }
fail() { printf 'failed: %s\n' "$*"; exit 1; }

for name in regie.service reverie@.service; do
  said=$(verified "$folder/$name")
  [[ -z $said ]] || fail "systemd-analyze verify $name says: $said"
done
# Verify returns 0 on a key that it does not know: its words are the test, and they must come.
sed 's/^WatchdogSec=/WatchdogSecs=/' "$folder/regie.service" >"$folder/planted.service"
[[ $(verified "$folder/planted.service") == *WatchdogSecs* ]] || fail "a misspelt key was not found"

exposed() { ! systemd-analyze security --offline=true --threshold="$2" --no-pager "$1" >/dev/null 2>&1; }
exposed Deploy/systemd/regie.service 12 && fail "regie.service is exposed by more than 1.2"
exposed Deploy/systemd/reverie@.service 20 && fail "reverie@.service is exposed by more than 2.0"
grep -v '^Protect\|^Private\|^SystemCall' Deploy/systemd/regie.service >"$folder/bare.service"
exposed "$folder/bare.service" 12 || fail "an unprotected unit passed"

# A hall starts without broker, network or clock.
for name in regie.service reverie@.service; do
  if grep -E '^(Requires|Requisite|BindsTo|PartOf)=|time-sync|network-online' "Deploy/systemd/$name"; then
    fail "$name waits for what may be missing"
  fi
done
printf 'both units verify; exposure %s and %s\n' \
  "$(systemd-analyze security --offline=true --no-pager Deploy/systemd/regie.service | sed -n 's/.*: \([0-9.]*\) .*/\1/p' | tail -n 1)" \
  "$(systemd-analyze security --offline=true --no-pager Deploy/systemd/reverie@.service | sed -n 's/.*: \([0-9.]*\) .*/\1/p' | tail -n 1)"
