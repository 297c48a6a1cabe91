"""What the extension holds of Python: it runs inside LibreOffice, on Python 3.8 and later, without xltco or numpy."""
