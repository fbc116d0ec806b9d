#!/bin/sh
# apply.sh LIVE FOLDER NAME: applies the plans in NAME/plans, which asks nobody and does nothing else, and marks the commit that stands now.
set -eu

commit=$(cat "$3/commit")
git -C "$1" checkout --quiet --detach "$commit"
terragrunt run --all --non-interactive --working-dir "$1/$2" --out-dir "$PWD/$3/plans" -- apply -input=false -no-color
git -C "$1" tag --force "applied-$3" "$commit"
