#!/bin/sh
# restore-test.sh: restores the snapshot beside this script, compares every file with the repository, and counts them.
set -eu

trap 'rm -rf restored' EXIT
rm -rf restored
restic restore "$(cat snapshot)" --target restored --verify
files=$(find restored -type f | wc -l)
test "$files" -gt 0
echo "Restored $files files"
