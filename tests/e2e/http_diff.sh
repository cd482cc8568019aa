#!/bin/sh
# http_diff - the same bytes to our reader of HTTP, to Node and to nginx: `http_diff.sh BUILD COUNT
# [SEED]`. What is accepted must be the same requests everywhere.
set -u
cd "$(dirname "$0")/../.." || exit 1
built=${1:-build}
count=${2:-10000}
seed=${3:-20261123}
. tests/e2e/common.sh
. tests/node.sh

name='what is accepted are the same requests to Node and nginx'
# Debian keeps it where a plain user does not look.
nginx=$(PATH=$PATH:/usr/sbin:/sbin command -v nginx)
if [ -z "$nginx" ]; then
	skipped "$name" 'nginx is not installed'
elif ! node_ready; then
	skipped "$name" "$node_why"
else
	"$node" tests/e2e/http_diff.mjs "$built/tests/http_frames" "$nginx" "$home" "$count" "$seed" 2>&1
	# 1: it came to its end, and some streams were wrong.
	case $? in
	0 | 1) ;;
	*) bad 'the comparison comes to its end' "$(tail -n 3 "$home/nginx.log" 2>/dev/null)" ;;
	esac
fi
