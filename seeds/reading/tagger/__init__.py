"""A compact tagger of names in Kazakh text, trained on KazNERD (see ATTRIBUTION.md), run with numpy alone.

>>> from seeds.reading.tagger import load
>>> load().spans("Оны министр Айсұлу Серікова айтты.")  # [Span(start=4, end=11, label='POSITION', score=…), …]
"""

from seeds.reading.tagger.model import Span, Tagger, load

__all__ = ["Span", "Tagger", "load"]
