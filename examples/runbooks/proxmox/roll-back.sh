#!/bin/sh
# roll-back.sh VM: brings the machine back as its snapshot has it, and starts it.
set -eu

qm rollback "$1" "$(cat snapshot)"
qm start "$1"
qm status "$1" | grep -x 'status: running'
