#!/bin/sh
# snapshot.sh VM: takes a snapshot and writes down its name. It stands in the way of the next one until somebody deletes it.
set -eu

rm -f snapshot
name="gonogo-$(date -u +%Y%m%d-%H%M%S)"
qm snapshot "$1" "$name" --description 'before a change'
echo "$name" >snapshot
