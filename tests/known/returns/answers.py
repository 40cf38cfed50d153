"""The company of a year that tests/returns.rs and tests/attribution.rs are checked against, and the answers, by plain arithmetic.

Made up: `python3 answers.py make` draws the four exports anew (seed 8) and then the answers; without `make` it only reads the exports and
writes expected.json. It shares no code with the library: dates by datetime, money by Fraction, rounded where docs/metrics.md says so.
"""

import csv
import datetime as dt
import json
import math
import random
import sys
from fractions import Fraction
from statistics import median

DAY = dt.timedelta(days=1)
MODELS = ["first_touch", "last_touch", "linear", "position_based", "time_decay", "w_shaped"]
CAMPAIGNS = {"Spring": "Google", "Webinar": "LinkedIn", "Brand": "Google", "Newsletter": "E-mail"}


def make():
    draw = random.Random(8)
    start = dt.datetime(2024, 1, 1)
    moment = lambda first, days: start + dt.timedelta(days=first + draw.randrange(days), minutes=draw.randrange(1440))
    stamp = lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")
    leads, deals, activities, spend = [], [], [], []
    for number in range(60):
        at = moment(0, 300)
        campaign = draw.choice(list(CAMPAIGNS) + [""])
        source = CAMPAIGNS.get(campaign) or draw.choice(["Referral", "Google", ""])
        leads.append([f"L{number}", stamp(at), source, campaign])
        for _ in range(draw.randrange(4)):
            touched = at + dt.timedelta(days=draw.randrange(-20, 60), minutes=draw.randrange(600))
            kind = draw.choice(["Form submission", "Page view", "Call"])
            activities.append([f"L{number}", stamp(max(touched, start)), kind, draw.choice(list(CAMPAIGNS) + [""])])
    for number in range(40):
        lead = leads[draw.randrange(45)] if number % 8 else None
        first = dt.datetime.strptime(lead[1], "%Y-%m-%dT%H:%M:%SZ") if lead else moment(0, 300)
        created = first + dt.timedelta(days=draw.randrange(1, 30), minutes=draw.randrange(1440))
        closed = created + dt.timedelta(days=draw.randrange(5, 70))
        state = draw.choice(["Won", "Won", "Won", "Lost", "Lost", "Open"])
        amount = "" if number == 11 else f"{draw.randrange(50_000, 900_000) / 100:.2f}"
        close = "" if state == "Open" else closed.strftime("%Y-%m-%d")
        deals.append([f"D{number}", lead[0] if lead else "", stamp(created), close, state, amount, "EUR"])
    for month in range(12):
        first = dt.date(2024, month + 1, 1)
        spend.append([first, "3500.00", "EUR", "Salaries", "Sales team", "", ""])
        campaign = draw.choice(list(CAMPAIGNS))
        booked = first + dt.timedelta(days=draw.randrange(27))
        spend.append([booked, f"{draw.randrange(20_000, 90_000) / 100:.2f}", "EUR", "Advertising", "Marketing", CAMPAIGNS[campaign], campaign])
        if month % 2:
            spend.append([booked, f"{draw.randrange(5_000, 20_000) / 100:.2f}", "EUR", "Tools", draw.choice(["", "Finance", "marketing"]), "", ""])
    write("leads.csv", ["lead_id", "created_at", "source", "campaign"], leads)
    write("deals.csv", ["deal_id", "lead_id", "created_at", "close_date", "deal_status", "amount", "currency"], deals)
    write("activities.csv", ["lead_id", "activity_date", "activity_type", "campaign"], activities)
    write("spend.csv", ["date", "cost", "currency", "category", "team", "source", "campaign"], spend)


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def read(name):
    with open(name, newline="") as file:
        return list(csv.DictReader(file))


def moment(text):
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def day(text):
    return dt.date.fromisoformat(text)


def minor(text):
    return int(Fraction(text) * 100) if text else None


def rounded(number):
    number = Fraction(number)
    size = math.floor(abs(number) + Fraction(1, 2))
    return size if number >= 0 else -size


def shares(total, weights):
    whole = sum(weights)
    exact = [Fraction(abs(total)) * weight / whole for weight in weights]
    parts = [math.floor(part) for part in exact]
    by_rest = sorted(range(len(parts)), key=lambda index: (-(exact[index] - parts[index]), index))
    for index in by_rest[: abs(total) - sum(parts)]:
        parts[index] += 1
    return [part if total >= 0 else -part for part in parts]


class Company:
    def __init__(self, case):
        self.as_of = moment(case["as_of"])
        self.all = case["from"] is None
        self.economics = {**json.load(open("agreement.json"))["economics"], **case["economics"]}
        self.leads = {lead["lead_id"]: lead for lead in read("leads.csv")}
        self.deals, self.activities, self.spend = read("deals.csv"), read("activities.csv"), read("spend.csv")
        dates = [moment(row["created_at"]).date() for row in [*self.leads.values(), *self.deals]]
        costs = [day(row["date"]) for row in self.spend] + [day(cost["month"] + "-01") for cost in self.economics["costs"]]
        self.start = min(dates + costs) if self.all else day(case["from"])
        self.end = self.as_of.date() + DAY if self.all else min(day(case["to"]), self.as_of.date() + DAY)

    def state(self, deal):
        closed = deal["close_date"] and dt.datetime.combine(day(deal["close_date"]), dt.time()) <= self.as_of
        return deal["deal_status"] if closed else "Open"

    def closed(self, state, start, end):
        return [deal for deal in self.deals if self.state(deal) == state and start <= day(deal["close_date"]) < end]

    def is_new(self, deal):
        if not deal["lead_id"]:
            return True
        of_lead = [other for other in self.deals if other["lead_id"] == deal["lead_id"] and self.state(other) == "Won"]
        return min(of_lead, key=lambda other: day(other["close_date"])) is deal

    def costs(self, start, end):
        """(category, team, source, campaign, minor, typed) of each cost."""
        for row in self.spend:
            if start <= day(row["date"]) < end:
                word = row["team"].lower()
                team = "marketing" if "marketing" in word else "sales" if "sales" in word else row["team"]
                yield row["category"].lower(), team, row["source"], row["campaign"], minor(row["cost"]), False
        for cost in self.economics["costs"]:
            first = day(cost["month"] + "-01")
            after = (first + 32 * DAY).replace(day=1)
            days, whole = (after - first).days, rounded(Fraction(str(cost["amount"])) * 100)
            until = lambda to: rounded(Fraction(whole) * min(max((to - first).days, 0), days) / days)
            yield cost["category"], cost["team"], "", "", until(end) - until(start), True

    def invested(self, start, end):
        return sum(cost[4] for cost in self.costs(start, end))

    def revenue(self, deals):
        return sum(minor(deal["amount"]) or 0 for deal in deals)

    def cycle(self, deals):
        return [(day(deal["close_date"]) - moment(deal["created_at"]).date()).days for deal in deals]

    def returned(self, revenue):
        return revenue if self.economics["return_on"] == "revenue" else rounded(Fraction(str(self.economics["gross_margin"])) * revenue)

    def span(self, start, end, lag):
        won, lost = self.closed("Won", start, end), self.closed("Lost", start, end)
        customers, revenue = sum(map(self.is_new, won)), self.revenue(won)
        invested, against = self.invested(start, end), self.invested(start - lag * DAY, end - lag * DAY)
        amounts = [minor(deal["amount"]) for deal in won if deal["amount"]]
        return {
            "from": str(start),
            "to": str(end),
            "revenue": revenue,
            "investment": invested,
            "won_deals": len(won),
            "customers": customers,
            "lost": len(lost),
            "average_deal": rounded(Fraction(sum(amounts), len(amounts))) if amounts else None,
            "roi": (self.returned(revenue) - invested) / invested if invested else None,
            "cac": rounded(Fraction(against, customers)) if customers and against else None,
        }

    def over_time(self, key, lag):
        starts, at = [], self.start
        while at < self.end:
            if not starts or key(at) != key(starts[-1]):
                starts.append(at)
            at += DAY
        return [self.span(start, end, lag) for start, end in zip(starts, [*starts[1:], self.end])]

    def touches(self, deal, field):
        """Moment, value and whether it is the one the lead came in by."""
        end = min(dt.datetime.combine(day(deal["close_date"]), dt.time(23, 59, 59)), self.as_of)
        lead = self.leads.get(deal["lead_id"])
        found = [] if field == "source" else [
            (moment(row["activity_date"]), 1, row["campaign"], False)
            for row in self.activities
            if lead and row["lead_id"] == deal["lead_id"] and row["campaign"] and moment(row["activity_date"]) <= end
        ]
        if lead and lead[field] and moment(lead["created_at"]) <= end:
            found.append((moment(lead["created_at"]), 0, lead[field], True))
        found.sort(key=lambda touch: touch[:2])
        kept = []
        for at, _, value, own in found:
            if kept and kept[-1][1] == value and kept[-1][0].date() == at.date():
                kept[-1] = (kept[-1][0], value, kept[-1][2] or own)
            else:
                kept.append((at, value, own))
        return kept

    def weights(self, model, deal, touches):
        count = len(touches)
        if model == "first_touch":
            return [1] + [0] * (count - 1)
        if model == "last_touch":
            return [0] * (count - 1) + [1]
        if model == "linear" or (model == "position_based" and count < 3):
            return [1] * count
        if model == "position_based":
            return [Fraction(2, 5), *[Fraction(1, 5) / (count - 2)] * (count - 2), Fraction(2, 5)]
        if model == "time_decay":
            ages = [(touches[-1][0] - touch[0]).total_seconds() / 86_400 for touch in touches]
            return [Fraction(round(1e9 * 0.5 ** (age / 7))) for age in ages]
        last_by = lambda at: max((index for index, touch in enumerate(touches) if touch[0] <= at), default=None)
        own = next((index for index, touch in enumerate(touches) if touch[2]), None)
        lead = self.leads.get(deal["lead_id"])
        keys = [0, own if own is not None else last_by(moment(lead["created_at"])), last_by(moment(deal["created_at"]))]
        rest = [index for index in range(count) if index not in keys]
        weights = [Fraction(1, 10) / len(rest) if index in rest else Fraction(0) for index in range(count)]
        for key in keys:
            if key is not None:
                weights[key] += Fraction(3, 10)
        return weights

    def attribution(self, field):
        won, answer, several = self.closed("Won", self.start, self.end), {}, 0
        for model in MODELS:
            credits = {}
            for deal in won:
                amount, touches = minor(deal["amount"]) or 0, self.touches(deal, field)
                weights = self.weights(model, deal, touches) if touches else [1]
                values = [touch[1] for touch in touches] or [""]
                several += model == "linear" and len(set(values)) > 1
                for value, weight, share in zip(values, weights, shares(amount, weights)):
                    if weight:
                        customers, revenue = credits.get(value, (0, 0))
                        credits[value] = (customers + Fraction(weight, sum(weights)), revenue + share)
            answer[model] = {value: {"customers": float(credit[0]), "revenue": credit[1]} for value, credit in credits.items()}
        return {"several": several, "models": answer}

    def answers(self):
        won, lost = self.closed("Won", self.start, self.end), self.closed("Lost", self.start, self.end)
        lag = rounded(median(self.cycle(won))) if self.economics["lag_cac"] else 0
        whole = self.span(self.start, self.end, lag)
        before = [] if self.all else [self.start - lag * DAY, self.end - lag * DAY]
        against = (dt.date(1970, 1, 1), self.end - lag * DAY) if self.all else before
        invested = self.invested(*against)
        paid = [cost for cost in self.costs(*against) if cost[0] == "advertising" and cost[2]]
        sources = {cost[2] for cost in paid}
        of_paid = [deal for deal in won if self.is_new(deal) and self.leads.get(deal["lead_id"], {}).get("source") in sources]
        costs = list(self.costs(self.start, self.end))
        total = lambda place: {key: sum(c[4] for c in costs if c[place] == key) for key in sorted({c[place] for c in costs})}
        margin, months = self.economics["gross_margin"], self.economics["contract_months"]
        lifetime = 1 / self.economics["monthly_churn"]
        customers, revenue = whole["customers"], whole["revenue"]
        opened = [
            deal for deal in self.deals
            if self.state(deal) == "Open" and moment(deal["created_at"]) <= self.as_of and (self.all or moment(deal["created_at"]).date() < self.end)
        ]
        opportunities, cycle = len(won) + len(lost) + len(opened), self.cycle(won)
        rate, mean = Fraction(len(won), len(won) + len(lost)), Fraction(sum(cycle), len(cycle))
        return {
            **whole,
            "cac": rounded(Fraction(invested, customers)),
            "cac_invested": invested,
            "lag_days": lag if self.economics["lag_cac"] else None,
            "paid_cac": {"invested": sum(cost[4] for cost in paid), "customers": len(of_paid)},
            "by_category": {key: amount for key, amount in total(0).items() if amount},
            "by_team": {key: amount for key, amount in total(1).items() if amount},
            "typed_in": sum(cost[4] for cost in costs if cost[5]),
            "ltv": rounded(Fraction(revenue) / customers / Fraction(str(months)) * Fraction(str(margin)) * Fraction(lifetime)),
            "payback_months": invested / (revenue * margin / months),
            "opportunities": opportunities,
            "velocity": rounded(opportunities * rate * whole["average_deal"] / mean),
            "cycle_mean": float(mean),
            "months": self.over_time(lambda at: (at.year, at.month), lag),
            "quarters": self.over_time(lambda at: (at.year, (at.month - 1) // 3), lag),
            "years": self.over_time(lambda at: at.year, lag),
            "by_campaign": self.attribution("campaign"),
            "by_source": self.attribution("source"),
            "campaign_cost": {key: amount for key, amount in total(3).items() if key},
        }


CASES = [
    {"from": None, "to": None, "as_of": "2024-12-31T23:59:59Z", "economics": {}},
    {"from": None, "to": None, "as_of": "2024-12-31T23:59:59Z", "economics": {"return_on": "gross_margin", "lag_cac": True}},
    {"from": "2024-03-10", "to": "2024-09-01", "as_of": "2024-08-20T12:00:00Z", "economics": {}},
    {"from": "2024-04-01", "to": "2024-10-01", "as_of": "2024-12-31T23:59:59Z", "economics": {"lag_cac": True}},
]

if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        make()
    with open("expected.json", "w") as file:
        json.dump([{**case, "answers": Company(case).answers()} for case in CASES], file, indent=1)
        file.write("\n")
