#!/bin/sh
# roll-back.sh FOLDER: brings the folder back as its snapshot has it. What stood there is kept as FOLDER.failed.
set -eu

snapshot=$(cat snapshot)
rm -rf "$1.failed"
mv "$1" "$1.failed"
if ! restic restore "$snapshot" --target / --include "$1" --verify; then
  rm -rf "$1"
  mv "$1.failed" "$1"
  echo "Restoring snapshot $snapshot did not succeed: $1 is as it was before the rollback." >&2
  exit 1
fi
