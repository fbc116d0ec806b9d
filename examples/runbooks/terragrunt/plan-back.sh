#!/bin/sh
# plan-back.sh LIVE FOLDER NAME: the same at the commit that stood when the backup was made.
set -eu

./plan.sh "$1" "$2" "$3" "$(cat "$3/previous")"
