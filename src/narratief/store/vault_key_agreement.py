"""All computers that use one database encrypt names with one key; the database knows its mark, never the key."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from narratief.domain.locations import vault_dir
from narratief.privacy.vault.key_mark import KeyMark, key_for, mark_of, needs_key, used_here, wanted_by
from narratief.privacy.vault.vault_key import vault_key
from narratief.store.database import Store
from narratief.store.schema.installation import VAULT_KEY, InstallationFact


def agree_on_vault_key(store: Store) -> None:
    """Check that this computer has the key that others with this database use; the first one's key is the one.

    Raises
    ------
    InputError
        When it has none, or another one; it says which is needed and where to get it, and no key is made.
    """
    with store.reading() as session:
        fact = session.get(InstallationFact, VAULT_KEY)
    if fact is None:
        fact = _claimed(store, used_here(key_for(vault_dir())))
    wanted, key = KeyMark(**fact.value), vault_key(make=False)
    if key is None or mark_of(key) != wanted.mark:
        raise needs_key(str(vault_dir()), key, [wanted])


def forget_vault_key(session: Session) -> None:
    """Let another key come in use when no vault is left here: people destroyed the last one."""
    if not wanted_by(vault_dir()):
        session.execute(delete(InstallationFact).where(InstallationFact.name == VAULT_KEY))


def _claimed(store: Store, mark: KeyMark) -> InstallationFact:
    """Note the key that is used from now on, or find the one that another computer noted just before."""
    fact = InstallationFact(name=VAULT_KEY, value=asdict(mark))
    try:
        with store.writing() as session:
            session.add(fact)
    except IntegrityError:
        with store.reading() as session:
            return session.get_one(InstallationFact, VAULT_KEY)
    return fact
