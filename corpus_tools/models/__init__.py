def attributions_owed(models_dir=None):
    return ()
