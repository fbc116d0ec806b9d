#!/bin/sh
# plan.sh VM MEMORY: says what the machine has and what it is to have. Changes nothing.
set -eu

now=$(qm config "$1" | sed -n 's/^memory: //p')
echo "VM $1: memory ${now:-512} MB -> $2 MB, with a reboot"
