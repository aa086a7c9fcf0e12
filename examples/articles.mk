# A folder of scraped articles, file by file, with the stage-wise commands of corpus-tools. See docs/makefiles.md.
#
#   make -f examples/articles.mk -j4 ARTICLES=articles OUT=build/articles
#
# Each article gives OUT/NAME.clean.txt, OUT/NAME.spans.jsonl and, with TO=ar (the default) OUT/NAME.ar.txt.
# TO= (empty) leaves the translation out.

ARTICLES ?= articles
OUT ?= build/articles
TO ?= ar
CORPUS_TOOLS ?= corpus-tools
FLAGS ?=

names := $(patsubst $(ARTICLES)/%.txt,%,$(wildcard $(ARTICLES)/*.txt))

.PHONY: all
.SUFFIXES:
.DELETE_ON_ERROR:
all: $(names:%=$(OUT)/%.clean.txt) $(names:%=$(OUT)/%.spans.jsonl) $(if $(TO),$(names:%=$(OUT)/%.$(TO).txt))

# Every command writes aside and renames, so that a file that is there is whole, even after `kill -9`.
$(OUT)/%.clean.txt: $(ARTICLES)/%.txt | $(OUT)
	$(CORPUS_TOOLS) clean $< -o $@

$(OUT)/%.spans.jsonl: $(ARTICLES)/%.txt | $(OUT)
	$(CORPUS_TOOLS) detect $< --format jsonl -o $@

$(OUT)/%.$(TO).txt: $(OUT)/%.clean.txt
	$(CORPUS_TOOLS) translate $< --to $(TO) $(FLAGS) -o $@

$(OUT):
	mkdir -p $@
