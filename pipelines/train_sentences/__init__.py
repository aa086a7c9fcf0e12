"""The recipe of the sentence models: `train` makes a Stanza folder from the sources in `training_text`."""
