#!/bin/sh
# move-back.sh CLUSTER SERVICE: moves the service to what ran before.
set -eu

./move.sh "$1" "$2" "$(cat previous)"
