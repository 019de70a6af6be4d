"""Exchange with other tools for qualitative work, in the files of REFI-QDA 1.5 (`formats.qdpx`).

Out: `leaving` makes a project of an evaluation, `asking` has it made and kept for a day. In: `receiving` takes a file
in and has it read, `arriving` brings it in, `placing` puts codes on texts once these may be coded.
"""
