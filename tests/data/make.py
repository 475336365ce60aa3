"""Regenerate the evaluation data of this folder, and the examples of the English demo FAQ, from the published data sets.

    python tests/data/make.py FOLDER

FOLDER holds `banking77/{train,test}.csv`, `clinc150/clinc_full.json` and `crosswoz/dialogues_val_test.jsonl`
(where they come from: SOURCES.md). The same input always gives the same bytes: every choice is drawn from SEED, and
classes are visited in alphabetical order. The `zh_*.csv` files are written by hand and not touched.
"""

import csv
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SEED = 20261122
EXAMPLES_PER_CLASS = 10
CLINC_OUT_OF_SCOPE = 900
CROSSWOZ_DIALOGUES = 200

HERE = Path(__file__).parent
ENGLISH_FAQ = HERE.parents[1] / "src/kefu/config/demo/content/faq.en.csv"
FAQ_COLUMNS = ("key", "question", "similar", "answer", "category")

CLINC_DOMAINS = {
    "Banking": [
        "account_blocked",
        "balance",
        "bill_balance",
        "bill_due",
        "freeze_account",
        "interest_rate",
        "min_payment",
        "order_checks",
        "pay_bill",
        "pin_change",
        "report_fraud",
        "routing",
        "spending_history",
        "transactions",
        "transfer",
    ],
    "Credit cards": [
        "application_status",
        "apr",
        "card_declined",
        "credit_limit",
        "credit_limit_change",
        "credit_score",
        "damaged_card",
        "expiration_date",
        "improve_credit_score",
        "international_fees",
        "new_card",
        "redeem_rewards",
        "replacement_card_duration",
        "report_lost_card",
        "rewards_balance",
    ],
}


def main(folder: Path) -> None:
    make_banking77(folder / "banking77")
    make_clinc150(folder / "clinc150/clinc_full.json")
    make_crosswoz(folder / "crosswoz/dialogues_val_test.jsonl")


def make_banking77(folder: Path) -> None:
    train, test = read_banking77(folder / "train.csv"), read_banking77(folder / "test.csv")
    examples = draw_examples(train, unseen=[query for query, _ in test])
    refresh_english_faq(examples)
    categories = {row["key"]: row["category"] for row in read_csv(ENGLISH_FAQ)}
    write_csv(HERE / "banking77_faq.csv", FAQ_COLUMNS, faq_rows(examples, categories))
    write_csv(HERE / "banking77_test.csv", ("query", "key"), test)


def read_banking77(path: Path) -> list[tuple[str, str]]:
    return [(one_line(row["text"]), row["category"].rstrip("?").lower()) for row in read_csv(path)]


def refresh_english_faq(examples: Mapping[str, Sequence[str]]) -> None:
    """Replace the `similar` column only: questions, answers and categories are written by hand in the file itself."""
    rows = read_csv(ENGLISH_FAQ)
    for row in rows:
        row["similar"] = "|".join(examples[row["key"]])
    write_csv(ENGLISH_FAQ, FAQ_COLUMNS, ([row[column] for column in FAQ_COLUMNS] for row in rows))


def make_clinc150(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    categories = {intent: domain for domain, intents in CLINC_DOMAINS.items() for intent in intents}
    train, test = (
        [(one_line(query), intent) for query, intent in data[split] if intent in categories]
        for split in ("train", "test")
    )
    examples = draw_examples(train, unseen=[query for query, _ in test])
    out_of_scope = random.Random(SEED).sample([one_line(query) for query, _ in data["oos_test"]], CLINC_OUT_OF_SCOPE)
    write_csv(HERE / "clinc_faq.csv", FAQ_COLUMNS, faq_rows(examples, categories))
    write_csv(HERE / "clinc_test.csv", ("query", "key"), [*test, *((query, "") for query in out_of_scope)])


def make_crosswoz(path: Path) -> None:
    roles = {"usr": "customer", "sys": "agent"}
    dialogues = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = random.Random(SEED).sample(dialogues, CROSSWOZ_DIALOGUES)
    lines = (
        json.dumps(
            {
                "id": dialogue["id"],
                "turns": [{"role": roles[turn["role"]], "text": turn["content"]} for turn in dialogue["messages"]],
            },
            ensure_ascii=False,
        )
        for dialogue in chosen
    )
    # Without a modification time the file is the same on every run.
    (HERE / "crosswoz_200.jsonl.gz").write_bytes(
        gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)
    )


def draw_examples(labelled: Iterable[tuple[str, str]], unseen: Iterable[str]) -> dict[str, list[str]]:
    """Ten training examples of each class; none of them is, but for case and spaces, a query of `unseen`."""
    taken = {query.casefold() for query in unseen}
    by_class: dict[str, list[str]] = defaultdict(list)
    for query, label in labelled:
        if query.casefold() not in taken:
            taken.add(query.casefold())
            by_class[label].append(query)
    chooser = random.Random(SEED)
    return {label: chooser.sample(by_class[label], EXAMPLES_PER_CLASS) for label in sorted(by_class)}


def faq_rows(examples: Mapping[str, Sequence[str]], categories: Mapping[str, str]) -> list[list[str]]:
    return [
        [label, first, "|".join(others), label.replace("_", " ").capitalize(), categories[label]]
        for label, (first, *others) in examples.items()
    ]


def one_line(text: str) -> str:
    """`text` without line breaks, and without the bar which separates similar questions."""
    return " ".join(text.replace("|", " ").split())


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
