from dataclasses import astuple, fields, replace

from narratief.domain.code import Code
from narratief.synthesis.records import CodeRecord, code_records


def test_columns_are_in_the_agreed_order():
    assert ",".join(field.name for field in fields(CodeRecord)) == (
        "project,interview,turn,fragment,start,end,question,text,theme,goal,valence,score,coder"
    )


def test_record_holds_everything_to_read_a_code_on_its_own(square):
    record = code_records(square)[2]
    fragment = square.fragments[2]

    assert astuple(record) == (
        *("plein", "a.txt", 2, fragment.id, fragment.start, fragment.end, "Hoe ging dat?", fragment.text),
        *("influence_doubt", "democratic_quality", "negative", 0.9, "narratief"),
    )


def test_order_does_not_depend_on_the_order_of_codes(square):
    backwards = replace(square, codes=square.codes[::-1], fragments=square.fragments[::-1])

    assert code_records(backwards) == code_records(square)


def test_scores_have_four_decimals(square):
    coded = replace(square, codes=(Code(square.fragments[0].id, "active_role", 1 / 3),))

    assert code_records(coded)[0].score == 0.3333
