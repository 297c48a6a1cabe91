"""The file and what calculates it: workbooks written and read as XML, without knowledge of the model.

Writing: a `Book` (book.py) has `Sheet`s (sheet.py) with `Style`s (style.py), and its `content` is the file. Given the
values that an engine found, cells and charts carry them in the same pass.
"""
