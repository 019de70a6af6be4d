# Two commands: `make demo` runs the product, `make test` tests it. All work is done in tools/bootstrap.
PORT ?= 8000
DATA ?= var/data
ARGS ?=

.PHONY: demo setup test test-fresh oracle lint bench load lock help

help:
	@echo "make demo        installeert alles en start Sluitend   (PORT=8000 DATA=var/data)"
	@echo "make test        alle tests                            (ARGS=\"-k naam\")"
	@echo "make lint        stijl, typen, lagen, vertalingen, licenties"
	@echo "make bench       metingen"
	@echo "make load        vijftig mensen die tien minuten coderen (ARGS=\"--people 20 --seconds 60\")"
	@echo "make test-fresh  beide opdrachten in een verse kopie"
	@echo "make oracle      irrCAC, lifelines en pm4py, om mee te vergelijken, apart van Sluitend"
	@echo "make lock        nieuwe lockbestanden uit pyproject.toml"

demo:
	@sh tools/start.sh demo "$(PORT)" "$(DATA)"

setup test test-fresh oracle lint bench load lock:
	@sh tools/start.sh $@ $(ARGS)
