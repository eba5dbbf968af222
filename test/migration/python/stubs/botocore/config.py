"""Settings of a client, which the stand-in does not need."""


class Config:
    def __init__(self, **settings):
        self.settings = settings
