#!/usr/bin/env bash
# Runs Tenfold in a Debian that has Node and nothing else: no Python, no compiler, no git, no display, an ordinary user.
# What works here works for somebody who has just installed Node. Needs root, and debootstrap.
#
#   scripts/clean-room.sh                        npm test, a training, the browser host; of the last commit
#   scripts/clean-room.sh 'npm test -- unit'     another command instead
#
# CLEAN_ROOM names the folder of the room; it is made once, and only the clone in it is fresh each time.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
room=${CLEAN_ROOM:-/var/tmp/tenfold-clean-room}
command=${1:-}

# Mounts of this script's own, which go when it ends.
if [[ -z ${TENFOLD_CLEAN_ROOM_MOUNTS:-} ]]; then
  TENFOLD_CLEAN_ROOM_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
fi

if [[ ! -e $room/etc/debian_version ]]; then
  # shellcheck source=/dev/null
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  debootstrap --variant=minbase "$release" "$room"
fi

rm -rf "$room/usr/local/lib/node_modules" "$room/home/learner/tenfold"
mkdir -p "$room/usr/local/lib/node_modules"
cp "$(readlink -f "$(command -v node)")" "$room/usr/local/bin/node"
cp -r "$(npm root --global)/npm" "$room/usr/local/lib/node_modules/npm"
for name in npm npx; do ln -sf "../lib/node_modules/npm/bin/$name-cli.js" "$room/usr/local/bin/$name"; done

chroot "$room" id learner >/dev/null 2>&1 || chroot "$room" useradd --create-home --shell /bin/bash learner
git clone --quiet --no-hardlinks "$project" "$room/home/learner/tenfold"
chroot "$room" chown -R learner:learner /home/learner

# The way to the package registry: names, certificates, and npm's own settings.
cp --dereference /etc/resolv.conf /etc/hosts "$room/etc/"
environment=(HOME=/home/learner PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8)
certificates=${NODE_EXTRA_CA_CERTS:-$(npm config get cafile)}
if [[ -f $certificates ]]; then
  cp "$certificates" "$room/etc/certificates.pem"
  environment+=(NODE_EXTRA_CA_CERTS=/etc/certificates.pem npm_config_cafile=/etc/certificates.pem)
fi
for name in registry proxy https-proxy noproxy; do
  value=$(npm config get "$name")
  [[ -z $value || $value == null ]] || environment+=("npm_config_${name//-/_}=$value")
done

mount -t proc proc "$room/proc"
mount --rbind /dev "$room/dev"
mount -t tmpfs -o mode=1777 tmpfs "$room/dev/shm"

# shellcheck disable=SC2016 # to be expanded inside
everything='
  npm test || failed=1
  npm start -- train --epochs 1 --batch-size 128 --log-every 100 || failed=1
  npm start -- serve >address & npm=$!
  until grep -q "^http" address; do kill -0 $npm && sleep 1; done
  node scripts/fetch-page.mjs "$(cat address)" >/dev/null || failed=1
  kill $npm
  wait $npm || true
  exit ${failed:-0}'
exec chroot --userspec=learner:learner "$room" /usr/bin/env -i "${environment[@]}" \
  /bin/bash -c "cd ~/tenfold && set -u && ${command:-$everything}"
