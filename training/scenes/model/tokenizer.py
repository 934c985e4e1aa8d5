"""A tokenizer in CLIP's file format that knows the captions' words.

Byte-pair encoding has no word list, only merges. Here every known word is taught: as long as the
merges so far leave it in pieces, its first two pieces become the next merge. Since a new merge
comes after all others, it changes nothing for the words before. Words nobody taught come out as
bytes and fragments.
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ..captions import PARTICLES, vocabulary

LENGTH = 77  # places of the text encoder
PAD, BEGIN, END = 0, 1, 2
SPECIAL = ("<|pad|>", "<|startoftext|>", "<|endoftext|>")
END_OF_WORD = "</w>"
SIGNS = (",", ".", ":", "!", "?", "-", "'", '"')


def byte_letters() -> list[str]:
    """The character that stands for each byte in CLIP's files."""
    visible = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    hidden = [byte for byte in range(256) if byte not in visible]
    return [chr(b) if b in visible else chr(0x100 + hidden.index(b)) for b in range(256)]


LETTERS = byte_letters()


def words_of(text: str) -> list[str]:
    """Runs of letters, single digits and runs of signs, in lower case and composed."""
    words: list[str] = []
    before = ""
    for char in unicodedata.normalize("NFC", text).lower():
        kind = "space" if char.isspace() else "letter" if char.isalpha() else "sign"
        kind = "number" if unicodedata.category(char)[0] == "N" else kind
        if kind in ("letter", "sign") and kind == before:
            words[-1] += char
        elif kind != "space":
            words.append(char)
        before = kind
    return words


class Tokenizer:
    def __init__(self, merges: Iterable[tuple[str, str]] = ()) -> None:
        self.merges: dict[tuple[str, str], int] = {}
        self.tokens = [*SPECIAL, *LETTERS, *(letter + END_OF_WORD for letter in LETTERS)]
        for pair in merges:
            self._add(pair)
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        self.known: dict[str, list[int]] = {}

    def _add(self, pair: tuple[str, str]) -> None:
        self.merges[pair] = len(self.merges)
        self.tokens.append(pair[0] + pair[1])

    def pieces(self, word: str, inner: bool = False) -> list[str]:
        """The tokens of a word; `inner` if more letters follow it."""
        pieces = [LETTERS[byte] for byte in word.encode()]
        if not inner:
            pieces[-1] += END_OF_WORD
        while len(pieces) > 1:
            pairs = list(itertools.pairwise(pieces))
            best = min(pairs, key=lambda pair: self.merges.get(pair, len(self.merges)))
            if best not in self.merges:
                break
            joined, i = [], 0
            while i < len(pieces):
                if tuple(pieces[i : i + 2]) == best:
                    joined.append(best[0] + best[1])
                    i += 2
                else:
                    joined.append(pieces[i])
                    i += 1
            pieces = joined
        return pieces

    def teach(self, word: str, inner: bool = False) -> None:
        while len(pieces := self.pieces(word, inner)) > 1:
            self._add((pieces[0], pieces[1]))

    def encode(self, text: str) -> list[int]:
        """Begin, the text's tokens as far as there is room, end; no padding."""
        found: list[int] = []
        for word in words_of(text):
            if word not in self.known:
                self.known[word] = [self.ids[piece] for piece in self.pieces(word)]
            found += self.known[word]
        return [BEGIN, *found[: LENGTH - 2], END]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        pad, begin, end = SPECIAL
        roles = {"bos_token": begin, "eos_token": end, "unk_token": end, "pad_token": pad}
        config = {
            **roles,
            "tokenizer_class": "CLIPTokenizer",
            "model_max_length": LENGTH,
            "add_prefix_space": False,
            "do_lower_case": True,
            "errors": "replace",
        }
        merges = "".join(f"{left} {right}\n" for left, right in self.merges)
        for name, content in (
            ("vocab.json", json.dumps(self.ids, ensure_ascii=False)),
            ("merges.txt", "#version: 0.2\n" + merges),
            ("tokenizer_config.json", json.dumps(config, indent=2)),
            ("special_tokens_map.json", json.dumps(roles, indent=2)),
        ):
            (folder / name).write_text(content + "\n" * (name != "merges.txt"), encoding="utf-8")


def caption_tokenizer() -> Tokenizer:
    """The tokenizer of the captions' words; Korean ones are known with a particle, too."""
    teacher = Tokenizer()
    for word in vocabulary():
        teacher.teach(word)
    for word in vocabulary():
        if not word.isascii() and word not in PARTICLES:
            teacher.teach(word, inner=True)
    return Tokenizer(teacher.merges)
