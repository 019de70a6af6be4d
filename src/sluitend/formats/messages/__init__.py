"""What the readers of message traffic (`formats.ijw`, `formats.corv`) share: files, safe XML, keys and the event table.

Messages name people. A reader never gives a citizen service number (BSN), a name, a birth date or an address: who a
message is about is given as `key(BSN)`, where the caller brings the key.
"""
