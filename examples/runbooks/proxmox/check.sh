#!/bin/sh
# check.sh VM MEMORY: the machine runs, and with that memory; nothing waits for another reboot.
set -eu

qm status "$1" | grep -x 'status: running'
qm pending "$1" | grep -x "cur memory: $2"
