"""The parts of the workspace: one module per part, each with a ``router``.

Paths are Dutch. What belongs to a project is below ``/projecten/{project_id:int}/``; see `narratief.web.navigation` for
the pages in a project's menu.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.convertors import register_url_convertor

from narratief.web.numbers import RowNumberConvertor

register_url_convertor("int", RowNumberConvertor())  # a route looks its convertor up when it is made

from narratief.web.routes import (  # noqa: E402 - these make routes
    access,
    account,
    activity,
    approval,
    attributes,
    bulk,
    certainty,
    citations,
    cluster_split,
    cluster_titles,
    clusters,
    codebook,
    confirm_quotes,
    crosstabs,
    decisions,
    erasing,
    exports,
    imports,
    interview,
    jobs,
    learning,
    log,
    login,
    matrices,
    moments,
    old_addresses,
    people,
    projects,
    question,
    reading_check,
    recordings,
    review,
    saturation,
    saved_views,
    second_coder,
    second_factor,
    second_look,
    single_sign_on,
    summary,
    synthesis,
    upload,
    vault,
    word_lists,
)

# In the order in which paths are tried: of two that fit an address, the first answers.
ROUTERS: tuple[APIRouter, ...] = (
    login.router,
    account.router,
    second_factor.router,
    single_sign_on.router,
    people.router,
    log.router,
    projects.router,
    activity.router,
    access.router,
    upload.router,
    approval.router,
    recordings.router,
    reading_check.router,
    word_lists.router,
    attributes.router,
    jobs.router,
    vault.router,
    erasing.router,
    interview.router,
    decisions.router,
    review.router,
    bulk.router,
    learning.router,
    cluster_split.router,
    cluster_titles.router,
    clusters.router,
    codebook.router,
    second_coder.router,
    second_look.router,
    saturation.router,
    synthesis.router,
    citations.router,
    question.router,
    saved_views.router,
    moments.router,
    old_addresses.router,
    matrices.router,
    crosstabs.router,
    certainty.router,
    confirm_quotes.router,
    summary.router,
    exports.router,
    imports.router,
)
