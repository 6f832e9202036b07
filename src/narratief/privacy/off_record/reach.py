"""How far a request not to write something down goes: the sentences that it points at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from narratief.domain.interview import Interview, Turn
from narratief.domain.off_record import OffRecord
from narratief.privacy.off_record.requests import Asked, Request, allows, find_request, goes_on_record
from narratief.privacy.off_record.sentences import Sentence, sentences_of

_BEFORE, _AFTER = 3, 12
"""Sentences before a request that it takes along, and most sentences after it within its turn. Chosen, not measured:
"dat" is about the last thing said, which takes a few sentences; what is announced takes the rest of an answer."""
_GOES_ON = 3
"""Words after a request in its sentence from which these may be what it is about."""
_SHORT_TURN = 12
"""Words of a turn that only answers a request ("nee hoor, dat doe ik niet"). Chosen, not measured."""
_TOLD = 8
"""Words of a resident's turn that tell something, after which a question may be a new one. Chosen, not measured."""
_QUESTION = 5
"""Words of a question that asks about something else than what was just said ("O ja?"). Chosen, not measured."""
_LISTENS, _ECHO = 6, 2
"""Words of a turn that only listens ("Wat naar om te horen."), and of one that echoes ("Echt waar?"). Chosen on half a
of models/evaluation_privacy/off_record_*.txt."""
_ASKS_ON = re.compile(r"\W*+(?:en|hoe|wat|waar(?:om)?|wie|wanneer|welke?)\b", re.IGNORECASE)
_NEW_SUBJECT = re.compile(
    r"^\W*+(?:\w++\W++){0,3}?(?:goed|oké|oke|ok|nou|dan|verder|volgende|terug|tot\s+slot|andere?s?|mooi|prima|helder|duidelijk|nog)\b",
    re.IGNORECASE,
)
"""How an interviewer goes on to another question."""
_ABOUT_RECORDER = re.compile(r"\b(?:band\w*|opname\w*|opnemen|recorder\w*|ding|uit|aan|apparaat\w*)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:zal|mag|kan|moet|zou)\s+ik\b[^.!?]{0,60}\b(?:op\s?schrijven|noteren|gebruiken|opnemen|vermelden|citeren)\b",
    re.I,
)
_NO = re.compile(
    r"^\W*+(?:nee|neen|nou\s+nee|liever\s+niet|beter\s+(?:van\s+)?niet|doe\s+maar\s+niet|dat\s+liever\s+niet|alsjeblieft\s+niet)\b",
    re.I,
)

_Marks = dict[int, str]


def find_off_record(interview: Interview) -> tuple[OffRecord, ...]:
    """Find the words that a speaker asks not to write down, by any of the ways in `requests`.

    Returns
    -------
    tuple
        In order, each within one turn, none sharing a character with another. Time grows with the text.
    """
    talk = _Talk(sentences_of(interview))
    marks: _Marks = {}
    off_until = 0
    for at, request in talk.requests():
        off = request.asked is Asked.RECORDER_OFF
        if off and at < off_until:
            continue
        reached = talk.off_from(at) if off else talk.reach(at, request)
        if isinstance(reached, range):
            off_until = reached.stop
        for place in reached:
            marks.setdefault(place, request.asked.value)
    return tuple(_joined(talk.sentences, marks))


def _joined(sentences: Sequence[Sentence], marks: _Marks) -> Iterator[OffRecord]:
    """Join marked sentences that follow each other in one turn, under the reason of the first."""
    last: tuple[int, OffRecord] | None = None
    for at in sorted(marks):
        own = sentences[at]
        if last and last[0] == at - 1 and not own.opens:
            last = (at, OffRecord(last[1].start, own.end, last[1].reason))
            continue
        if last:
            yield last[1]
        last = (at, OffRecord(own.start, own.end, marks[at]))
    if last:
        yield last[1]


class _Talk:
    """The sentences of an interview, and which of them each turn has."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        starts = [at for at, sentence in enumerate(sentences) if sentence.opens]
        self._turns = [range(*borders) for borders in pairwise([*starts, len(sentences)])]
        self._number_of = [number for number, places in enumerate(self._turns) for _ in places]
        self._resumed: list[int] = []
        self._off: list[int] = []

    def _turn(self, number: int) -> Turn:
        """Turn with this number."""
        return self.sentences[self._turns[number].start].turn

    def requests(self) -> list[tuple[int, Request]]:
        """Find the requests, with the place of their sentence."""
        found = []
        for number, places in enumerate(self._turns):
            role = self._turn(number).role
            if self._is_refusal(number):
                found.append((places.start, Request(Asked.NOT_WRITE, 0, 0, points_back=True)))
            found += [(at, asked) for at in places if (asked := find_request(self.sentences[at].text, role))]
        self._off = [at for at, request in found if request.asked is Asked.RECORDER_OFF]
        if self._off:
            off = set(self._off)
            later = range(self._off[0], len(self.sentences))
            self._resumed = [at for at in later if at not in off and goes_on_record(self.sentences[at].text)]
        return found

    def reach(self, at: int, request: Request) -> list[int]:
        """Places of the sentences that a request is about, its own among them."""
        sentence, places = self.sentences[at], self._turns[self._number_of[at]]
        after = range(at + 1, places.stop)
        goes_on = len(sentence.text[request.end :].split()) >= _GOES_ON
        tells = len(sentence.text[: request.start].split()) >= _GOES_ON
        alone = len(places) == 1 and not goes_on and not tells
        points_back = request.points_back or sentence.turn.role == "interviewer"
        reached = [at]
        if not request.points_ahead:
            reached += self._before(at, points_back=points_back or alone, ahead=goes_on or bool(after), tells=tells)
        if goes_on or (after and (not points_back or len(reached) == 1)):
            told = self._until_allowed(after)
            reached += told
            if not points_back and len(told) == len(after):
                reached += self._told_on(at)
        if alone and not points_back:
            reached += self._next_answer(at)
        return reached

    def _told_on(self, at: int) -> list[int]:
        """Places of the answers after a turn, as long as the interviewer only listens in between ("Wat erg.")."""
        reached: list[int] = []
        here = self._number_of[at]
        for number in range(here + 1, len(self._turns) - 1, 2):
            if self._turn(number).role != "interviewer" or self._turn(number + 1).role == "interviewer":
                break
            if not self._only_listens(number) or len(reached) >= _AFTER:
                break
            places = self._turns[number + 1]
            told = self._until_allowed(places)
            reached += told
            if len(told) < len(places):
                break
        return reached

    def _only_listens(self, number: int) -> bool:
        """Tell whether an interviewer's turn asks nothing and ends nothing."""
        text = self._turn(number).text
        words = len(text.split())
        if "?" in text:
            return words <= _ECHO and not _ASKS_ON.match(text)
        return words <= _LISTENS and not _NEW_SUBJECT.search(text) and not goes_on_record(text)

    def off_from(self, at: int) -> range:
        """Places from where the recorder must go off to where the talk is for the record again."""
        later, again = bisect_left(self._resumed, at + 1), bisect_left(self._off, at + 1)
        resumed = self._resumed[later] if later < len(self._resumed) else len(self.sentences)
        if resumed < len(self.sentences) and (again >= len(self._off) or resumed < self._off[again]):
            return range(at, resumed)
        return range(at, min(resumed, self._new_question(at, resumed)))

    def _before(self, at: int, *, points_back: bool, ahead: bool, tells: bool) -> list[int]:
        """Places of the sentences before a request: of its turn, and where that has few, of what was told before.

        Parameters
        ----------
        ahead, tells
            Whether something comes after the request in its turn, and before it in its sentence.
        """
        own = range(self._turns[self._number_of[at]].start, at)[-_BEFORE:]
        few = not tells and len(own) < _BEFORE and sum(self.sentences[place].words for place in own) < _TOLD
        earlier = self._earlier(at) if few and (points_back or not (own or ahead)) else ()
        return [*earlier, *own]

    def _earlier(self, at: int) -> range:
        """Places of the last sentences of the turn before that is no interviewer's, at most two turns back."""
        here = self._number_of[at]
        for number in range(here - 1, max(-1, here - 3), -1):
            if self._turn(number).role != "interviewer":
                return self._turns[number][-_BEFORE:]
        return range(0)

    def _next_answer(self, at: int) -> list[int]:
        """Places of the answer after a turn that only asks, when the interviewer says little in between."""
        here = self._number_of[at]
        for number in range(here + 1, min(here + 3, len(self._turns))):
            turn = self._turn(number)
            if turn.role != "interviewer":
                return self._until_allowed(self._turns[number])
            if len(turn.text.split()) > _SHORT_TURN:
                break
        return []

    def _until_allowed(self, places: range) -> list[int]:
        """First of these places, up to one that says that this may be written down again."""
        reached: list[int] = []
        for place in places[:_AFTER]:
            text = self.sentences[place].text
            if allows(text) or goes_on_record(text):
                break
            reached.append(place)
        return reached

    def _new_question(self, at: int, last: int) -> int:
        """Place of the first question on something else, once something was told; the last one when there is none."""
        here = self._number_of[at]
        told = sum(self.sentences[place].words for place in range(at + 1, self._turns[here].stop)) >= _TOLD
        for number in range(here + 1, len(self._turns)):
            if self._turns[number].start >= last:
                break
            turn = self._turn(number)
            if turn.role != "interviewer":
                told = told or len(turn.text.split()) >= _TOLD
            elif told and self._asks_anew(number):
                return self._turns[number].start
        return last

    def _asks_anew(self, number: int) -> bool:
        """Tell whether an interviewer's turn goes on to another question."""
        text = self._turn(number).text
        sentences = (self.sentences[at] for at in self._turns[number])
        asks = any(each.text.rstrip(" \"'”’)").endswith("?") and each.words >= _QUESTION for each in sentences)
        return asks and bool(_NEW_SUBJECT.search(text)) and not _ABOUT_RECORDER.search(text)

    def _is_refusal(self, number: int) -> bool:
        """Tell whether a turn says no to an interviewer who asked whether to write something down."""
        if number == 0 or self._turn(number).role == "interviewer" or self._turn(number - 1).role != "interviewer":
            return False
        return bool(_NO.search(self._turn(number).text)) and bool(_ASKED.search(self._turn(number - 1).text))
