#!/bin/sh
# One checked backup of the database into a folder; old ones go. Needs pg_dump of the server's major version.
#   DATABASE_URL            postgresql://user:password@host/database
#   KANTONG_CADANGAN        the folder (default: ./cadangan)
#   KANTONG_CADANGAN_HARI   days to keep (default: 30)
set -eu
umask 077

folder=${KANTONG_CADANGAN:-./cadangan}
days=${KANTONG_CADANGAN_HARI:-30}
url=$(printf '%s' "${DATABASE_URL:?DATABASE_URL}" | sed 's|^postgresql+psycopg:|postgresql:|')
file=$folder/kantong-$(date -u +%Y%m%dT%H%M%SZ).dump

mkdir -p "$folder"
trap 'rm -f "$file.part"' EXIT
pg_dump --format=custom --compress=6 --no-owner --no-privileges --file="$file.part" "$url"
pg_restore --list "$file.part" >/dev/null # a truncated file has no table of contents
mv "$file.part" "$file"
find "$folder" -name 'kantong-*.dump' -type f -mtime "+$days" -exec rm -f {} +
printf 'cadangan: %s (%s)\n' "$file" "$(du -h "$file" | cut -f1)"
