#!/usr/bin/env bash
# Deploy/install into a folder: what it puts there, that it can run again, that it keeps what was edited and takes away the rest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
fail() { printf 'failed: %s\n' "$*"; exit 1; }
there() { [[ -e $root$1 ]] || fail "$1 is missing"; }
mode() { stat -c %a "$root$1"; }
programs=$(swift build --show-bin-path)
stage() { Deploy/install --root "$root" --binaries "$programs" "$@"; }

stage >/dev/null
for path in /usr/local/bin/{regied,regie,reverie} /etc/systemd/system/{regie,reverie@}.service /etc/regie/regie.yaml \
  /etc/regie/Scenes/hall.yaml /etc/regie/screens/all.env /etc/mosquitto/conf.d/regie.conf \
  /etc/mosquitto/regie/{acl,passwords,ca.crt,server.crt,server.key} /usr/local/lib/sysusers.d/regie.conf \
  /etc/regie/credentials/{regied,onirica-screen}-password; do
  there "$path"
done
grep -q '^ExecStart=/usr/local/bin/regied' "$root/etc/systemd/system/regie.service" || fail "the unit runs another program"
[[ $(mode /etc/regie/credentials) == 700 && $(mode /etc/regie/credentials/regied-password) == 600 ]] ||
  fail "credentials can be read by others"
[[ $(mode /etc/mosquitto/regie/ca.key) == 600 ]] || fail "the authority's key can be read by others"
systemd-sysusers --dry-run --root="$root" "$root/usr/local/lib/sysusers.d/regie.conf" >/dev/null 2>&1 ||
  systemd-sysusers --root="$root" "$root/usr/local/lib/sysusers.d/regie.conf" || fail "systemd does not read the users"
"$root/usr/local/bin/regie" check "$root/etc/regie/Scenes" >/dev/null || fail "the installed show has faults"

# Again: the same, byte for byte, and no password changed.
before=$(find "$root/etc" "$root/usr" -type f -exec sha256sum {} + | sort)
stage >/dev/null
[[ $before == "$(find "$root/etc" "$root/usr" -type f -exec sha256sum {} + | sort)" ]] || fail "a second run changed something"

# What was edited is kept; the new text stands beside it once it differs from what was installed.
printf '# ours\n' >>"$root/etc/regie/regie.yaml"
stage >/dev/null
grep -q '# ours' "$root/etc/regie/regie.yaml" || fail "an edited configuration was overwritten"
[[ ! -e $root/etc/regie/regie.yaml.new ]] || fail "a new file was put beside though nothing new was shipped"
sed -i "s|^[0-9a-f]*  /etc/regie/regie.yaml|$(printf 'older' | sha256sum | cut -d ' ' -f 1)  /etc/regie/regie.yaml|" \
  "$root/var/lib/regie/installed.sha256"
stage >/dev/null
grep -q '# ours' "$root/etc/regie/regie.yaml" || fail "an edited configuration was overwritten by a newer one"
there /etc/regie/regie.yaml.new

stage --uninstall >/dev/null
for path in /usr/local/bin/regied /etc/systemd/system/regie.service /etc/regie/Scenes/hall.yaml; do
  [[ ! -e $root$path ]] || fail "$path is still there"
done
grep -q '# ours' "$root/etc/regie/regie.yaml" || fail "taking away lost an edited file"
there /etc/regie/credentials/regied-password

# Bad input is answered with what to do, and changes nothing.
for bad in "--rot x" "--root $root --start" "--root $root --binaries $root"; do
  # shellcheck disable=SC2086  # words on purpose
  if Deploy/install $bad >/dev/null 2>&1; then fail "Deploy/install $bad was taken"; fi
done
printf 'installs, again, keeps what was edited, takes away the rest\n'
