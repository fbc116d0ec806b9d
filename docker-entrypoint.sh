#!/bin/sh
# Runs the bot. On SIGTERM the bot takes no new work and ends; a step that still runs in its wrapper goes on, and this
# container stays until the last of them has written down how it ended: the end of the container would kill it.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)

"$@" &
app=$!
trap 'kill -TERM "$app" 2>/dev/null' TERM INT

wait "$app"
status=$?
# A signal ends a wait, not the bot: wait for it again.
while kill -0 "$app" 2>/dev/null; do
  wait "$app"
  status=$?
done

wrappers() {
  for process in /proc/[0-9]*; do
    line=$({ tr '\0' ' ' <"$process/cmdline"; } 2>/dev/null)
    case $line in *" $here/src/jobs/command/wrapper.ts "*) return 0 ;; esac
  done
  return 1
}

said=no
while wrappers; do
  [ "$said" = yes ] || echo 'A step is still running: this container ends after it.'
  said=yes
  sleep 1
done
exit "$status"
