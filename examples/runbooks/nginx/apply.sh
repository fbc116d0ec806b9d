#!/bin/sh
# apply.sh NEW FOLDER: puts the new files into the folder and has nginx read them, if it accepts them.
set -eu

cp --recursive --verbose "$1/." "$2"
if ! nginx -t -c "$2/nginx.conf"; then
  ./put-back.sh "$2"
  echo "nginx does not accept $1: everything is as it was, and nothing was reloaded for it." >&2
  exit 1
fi
nginx -c "$2/nginx.conf" -s reload
