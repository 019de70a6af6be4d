"""What an entry of the catalogue is made of. Nothing here knows Django, so that an entry also runs on a file."""
