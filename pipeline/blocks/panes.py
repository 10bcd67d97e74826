"""Tabs and their panes: which label a pane stands under, whether it is shown or hidden."""

from __future__ import annotations

from typing import Any

from pipeline.blocks.clean import one_line
from pipeline.labels import label_of

SWITCHES = frozenset({"tab", "radio", "menuitemradio", "option"})
SWITCH_TAGS = frozenset({"button", "a", "li", "label", "span", "input"})
TARGETS = ("aria-controls", "data-target", "data-bs-target", "href", "for")
VALUES = ("data-value", "data-tab", "data-key", "data-pane", "data-mode", "data-tab-value")
TELLING = frozenset({"role", "id", *TARGETS, *VALUES})
"""An element with none of these attributes is neither a switch nor a pane."""
_LONGEST_LABEL = 60


def _said_by(value: str) -> str:
    """The value itself where it is a service class: its switch may be a button without any attribute."""
    words = value.replace("-", " ").replace("_", " ").strip()
    alone = dict(label_of(words).terms).keys() == {"service_class"} if len(words) <= _LONGEST_LABEL else False
    return words.capitalize() if alone and label_of(words).is_condition else ""


class Panes:
    """Learns the labels of the tabs as a walk passes them, and tells the label of each pane it comes to."""

    def __init__(self) -> None:
        self.open: list[tuple[Any, str]] = []
        self._by_id: dict[str, str] = {}
        self._by_value: dict[str, str] = {}
        self._waiting: list[str] = []  # labels of the last tab list whose panes have not come yet

    @property
    def modes(self) -> tuple[str, ...]:
        return tuple(label for _, label in self.open)

    def start(self, element: Any) -> None:
        """To be called with every element that has attributes, at its start."""
        role = element.get("role")
        if role == "tablist":
            self._waiting = []
        elif role in SWITCHES or element.tag in SWITCH_TAGS:
            self._learn(element, role)
        else:
            label = self._label(element, role)
            if label:
                self.open.append((element, label))

    def end(self, element: Any) -> None:
        """To be called at an element's end."""
        if self.open and self.open[-1][0] is element:
            self.open.pop()

    def _learn(self, element: Any, role: str | None) -> None:
        keys = [element.get(name) for name in TARGETS]
        values = [element.get(name) for name in VALUES]
        if role != "tab" and not any(keys) and not any(values):
            return
        if element.tag == "a" and role != "tab" and not any(keys[:3]) and not any(values):
            return
        label = one_line(" ".join(element.itertext()))
        if not 0 < len(label) <= _LONGEST_LABEL:
            return
        if element.get("id"):
            self._by_id[element.get("id")] = label
        self._by_id.update((key.lstrip("#"), label) for key in keys if key)
        self._by_value.update((value, label) for value in values if value)
        if role == "tab":
            self._waiting.append(label)

    def _label(self, element: Any, role: str | None) -> str:
        named = element.get("aria-labelledby") if role == "tabpanel" else None
        own = element.get("id")
        label = self._by_id.get(named or "") or (self._by_id.get(own, "") if own and element.tag != "h2" else "")
        for name in VALUES:
            value = element.get(name)
            if value and not label:
                label = self._by_value.get(value) or _said_by(value)
        if role == "tabpanel":
            label = label or (element.get("aria-label") or "") or (self._waiting[0] if self._waiting else "")
            if label in self._waiting:
                self._waiting.remove(label)
        return label
