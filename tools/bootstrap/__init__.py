"""From a bare machine to a running Sluitend, with the standard library only; `tools/start.sh` calls it.

What it says is Dutch, since it speaks to users before there is anything that could translate.
"""
