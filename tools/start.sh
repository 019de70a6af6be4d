#!/bin/sh
# Find a Python that will do and hand over to tools/bootstrap; plain words when there is none.
# POSIX sh and coreutils only: this runs before anything is installed.
cd "$(dirname "$0")/.." || exit 1

each() { # every program of these names on PATH, also one that another hides (as pyenv's shims do)
    for name in "$@"; do
        case $name in */*) echo "$name"; continue ;; esac
        old_ifs=$IFS
        IFS=:
        for folder in $PATH; do
            [ -x "$folder/$name" ] && echo "$folder/$name"
        done
        IFS=$old_ifs
    done
}

works() { # $1 = interpreter, $2 = modules that it must have
    "$1" -c "import sys, $2; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1
}

for needs in venv,ensurepip venv; do # one that can make an environment by itself goes first
    for python in $(each ${PYTHON:-python3.13 python3.12 python3.11 python3}); do
        if works "$python" "$needs"; then
            exec "$python" -m tools.bootstrap "$@"
        fi
    done
done

for python in $(each ${PYTHON:-python3 python}); do
    if found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); then
        if works "$python" sys; then
            echo "Deze Python ($found) mist de module venv. Installeer het pakket python3-venv en probeer het opnieuw." >&2
        else
            echo "Deze Python is te oud ($found). Sluitend heeft Python 3.11 of nieuwer nodig; installeer die en probeer het opnieuw." >&2
        fi
        exit 1
    fi
done
echo "Er is geen Python gevonden. Installeer Python 3.11 of nieuwer (pakketten python3 en python3-venv) en probeer het opnieuw." >&2
exit 1
