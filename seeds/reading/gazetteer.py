"""The names that ship in seeds/data, as reading sees them: plain data, looked up by folded key.

Reading gets a Gazetteer passed in (it opens no database); ``load()`` reads the files of seeds/data once a process.
``version`` is a hash of those files and is part of the reader's version.
"""
