#!/bin/sh
# Make the virtual environment; on Debian the module for it is a package of its own.
set -eu
python=$1
venv=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "needlens needs Python 3.11 or newer; $("$python" --version) is what PYTHON=$python gives" >&2
    exit 2
}
"$python" -m venv "$venv" 2>/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    exec "$python" -m venv "$venv"
fi
echo "cannot make a virtual environment: install the package python3-venv and try again" >&2
exit 2
