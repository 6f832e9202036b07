"""The recording beside a transcript: encrypted, played from anywhere by who may hear names, and gone with the rest."""

from __future__ import annotations

import datetime as dt
import io
import os
import wave
from dataclasses import dataclass
from pathlib import Path

import pytest

from narratief.data_protection.backup.contents import files_to_keep
from narratief.data_protection.erasure import erase_interview_everywhere, erase_project_everywhere
from narratief.data_protection.recordings import keep_recording, recording_of, recordings_of
from narratief.data_protection.retention import enforce_retention, expired_projects
from narratief.data_protection.retention_status import retention_status_of
from narratief.data_protection.subject_access import personal_data_of
from narratief.data_protection.vault_destruction import destroy_vault
from narratief.domain.errors import InputError
from narratief.domain.interview import Interview
from narratief.domain.locations import home_dir
from narratief.domain.project import ProjectFacts
from narratief.pipeline.folders import project_on_disk
from narratief.privacy.vault.sealed_file import sealed
from narratief.privacy.vault.sealed_recording import BLOCK
from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import audit_log
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.projects import change_facts, get_project
from narratief.store.database import Store
from narratief.store.jobs.queue import jobs_of
from narratief.store.project_repository import ProjectRepository
from narratief.web.byte_range import wanted_bytes
from tests.transcripts.test_turn_times import SAID, VTT
from tests.web.researcher.chromium import served, too_wide, violations
from tests.web.test_projects import made

ENDED = dt.date(2026, 1, 1)


def sound(seconds: int = 80) -> bytes:
    """A .wav of silence, long enough for several blocks."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes([128, 129]) * (4000 * seconds))
    return made.getvalue()


WAV = sound()


@dataclass
class Talk:
    """A transcript with times that waits for approval."""

    store: Store
    project: int
    interview: int
    key: str

    @property
    def page(self) -> str:
        return f"/projecten/{self.project}/gesprekken/{self.interview}/inlezen"

    @property
    def files(self) -> list[Path]:
        return recordings_of(self.key)


@pytest.fixture
def talk(log_in, store: Store) -> Talk:
    number = made(log_in(Role.RESEARCHER, name="Maker"))
    with store.reading() as session:
        project = project_on_disk(get_project(session, number))
    ProjectRepository.for_project(store, project).save_interview(Interview.build("een.vtt", SAID), "k")
    (project.path / "een.vtt").write_bytes(sealed(VTT.encode(), project.key))
    with store.reading() as session:
        return Talk(store, number, interview_row(session, number, "een.vtt").id, get_project(session, number).key)


def add(client, talk: Talk, data: bytes = WAV, name: str = "opname.wav"):
    return client.post(f"{talk.page}/opname", files={"file": (name, data)})


def test_a_recording_is_kept_encrypted_and_played_from_any_place(talk, log_in):
    client = log_in(name="Anna")
    assert "Voeg de opname van dit gesprek toe" in client.get(talk.page).text
    assert add(client, talk).headers["location"] == f"{talk.page}#opname"
    (path,) = talk.files
    assert path.stat().st_mode & 0o077 == 0
    assert WAV[1000:1064] not in path.read_bytes()
    assert "een.vtt" not in str(path)
    page = client.get(talk.page).text
    assert 'data-seconds="62.25"' in page
    assert "1:02" in page
    whole = client.get(f"{talk.page}/opname")
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, WAV, "audio/wav")
    assert (whole.headers["accept-ranges"], whole.headers["cache-control"]) == ("bytes", "no-store")
    for start, end in ((0, 10), (BLOCK - 3, BLOCK + 3), (100, 2 * BLOCK + 1), (len(WAV) - 1, len(WAV))):
        part = client.get(f"{talk.page}/opname", headers={"range": f"bytes={start}-{end - 1}"})
        assert (part.status_code, part.content) == (206, WAV[start:end])
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{len(WAV)}"
    beyond = client.get(f"{talk.page}/opname", headers={"range": f"bytes={len(WAV)}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(WAV)}")


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, (0, 100)),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=-5", (95, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=100-", None),
        ("bytes=-0", None),
        ("bytes=20-10", None),
        ("bytes=-", (0, 100)),
        ("bytes=0-1,5-6", (0, 100)),
        ("regels=1-2", (0, 100)),
    ],
)
def test_which_bytes_a_player_wants(header, wanted):
    assert wanted_bytes(header, 100) == wanted


def test_what_is_no_sound_or_too_large_is_refused(talk, log_in, monkeypatch):
    client = log_in(name="Anna")
    for data in (b"", b"Interviewer: Hoe was het?", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + bytes(40)):
        answer = add(client, talk, data)
        assert answer.status_code == 409
        assert "mp3, m4a, ogg, wav of webm" in answer.text
    for first in (b"ID3\x04", b"\xff\xfb\x90\x00", bytes(4) + b"ftypM4A ", b"OggS\x00", b"\x1a\x45\xdf\xa3"):
        assert add(client, talk, first + bytes(60)).status_code == 303
    monkeypatch.setenv("NARRATIEF_RECORDING_MEGABYTES", "1")
    answer = add(client, talk, WAV + bytes(1024 * 1024))
    assert (answer.status_code, "groter dan 1 MB" in answer.text) == (409, True)
    assert len(talk.files) == 1


def test_only_who_may_hear_names_plays_it_and_after_approval_that_is_noted(talk, log_in, visitor):
    researcher, keeper = log_in(name="Anna"), log_in(name="Kees", vault=True)
    add(researcher, talk)
    assert log_in(Role.PARTICIPATION).get(f"{talk.page}/opname").status_code == 403
    assert visitor.get(f"{talk.page}/opname").status_code == 303
    with talk.store.reading() as session:
        assert audit_log(session, act="recording_played") == []
    researcher.post(f"{talk.page}/goedkeuren")
    assert researcher.get(f"{talk.page}/opname").status_code == 403
    assert "geluid" not in researcher.get(talk.page).text
    assert add(researcher, talk).status_code == 403
    assert researcher.post(f"{talk.page}/opname/verwijderen").status_code == 403
    for start in (0, 5000):
        assert keeper.get(f"{talk.page}/opname", headers={"range": f"bytes={start}-"}).status_code == 206
    assert 'data-seconds="62.25"' in keeper.get(talk.page).text  # the transcript is gone, its times are not
    with talk.store.reading() as session:
        (entry,) = audit_log(session, act="recording_played")
    assert entry.details == {"interview": talk.interview}


def test_a_recording_that_was_changed_or_moved_is_not_played(talk, log_in):
    add(log_in(name="Anna"), talk)
    (path,) = talk.files
    kept = path.read_bytes()
    head = kept.index(b"}\n") + 2
    swapped = kept[:head] + kept[head + BLOCK + 16 : head + 2 * (BLOCK + 16)] + kept[head + BLOCK + 16 :]
    for changed in (kept[:-1], swapped, kept.replace(b'"size": ', b'"size": 1', 1)):
        path.write_bytes(changed)
        recording = recording_of(talk.key, "een.vtt")
        with pytest.raises(InputError, match="beschadigd"):
            b"".join(recording.read(0, recording.size))
    keep_recording(talk.key, "twee.vtt", io.BytesIO(WAV), "audio/wav", len(WAV), [])
    other = next(each for each in talk.files if each != path)
    path.write_bytes(other.read_bytes())
    with pytest.raises(InputError):
        b"".join(recording_of(talk.key, "een.vtt").read(0, 10))
    path.write_bytes(os.urandom(100))
    assert recording_of(talk.key, "een.vtt") is None


def test_it_goes_when_it_is_taken_away_and_with_its_upload(talk, log_in):
    client = log_in(name="Anna")
    add(client, talk)
    client.post(f"{talk.page}/opname/verwijderen")
    assert talk.files == []
    assert client.get(f"{talk.page}/opname").status_code == 404
    add(client, talk)
    client.post(f"/projecten/{talk.project}/bestanden/verwijderen", data={"file": "een.vtt"})
    assert talk.files == []


def test_it_goes_with_the_names(talk, log_in):
    add(log_in(name="Anna"), talk)
    with talk.store.writing() as session:
        destroy_vault(session, get_project(session, talk.project), None)
        assert audit_log(session, act="recording_erased")[0].details == {"number": 1}
    assert talk.files == []


@pytest.mark.parametrize("whole", [True, False])
def test_it_goes_with_the_interview_and_with_the_project(talk, log_in, whole):
    add(log_in(name="Anna"), talk)
    if whole:
        erase_project_everywhere(talk.store, talk.project, None, {})
    else:
        erase_interview_everywhere(talk.store, talk.project, talk.interview, None, {})
    assert talk.files == []


def test_it_goes_with_the_retention_period_also_when_nothing_else_is_left(talk, log_in):
    client = log_in(name="Anna")
    add(client, talk)
    client.post(f"{talk.page}/goedkeuren")
    with talk.store.writing() as session:
        for job in jobs_of(session, talk.project):
            session.delete(job)
        project = get_project(session, talk.project)
        change_facts(session, project, ProjectFacts(title="Plein", retention=ENDED))
    with talk.store.reading() as session:
        project = get_project(session, talk.project)
        assert [each.recordings for each in expired_projects(session, ENDED)] == [1]
        assert "de opnamen" in " ".join(retention_status_of(session, project, dt.date(2025, 1, 1)))
        assert "transcripten of opnamen" in " ".join(retention_status_of(session, project, ENDED))
    assert enforce_retention(talk.store, talk.project, ENDED).recordings == 1
    assert talk.files == []
    with talk.store.reading() as session:
        assert expired_projects(session, ENDED) == []
    assert add(log_in(name="Kees", vault=True), talk).status_code == 409


def test_it_is_in_no_backup_and_told_to_who_asks_what_is_kept(talk, log_in):
    add(log_in(name="Anna"), talk)
    (path,) = talk.files
    assert home_dir() in path.parents
    assert path not in {source.path for source in files_to_keep(talk.store)}
    with talk.store.reading() as session:
        held = personal_data_of(session, "[PERSOON-1]", [talk.project], interview="een.vtt")
    assert held.interviews[0].recording


def test_a_key_that_leads_elsewhere_does_not(own_home):
    for key in ("..", ".", "../werk", "/tmp/elders"):
        keep_recording(key, "een.vtt", io.BytesIO(WAV), "audio/wav", len(WAV), [])
        (path,) = recordings_of(key)
        assert path.resolve().parents[1] == (home_dir() / "opnamen").resolve()


@pytest.mark.browser
@pytest.mark.slow
def test_a_turn_plays_from_its_time(talk, app, chromium, log_in):
    client = log_in(name="Anna")
    add(client, talk)
    with served(app) as address:
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "narratief", "value": client.cookies["narratief"], "url": address}])
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.goto(talk.page)
        page.get_by_role("link", name="1:02").click()
        page.wait_for_function("() => document.getElementById('geluid').currentTime >= 62.25")
        page.wait_for_selector(".turn--heard:has-text('En daarna?')")
        page.evaluate("document.getElementById('geluid').pause()")
        assert violations(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert (violations(page), too_wide(page), problems) == ([], 0, [])
        context.close()
