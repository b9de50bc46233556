#!/bin/sh
# The browser tests look at the report in a real Chromium with Chinese fonts.
# Without it they are skipped, and say so.
set -eu
command -v chromium >/dev/null && [ -d /usr/share/fonts/opentype/noto ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 && exit 0
fi
echo "note: chromium and fonts-noto-cjk are not installed; the browser tests will be skipped" >&2
