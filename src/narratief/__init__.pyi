from narratief.face.coded import Coded as Coded
from narratief.face.coded import tag as tag
from narratief.face.frames import Analysis as Analysis
from narratief.face.frames import Synthesis as Synthesis
from narratief.face.frames import analyse as analyse
from narratief.face.frames import synthesise as synthesise
from narratief.face.pseudonyms import Pseudonymised as Pseudonymised
from narratief.face.pseudonyms import pseudonymise as pseudonymise
from narratief.face.reading import Transcripts as Transcripts
from narratief.face.reading import read as read

__version__: str
