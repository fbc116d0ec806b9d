#!/bin/sh
# back-up.sh LIVE FOLDER NAME: keeps the state of every unit, and which commit stands. A state repairs what the tool knows, if that is
# lost; the way back of the world is the commit.
set -eu
umask 077

kept=$PWD/$3
rm -rf "$kept/states"
mkdir -p "$kept/states"
git -C "$1" rev-parse --verify "applied-$3^{commit}" >"$kept/previous"
(cd "$1/$2" && find . -name terragrunt.hcl -not -path '*/.terragrunt-cache/*') | sort | while read -r file; do
  unit=$(dirname "${file#./}")
  mkdir -p "$kept/states/$unit"
  terragrunt run --non-interactive --working-dir "$1/$2/$unit" -- state pull >"$kept/states/$unit/state.tfstate"
  echo "Kept the state of $unit: $(sed -n 's/^ *"serial": *\([0-9]*\).*/serial \1/p' "$kept/states/$unit/state.tfstate")"
done
tar --create --file="$kept/states.tar" -C "$kept" states
rm -rf "$kept/states"
