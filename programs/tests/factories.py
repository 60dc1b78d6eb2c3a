"""The ordinary program, indicator, figure, pledge and its change."""

from decimal import Decimal

from programs.models import Figure, Indicator, Pledge, PledgeChange, Program


def program(name="Жарқын жол", **fields) -> Program:
    return Program.objects.create(**{"name_kk": name, "program_kind": "party_project", **fields})


def indicator(name="көмек алған отбасылар", unit="family", **fields) -> Indicator:
    return Indicator.objects.create(**{"name_kk": name, "unit": unit, **fields})


def figure(**fields) -> Figure:
    fields["indicator"] = fields.get("indicator") or indicator()
    return Figure.objects.create(
        **{
            "value": Decimal(120),
            "unit": fields["indicator"].unit,
            "value_text": "120 отбасы",
            "review": "accepted",
            **fields,
        }
    )


def pledge(text="2027 жылға дейін алты балабақша салынады", **fields) -> Pledge:
    return Pledge.objects.create(**{"text": text, "language": "kk", "review": "accepted", **fields})


def pledge_change(of=None, **fields) -> PledgeChange:
    change = {"kind": PledgeChange.Kind.STATUS, "new_status": Pledge.Status.KEPT, "review": "accepted", **fields}
    return PledgeChange.objects.create(pledge=of or pledge(), **change)
