"""Hold the bicycle grants of the library against a public model of them: `python -m tests.velo.compare`.

The model is `@betagouv/aides-velo` 3.6.1, "Modèle Publicodes pour le calcul des aides vélo en France", by its authors
at beta.gouv.fr, after Mes Aides Vélo by Maxime Quandalle; Apache-2.0. It is fetched with npm into a folder that git
ignores, with what it depends on, and run by Node as it is: none of it is part of this project.

The model holds the values of 2025 for the Métropole de Lyon, so that table is compared as on a day of 2025. It knows
no age: everybody here is old enough. It does not round: amounts agree when they are the same cent. Exit code 1 when
one situation differs, or one commune of either metropolis.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import cycle, islice, product
from pathlib import Path

import schemas
from schemas.compilation.compiled import Compiled, compile_document
from schemas.format.reading import read_document
from schemas.rules.values import SCALE
from schemas.simulation.assessment import assess

MODEL = "@betagouv/aides-velo@3.6.1"
HERE = Path(__file__).parent
FETCHED = HERE / "fetched"
DOCUMENT = Path(schemas.__file__).parent / "library" / "simulators" / "aide-velo.json"

SITUATIONS = 200
SEED = 2026
CENT = Decimal("0.01")

#: Our choices and the words of the model.
BICYCLES = {
    "mecanique": "mécanique simple",
    "electrique": "électrique",
    "cargo": "cargo",
    "cargo_electrique": "cargo électrique",
    "pliant": "pliant",
    "pliant_electrique": "pliant électrique",
    "motorisation": "motorisation",
    "adapte": "adapté",
}
STATES = ("neuf", "occasion")
PARTS = [Decimal(each) for each in ("1", "1.5", "2", "2.5", "3", "4.25")]


@dataclass(frozen=True, slots=True)
class Table:
    """One metropolis: its name and its rule in the model, and where its table changes (income a share and a year)."""

    name: str
    rule: str
    computed: str
    today: date
    incomes: tuple[int, ...]
    prices: tuple[int, ...]


TABLES = (
    Table("Métropole de Lyon", "aides . lyon", "a_lyon", date(2025, 6, 30), (12_231, 26_200), (150, 2_500, 3_200)),
    Table(
        "Nantes Métropole", "aides . nantes", "a_nantes", date(2026, 11, 25), (4_200, 6_000, 9_000, 10_800),
        (50, 120, 150, 250, 500, 800, 1_500),
    ),
)  # fmt: skip


def main() -> int:
    fetch()
    document, _ = read_document(DOCUMENT.read_bytes())
    compiled = compile_document(document)[0] if document else None
    if compiled is None:
        sys.exit(f"{DOCUMENT} does not compile.")
    found = [compare(table, compiled) for table in TABLES]
    sys.stdout.write("".join(f"{line}\n" for each in found for line in each.lines()))
    return int(any(each.differing or each.apart for each in found))


def fetch() -> None:
    """Fetch the model and what it depends on, unless it is there; nothing that it brings is run while it installs."""
    FETCHED.mkdir(exist_ok=True)
    if not (FETCHED / "node_modules" / "@betagouv" / "aides-velo").exists():
        options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(["npm", "install", *options, "--prefix", FETCHED, MODEL], check=True)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of one table: our amounts, the answers on which the model gives another, and communes apart."""

    name: str
    amounts: list[Decimal]
    differing: list[tuple[Mapping[str, object], Decimal, Decimal]]
    apart: set[str]

    def lines(self) -> Iterator[str]:
        for answers, theirs, ours in self.differing:
            yield f"{self.name}: {json.dumps(answers, ensure_ascii=False)}: the model gives {theirs}, we give {ours}"
        if self.apart:
            yield f"{self.name}: communes that only one of us knows: {', '.join(sorted(self.apart))}"
        granted = [amount for amount in self.amounts if amount]
        yield (
            f"{self.name}: {len(self.amounts)} situations, {len(self.differing)} differ;"
            f" {len(granted)} get a grant, of {len(set(granted))} amounts; {len(self.apart)} communes differ"
        )


def compare(table: Table, compiled: Compiled) -> Comparison:
    """Give the same situations to the model and to our simulator."""
    communes = communes_of(table, compiled)
    answers = list(islice(situations(table, communes), SITUATIONS))
    model = ask_model(table, [worded(each, table) for each in answers])
    theirs = [Decimal(str(amount or 0)) for amount in model["amounts"]]
    ours = [amount_of(compiled, each, table.today) for each in answers]
    differing = [found for found in zip(answers, theirs, ours, strict=True) if abs(found[1] - found[2]) > CENT / 2]
    return Comparison(table.name, ours, differing, communes ^ set(model["communes"]))


def communes_of(table: Table, compiled: Compiled) -> set[str]:
    """Return the INSEE codes of a metropolis, from our document."""
    computed = compiled.document.rules["computed"]
    return set(computed[table.computed]["in"][1]["list"])


def situations(table: Table, communes: set[str]) -> Iterator[dict[str, object]]:
    """Yield answers without end: each bicycle in each state in turn, prices and incomes around where a table turns."""
    chance = random.Random(f"{SEED} {table.name}")
    codes = sorted(communes)
    for bicycle, state in cycle(product(BICYCLES, STATES)):
        parts = chance.choice(PARTS)
        yield {
            "commune": {"code": chance.choice(codes), "name": "Commune"},
            "age": chance.randint(16, 90),
            "revenu": str(near(chance, table.incomes, least=0, most=30_000, times=parts)),
            "parts": str(parts),
            "velo": bicycle,
            "etat": state,
            "prix": str(near(chance, table.prices, least=1, most=7_000)),
        }


def near(
    chance: random.Random, turns: tuple[int, ...], *, least: int, most: int, times: Decimal = Decimal(1)
) -> Decimal:
    """Return an amount on a turn of a table, a cent or a euro beside it, or anywhere."""
    if chance.random() < 0.4:
        return (Decimal(chance.randint(least * 100, most * 100)) / 100).quantize(CENT)
    beside = chance.choice(["0", "0", "0.01", "-0.01", "1", "-1"])
    return (chance.choice(turns) * times + Decimal(beside)).quantize(CENT)


def worded(answers: Mapping[str, object], table: Table) -> dict[str, object]:
    """Return answers in the words of the model."""
    income = "revenu fiscal de référence par part"
    return {
        "localisation . epci": f"'{table.name}'",
        "vélo . type": f"'{BICYCLES[str(answers['velo'])]}'",
        "vélo . état": f"'{answers['etat']}'",
        "vélo . prix": float(str(answers["prix"])),
        f"{income} . revenu de référence": float(str(answers["revenu"])),
        f"{income} . nombre de parts": float(str(answers["parts"])),
    }


def ask_model(table: Table, asked: list[dict[str, object]]) -> dict[str, list]:
    question = json.dumps({"rule": table.rule, "body": table.name, "situations": asked})
    command = ["node", HERE / "evaluate.mjs", FETCHED]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def amount_of(compiled: Compiled, answers: Mapping[str, object], today: date) -> Decimal:
    """Return the grant that our simulator tells: nothing when a criterion is not met."""
    found = assess(compiled, answers, today=today)
    amounts = [each.value for each in found.amounts if isinstance(each.value, int)]
    return Decimal(sum(amounts)) / SCALE if found.verdict == "eligible" else Decimal(0)


if __name__ == "__main__":
    sys.exit(main())
