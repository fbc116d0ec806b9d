#!/bin/sh
# apply.sh VM MEMORY: sets the memory and reboots the machine, so that it has it.
set -eu

qm set "$1" --memory "$2"
qm reboot "$1" --timeout 300
