#!/usr/bin/env bash
# A newcomer's first five minutes: the README's own files and commands, as they stand there, on another port.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

programs=$(realpath "$(swift build --show-bin-path)")
readme=$PWD/README.md
python=$(Deploy/requirements --python)
port=$("$python" Deploy/free-port)
folder=$(mktemp -d)
cd "$folder"
export PATH=$programs:/usr/sbin:$PATH HOME=$folder
fail() { printf 'failed: %s\n' "$*"; exit 1; }
leave() {
  local job
  for job in $(jobs -p); do kill "$job" 2>/dev/null || true; done
  wait
  rm -rf "$folder"
}
trap leave EXIT

# The n-th block of a language in the README.
block() {
  awk -v language="$1" -v wanted="$2" '
    $0 == "```" language { count++; inside = 1; next }
    $0 == "```" { inside = 0 }
    inside && count == wanted { print }' "$readme"
}
mkdir -p first/lamp
block yaml 1 >first/hall.yaml
block yaml 2 >first/lamp/artwork.yaml
block sh 3 | sed "s/1899/$port/g" >commands
grep -q 'regie hall open' commands || fail "the README's third block of commands is another one"
# As typed by hand: one command after the other, each given the second that a person takes.
sed -i 's/^mosquitto -p .*/&\nsleep 1/; s/^regied .*/&\nsleep 2/' commands
# shellcheck disable=SC1091  # made above
source commands >said 2>&1 || { cat said; fail "a command of the README ended with $?"; }
grep -q 'awake' said || { cat said; fail "the lamp did not wake"; }
grep -q '#ffc080' said || { cat said; fail "the lamp's desired state did not come"; }

sed -i 's/#ffc080/#80c0ff/' first/lamp/artwork.yaml
regie reload >/dev/null || fail "a changed show was not taken"
sed -i 's/somebody is true/sombody is true/' first/lamp/artwork.yaml
if regie reload >heard 2>&1; then fail "a faulty show was taken"; fi
if regie check first >heard 2>&1; then fail "check found no fault"; fi
grep -qE 'artwork.yaml:[0-9]+:[0-9]+' heard || { cat heard; fail "the fault has no place"; }
regie status >heard 2>&1 || true
grep -qE 'lamp +(waiting|awake) .*ok' heard || { cat heard; fail "the old show does not go on"; }
printf 'the README leads to a first scene\n'
