#!/bin/sh
# put-back.sh FOLDER: makes the folder what before.tar has, and has nginx read it.
set -eu

tar --list --file=before.tar >/dev/null
find "$1" -mindepth 1 -delete
tar --extract --file=before.tar -C "$1"
nginx -t -c "$1/nginx.conf"
nginx -c "$1/nginx.conf" -s reload
