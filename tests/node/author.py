"""Rules and answers made at random, most of them near an edge: what both evaluators are held together with."""

from random import Random

BIG = "999999999999999999.999999"
NUMS = [
    "0",
    "1",
    "-1",
    "2",
    "3",
    "0.5",
    "-0.5",
    "2.5",
    "-2.5",
    "1.5",
    "0.000001",
    "-0.000001",
    "0.0000015"[:8],
    "0.333333",
]
NUMS += ["12.345", "-12.345", "12.344999", "0.005", "10", "17.999999", "18", "25", "1000000000", "-1000000000"]
NUMS += ["9007199254740993", "999999999999999999", BIG, f"-{BIG}", "7.7", "28", "29", "12", "-12", "48", "1200"]
STEPS = ["0.01", "0.000001", "0.05", "0.25", "1", "3", "10", "100"]
DAYS = ["2024-02-29", "2024-02-28", "2024-03-01", "2023-02-28", "2023-03-01", "2026-01-31", "2026-03-31", "2026-04-30"]
DAYS += ["1900-02-28", "1900-03-01", "2000-02-29", "2000-02-28", "2100-02-28", "2100-03-01", "1896-02-29", "2008-02-29"]
DAYS += ["0001-01-01", "0001-03-31", "0099-12-31", "9999-12-31", "9999-11-30", "1969-12-31", "1970-01-01", "2026-12-31"]
DAYS += ["2025-12-31", "2026-01-01", "2026-11-22", "2026-06-30", "2026-07-01", "2023-01-29", "2023-01-30", "1899-12-31"]
KEYS = ["a", "b", "c", "ab", "75", "75056", "2A", "2A004", "971", "é", "😀"]
#: What days, months and years are counted with.
COUNTS = [
    "0",
    "1",
    "-1",
    "2",
    "3",
    "12",
    "-12",
    "18",
    "100",
    "0.5",
    "365",
    "1200",
    "-1200",
    "146097",
    "999999999999999999",
]

TYPES = {f"{kind}{number}": kind for kind in ("bool", "num", "str", "date", "list") for number in (1, 2)}
#: The questions of an item are called as some outside, which must not be taken for one another.
TYPES |= {"g": "group"} | {f"g[].{kind}1": kind for kind in ("bool", "num", "str", "date", "list")}
KINDS = ("bool", "num", "str", "date", "list")

#: The methods of `Author` that write something of a type; one that stands twice is written more often.
WRITERS = {
    "bool": "logic opposite compared compared between in_list lists starts_with answered any_or_all chosen table param",
    "num": "sum sum divided rounded rounded elapsed elapsed count counted chosen table scale param",
    "date": "later later first_of chosen table param",
    "str": "chosen table param",
    "list": "chosen param",
}
WRITERS = {kind: words.split() for kind, words in WRITERS.items()}

PARAMS = {
    "num": {
        "type": "num",
        "values": [
            {"from": "2026-01-01", "num": "18"},
            {"from": "2024-02-29", "to": "2024-02-29", "num": "2.5"},
            {"from": "2025-01-01", "to": "2025-12-31", "num": 3},
        ],
    },
    "date": {"type": "date", "values": [{"from": "1900-03-01", "date": "2026-06-30"}]},
    "bool": {"type": "bool", "values": [{"from": "2026-01-01", "bool": True}, {"from": "2026-07-01", "bool": False}]},
    "str": {"type": "str", "values": [{"from": "2000-02-29", "str": "75"}]},
    "list": {"type": "list", "values": [{"from": "2000-02-29", "to": "2026-11-22", "list": ["a", "75"]}]},
}


class Author:
    """Writes rules of a type over the names of `TYPES`, and answers to them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.quantifiers = 0

    def case(self):
        """Return a rule of some type, and answers."""
        kind = self.random.choices(KINDS, [10, 6, 1, 3, 1])[0]
        return self.rule(kind, self.random.randint(1, 4)), self.answers(), kind

    # Answers

    def answers(self):
        answers = {name: self.answer(kind) for name, kind in TYPES.items() if "[]." not in name and kind != "group"}
        items = [{f"{kind}1": self.answer(kind) for kind in KINDS} for _ in range(self.random.randint(0, 3))]
        return answers | {"g": items, "@today": self.answer("date")}

    def answer(self, kind):
        if self.random.random() < 0.15:
            return None
        return self.random.choice([True, False]) if kind == "bool" else self.value(kind)

    def value(self, kind):
        if kind == "list":
            return self.random.choices(KEYS, k=self.random.randint(1, 3))
        return self.random.choice({"num": NUMS, "date": DAYS, "str": KEYS}[kind])

    # Rules

    def rule(self, kind, depth):
        if depth > 0 and self.random.random() < 0.85:
            return getattr(self, self.random.choice(WRITERS[kind]))(kind, depth - 1)
        return self.name(kind) if self.random.random() < 0.7 else self.literal(kind)

    def name(self, kind):
        if kind == "date" and self.random.random() < 0.3:
            return {"var": "@today"}
        if self.quantifiers and self.random.random() < 0.6:
            return {"var": f"item.{kind}1"}
        return {"var": f"{kind}{self.random.choice([1, 2])}"}

    def literal(self, kind):
        if kind == "bool":
            return self.random.choice([True, False])
        value = self.value(kind)
        if kind == "num" and value.lstrip("-").isdigit() and abs(int(value)) < 2**53:
            return int(value)
        return {kind: value} if kind in ("num", "date") else value

    def several(self, kind, depth, least, most):
        return [self.rule(kind, depth) for _ in range(self.random.randint(least, most))]

    def logic(self, kind, depth):
        return {self.random.choice(["and", "or"]): self.several("bool", depth, 1, 3)}

    def opposite(self, kind, depth):
        return {"!": self.rule("bool", depth)}

    def compared(self, kind, depth):
        inner = self.random.choice(["num", "num", "date", *KINDS])
        words = ["==", "!="] if inner in ("bool", "str", "list") else ["<", "<=", ">", ">=", "==", "!="]
        return {self.random.choice(words): self.several(inner, depth, 2, 2)}

    def between(self, kind, depth):
        return {"between": self.several(self.random.choice(["num", "date"]), depth, 3, 3)}

    def in_list(self, kind, depth):
        return {"in": [self.rule("str", depth), self.rule("list", depth)]}

    def lists(self, kind, depth):
        return {self.random.choice(["has_any", "has_all"]): self.several("list", depth, 2, 2)}

    def starts_with(self, kind, depth):
        return {"starts_with": [self.rule("str", depth), self.rule(self.random.choice(["str", "list"]), depth)]}

    def answered(self, kind, depth):
        name = self.name(self.random.choice(KINDS))
        return {"answered": self.random.choice([name, name["var"], [name["var"]]])}

    def body(self, word, kind, depth):
        """Return a quantifier, unless two are open already: then something without items."""
        if self.quantifiers == 2:
            return self.literal("bool" if word in ("any", "all") else "num")
        self.quantifiers += 1
        inner = self.rule(kind, depth)
        self.quantifiers -= 1
        return {word: [self.random.choice(["g", {"var": "g"}]), inner]}

    def any_or_all(self, kind, depth):
        return self.body(self.random.choice(["any", "all"]), "bool", depth)

    def counted(self, kind, depth):
        return self.body("count_if", "bool", depth) if self.random.random() < 0.5 else self.body("sum_of", "num", depth)

    def sum(self, kind, depth):
        word, least, most = self.random.choice([("+", 1, 3), ("-", 1, 2), ("*", 1, 3), ("min", 1, 3), ("max", 1, 3)])
        return {word: self.several("num", depth, least, most)}

    def divided(self, kind, depth):
        return {"/": self.several("num", depth, 2, 2)}

    def rounded(self, kind, depth):
        word = self.random.choice(["round", "floor", "ceil"])
        steps = [[], [{"num": self.random.choice(STEPS)}]]
        return {word: [self.rule("num", depth), *self.random.choice(steps)]}

    def elapsed(self, kind, depth):
        return {self.random.choice(["years", "months", "days"]): self.several("date", depth, 2, 2)}

    def count(self, kind, depth):
        return {"count": [self.rule("list", depth)]} if self.random.random() < 0.6 else {"count": {"var": "g"}}

    def later(self, kind, depth):
        count = {"num": self.random.choice(COUNTS)} if self.random.random() < 0.7 else self.rule("num", depth)
        return {self.random.choice(["add_days", "add_months", "add_years"]): [self.rule("date", depth), count]}

    def first_of(self, kind, depth):
        return {self.random.choice(["first_of_month", "first_of_year"]): self.rule("date", depth)}

    def chosen(self, kind, depth):
        pairs = [self.rule(each, depth) for each in ("bool", kind) * self.random.randint(1, 2)]
        return {"if": [*pairs, self.rule(kind, depth)]}

    def param(self, kind, depth):
        return {"param": self.random.choice([kind, [kind, self.rule("date", depth)]])}

    def scale(self, kind, depth):
        starts = sorted({self.random.randint(-2, 30) for _ in range(self.random.randint(1, 4))})
        rates = [self.random.choice([self.literal("num"), {"num": "0.11"}, {"param": "num"}]) for _ in starts]
        brackets = [{"from": start, "rate": rate} for start, rate in zip(starts, rates, strict=True)]
        return {"scale": {"of": self.rule("num", depth), "brackets": brackets}}

    def table(self, kind, depth):
        inputs = [self.random.choice(["bool", "num", "num", "date", "str"]) for _ in range(self.random.randint(1, 3))]
        hits = ["first", "unique", "collect-sum"] if kind == "num" else ["first", "unique"]
        rows = [
            {"when": [self.cell(each) for each in inputs], "then": self.rule(kind, depth - 1)}
            for _ in range(self.random.randint(1, 4))
        ]
        table = {
            "inputs": [self.rule(each, depth - 1) for each in inputs],
            "hit": self.random.choice(hits),
            "rows": rows,
        }
        return {"table": table | self.random.choice([{}, {"default": self.rule(kind, depth - 1)}])}

    def cell(self, kind):
        choice = self.random.random()
        if choice < 0.3:
            return None
        if choice < 0.5 or kind == "bool":
            return {"=": self.literal(kind)}
        if choice < 0.7 or kind == "str":
            return {"in": [self.literal(kind) for _ in range(self.random.randint(1, 3))]}
        low, high = sorted([self.value(kind), self.value(kind)], key=float if kind == "num" else str)
        bounds = self.random.choice([[low, high], [None, high], [low, None]])
        return {"range": [None if bound is None else {kind: bound} for bound in bounds]}
