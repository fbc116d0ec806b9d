#!/bin/sh
# show-plans.sh NAME: prints the plans under their units, and the report of the run they are of. They hold secrets in clear: they are
# not kept.
set -eu

cd "$1/plans"
trap 'find . -name tfplan.json -delete' EXIT
find . -name tfplan.json | sort | while read -r file; do
  unit=${file#./}
  printf '{"unit":"%s","plan":' "${unit%/tfplan.json}"
  cat "$file"
  printf '}\n'
done
cat ../report.json
