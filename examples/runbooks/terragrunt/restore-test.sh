#!/bin/sh
# restore-test.sh NAME: takes the states out of the backup and has OpenTofu read each.
set -eu
umask 077

trap 'rm -rf restored' EXIT
rm -rf restored
mkdir restored
tar --extract --file="$1/states.tar" -C restored
find restored -name state.tfstate | sort | while read -r state; do
  tofu show -json "$state" >/dev/null
  echo "OpenTofu reads ${state#restored/states/}"
done
