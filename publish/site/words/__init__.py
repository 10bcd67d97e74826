"""The words of the pages in English and Chinese, one file for each page."""
