def expire():
    return 0
