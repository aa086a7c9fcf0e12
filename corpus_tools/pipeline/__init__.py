"""From a pipeline file to a corpus: configuration, plan, run, manifest."""
