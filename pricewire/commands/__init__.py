"""One module a command; `pricewire.cli` lists them."""
