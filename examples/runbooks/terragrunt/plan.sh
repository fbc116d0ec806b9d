#!/bin/sh
# plan.sh LIVE FOLDER NAME COMMIT: plans every unit of a folder at a commit into NAME/plans. Changes nothing that stands.
set -eu
umask 077

kept=$PWD/$3
rm -rf "$kept/plans" "$kept/report.json"
mkdir -p "$kept"
git -C "$1" fetch --quiet origin
git -C "$1" checkout --quiet --detach "$4"
terragrunt run --all --non-interactive --working-dir "$1/$2" \
  --out-dir "$kept/plans" --json-out-dir "$kept/plans" --report-file "$kept/report.json" -- plan -input=false -no-color
git -C "$1" rev-parse HEAD >"$kept/commit"
