"""Limits: how often anything may be done, and the checks of those that an operator chose."""

from environs import EnvValidationError

#: At most so many, each in the time said beside it. `of_all` counts the whole site, and only raises an alarm.
LIMITS = {
    "lookups": 10,  # requests looked up by their number: a client, a minute (bar X2)
    "lookups_of_all": 200,  # an hour
    "codes": 10,  # return codes of drafts tried: a client, a minute
    "codes_of_all": 200,  # an hour
    "drafts": 60,  # begun, or filed by a program without a token: a client, an hour: a family, a library, not a script
    "uploads": 120,  # files sent ahead of a request: a client, an hour
    "mails_to_address": 3,  # caused by anonymous acts: an address, an hour (bar X29)
    "mails_of_draft": 5,  # an hour
    "mails_of_client": 20,  # an hour: a town hall where people are helped
    "mails_of_all": 1_000,  # an hour
    "log_ins": 10,  # tried for an account by a client, in five minutes
    "log_ins_of_client": 30,  # in five minutes
    "log_ins_of_account": 60,  # an hour: the account then rests, whoever tries
    "resets": 5,  # passwords forgotten: a client, an hour
    "posts": 6_000,  # pages sent: a client, an hour: a school shares one address
    "posts_of_all": 50_000,  # an hour
    "kilobytes": 500_000,  # sent: a client, an hour
    "kilobytes_of_all": 5_000_000,  # an hour
    "suggestions": 600,  # a client, a minute: a fast typist asks four times a second, a town hall shares one address
    "simulations": 300,  # pages of simulators: a client, a minute
    "evaluations": 300,  # simulators asked by programs: a client, a minute
    "wrong_results": 10,  # results of simulators said to be wrong: a client, an hour
    "unknown_tokens": 30,  # a client, a minute: a program that is set up wrongly, since nobody guesses 256 bits
    "calls": 600,  # of one token, a minute
}


def limits(given: dict[str, int]) -> dict[str, int]:
    """Return the limits with those of LIMITS, `drafts=200,posts=5000`, in the place of the usual ones."""
    unknown = sorted(given.keys() - LIMITS.keys())
    if unknown:
        raise EnvValidationError(f"LIMITS knows {', '.join(LIMITS)}; not {', '.join(unknown)}", unknown)
    if min(given.values(), default=1) < 1:
        raise EnvValidationError("LIMITS counts from 1", ["limits"])
    return LIMITS | given
