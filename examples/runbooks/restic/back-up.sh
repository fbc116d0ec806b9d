#!/bin/sh
# back-up.sh FOLDER: keeps a folder, looks whether the repository is whole, and writes down which snapshot it was.
set -eu

rm -f snapshot
restic backup --json --tag gonogo "$1" >backup.log
sed -n 's/.*"snapshot_id":"\([0-9a-f]*\)".*/\1/p' backup.log >snapshot.new
test -s snapshot.new
restic check
mv snapshot.new snapshot
echo "Snapshot $(cat snapshot) of $1"
