from hypothesis import settings

# A busy machine is not a failure.
settings.register_profile("engine", deadline=None)
settings.load_profile("engine")
