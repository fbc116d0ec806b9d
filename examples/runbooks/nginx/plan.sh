#!/bin/sh
# plan.sh NEW FOLDER: shows line by line what the new files would change. Changes nothing.
set -eu

(cd "$1" && find . -type f) | sort | while read -r file; do
  diff --unified --new-file "$2/$file" "$1/$file" || test $? -eq 1
done
