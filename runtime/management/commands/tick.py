"""`manage.py tick`: run whatever is due, every minute, on as many machines as there are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from runtime.upkeep.runs import run_due_jobs


class Command(BaseCommand):
    """`manage.py tick`"""

    help = "Run the jobs that are due (deliver, sweep), each once wherever this is called. Exits with 1 after an alarm."

    def handle(self, *args: Any, **options: Any) -> None:
        reports = run_due_jobs()
        for name, report in reports.items():
            self.stdout.write(f"{name}: " + report.text.replace("\n", "\n  "))
        alarms = [name for name, report in reports.items() if not report.is_well]
        if alarms:
            raise CommandError(f"An operator should look: {', '.join(alarms)}.")
