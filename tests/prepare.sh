#!/bin/sh
# What the tests need beside .venv: Chromium, for the pages, and PostgreSQL, for the contracts of the database.
# Installs what is missing where it may; else says how. Never fails: the tests themselves do, in CI.
need=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need="$need chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || need="$need postgresql"
[ -z "$need" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "installing for the tests:$need"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null
else
  echo "The tests want:$need. On Debian or Ubuntu: sudo apt-get install -y$need"
fi
exit 0
