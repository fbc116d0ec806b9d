#!/bin/sh
# restore-test.sh VM: looks whether the snapshot is listed, and whether the machine was left without a lock.
set -eu

qm listsnapshot "$1" >listed
grep -wF "$(cat snapshot)" listed
if qm config "$1" | grep '^lock:'; then
  echo "VM $1 is locked." >&2
  exit 1
fi
