"""Prefect flows: order, retries and visibility around the library's steps; no logic of their own."""

from flows.settings import keep_backup_before_upgrade, prepare_prefect

prepare_prefect()
keep_backup_before_upgrade()
