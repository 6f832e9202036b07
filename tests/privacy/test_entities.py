from narratief.domain.entities import Entity, merge


def test_the_higher_priority_wins_and_the_longer_of_equals():
    phone, longer, shorter = Entity(0, 10, "phone", 90), Entity(4, 20, "email", 50), Entity(30, 35, "email", 50)

    assert merge([longer, shorter, phone, Entity(30, 40, "email", 50)]) == [phone, Entity(30, 40, "email", 50)]


def test_of_equals_the_same_one_wins_in_any_order():
    person, firm = Entity(0, 10, "person", 50), Entity(0, 10, "organisation", 50)

    assert merge([person, firm]) == merge([firm, person]) == [person]


def test_a_person_keeps_what_lies_outside_an_address():
    person, address = Entity(0, 30, "person", 30), Entity(15, 30, "address", 80)

    assert merge([person, address]) == [Entity(0, 15, "person", 30), address]


def test_an_entity_moves_with_its_text():
    assert Entity(2, 5, "person").shifted(10) == Entity(12, 15, "person")


def test_what_many_entities_leave_of_a_person_is_kept():
    person = Entity(0, 30, "person", 30)
    others = [Entity(start, start + 2, "phone", 90) for start in range(0, 30, 10)]

    assert [(e.start, e.end) for e in merge([*others, person]) if e.type == "person"] == [(2, 10), (12, 20), (22, 30)]


def test_the_rest_of_a_person_is_joined_to_the_one_that_won():
    first, full = Entity(0, 6, "person", 51), Entity(0, 17, "person", 50)

    assert merge([first, full]) == [Entity(0, 17, "person", 51)]
    assert merge([Entity(7, 17, "person", 51), full]) == [Entity(0, 17, "person", 51)]


def test_what_stands_between_two_persons_is_none():
    one, other, both = Entity(0, 4, "person", 51), Entity(8, 12, "person", 51), Entity(0, 12, "person", 30)

    assert merge([one, other, both]) == [one, other]
