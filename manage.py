#!/usr/bin/env python
"""Run Django's commands with the development settings unless others are named."""

import os
import sys

from django.core.management import execute_from_command_line
from environs import EnvError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(f"The site does not start: {error}")
