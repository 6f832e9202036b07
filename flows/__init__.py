"""Prefect flows: order, retries and visibility around the library's steps; no logic of their own."""

from flows.settings import prepare_prefect

prepare_prefect()
