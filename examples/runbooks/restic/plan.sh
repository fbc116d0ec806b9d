#!/bin/sh
# plan.sh RELEASE FOLDER: says which files of a release are new or differ in the folder. Changes nothing.
set -eu

(cd "$1" && find . -type f) | sort | while read -r file; do
  if ! test -e "$2/$file"; then
    echo "+ $file"
  elif ! cmp -s "$1/$file" "$2/$file"; then
    echo "~ $file"
  fi
done
