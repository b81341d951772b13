"""How names come to be written wrongly: the slips of a hand, an ear or a form, made with dice that are given."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from random import Random

Slip = Callable[[str, Random], str]

_BY_EAR: tuple[tuple[str, str], ...] = (
    ("ph", "f"), ("ck", "k"), ("ey", "y"), ("ie", "y"), ("ee", "ea"), ("ea", "ee"), ("ai", "ay"), ("ou", "ow"),
    ("th", "t"), ("sh", "s"), ("gh", "g"), ("wh", "w"), ("qu", "kw"), ("oo", "u"), ("c", "k"), ("k", "c"), ("s", "z"),
    ("z", "s"), ("y", "i"), ("i", "y"), ("e", "a"), ("a", "e"), ("o", "u"), ("u", "o"), ("j", "g"), ("v", "w"),
)  # fmt: skip
_SHORTEST = 4  # a slip in a shorter word makes another name of it


def transposed(word: str, dice: Random) -> str:
    """Two neighbouring letters exchanged, not the first."""
    places = [i for i in range(1, len(word) - 1) if word[i] != word[i + 1]]
    if not places:
        return word
    at = dice.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def dropped(word: str, dice: Random) -> str:
    """A letter left out, not the first."""
    at = dice.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, dice: Random) -> str:
    """A letter typed twice."""
    at = dice.randrange(len(word))
    return word[:at] + word[at] * 2 + word[at + 1 :]


def by_ear(word: str, dice: Random) -> str:
    """Written as it is heard."""
    heard = [(old, new) for old, new in _BY_EAR if old in word[1:]]
    if not heard:
        return word
    old, new = dice.choice(heard)
    return word[0] + word[1:].replace(old, new, 1)


def plain(text: str, dice: Random) -> str:
    """Without accents, as many forms take it."""
    parts = unicodedata.normalize(
        "NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ı", "i")
    )
    return "".join(c for c in parts if not unicodedata.combining(c))


def unhyphened(text: str, dice: Random) -> str:
    """Hyphens and apostrophes left out, or a space for them."""
    return text.replace("-", dice.choice(["", " "])).replace("'", dice.choice(["", " "]))


OF_LETTERS: Mapping[str, Slip] = {
    "transposed": transposed,
    "dropped": dropped,
    "doubled": doubled,
    "by ear": by_ear,
}


def misspelt(text: str, slip: str, dice: Random) -> str:
    """A name with a slip of letters in one of its longer words; as it is where every word is short."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= _SHORTEST]
    if not long:
        return text
    at = dice.choice(long)
    words[at] = OF_LETTERS[slip](words[at].lower(), dice).capitalize()
    return " ".join(words)


def other_way_round(parts: Sequence[str]) -> str:
    """Surname first."""
    return " ".join(reversed(parts))
