"""Live events beside the messages: who types, who is here, the queue, one's own place; and who stays unnamed."""

from __future__ import annotations

from tests.edges import shapes


def test_typing_is_heard_by_the_others_only(town, ana, ben, room):
    assert ana.ask("room:typing", {"room_id": room}) == {}
    person = {"id": str(town.cast.ana.person_id), "handle": "Ana"}
    assert ben.hear("room:typing") == {"room_id": room, "person": person}
    ben.say(room, "I see.")
    ana.hear_body("I see.")
    assert ana.all("room:typing") == []


def test_whoever_is_here_is_told_to_those_who_are_here(town, connect, ana, ben, room):
    both = ana.hear("room:presence", lambda said: said["here"] == 2)
    assert set(both) == {"room_id", "here", "people"}
    assert [one["handle"] for one in both["people"]] == ["Ana", "Ben"]
    assert {frozenset(one) for one in both["people"]} == {frozenset(shapes.PERSON)}
    second = connect(town.cast.ben)
    second.enter(room)
    ana.forget()
    second.close()
    assert ana.hear("room:presence")["here"] == 2
    ben.close()
    assert ana.hear("room:presence", lambda said: said["here"] == 1)


def test_many_who_come_at_once_are_told_of_together(town, connect, ana, room):
    crowd = [connect(town.cast.ben) for _ in range(12)]
    for one in crowd:
        one.enter(room)
    fay = connect(town.cast.fay)
    fay.enter(room)
    ana.hear("room:presence", lambda said: said["here"] == 3)
    assert len(ana.all("room:presence")) < len(crowd)


def test_after_leaving_a_room_it_is_heard_no_longer(town, ana, ben, room):
    ben.enter(town.commons)
    assert ben.ask("room:leave", {"room_id": room}) == {}
    ana.say(room, "Between those who stayed.")
    ana.say(town.commons, "To all.")
    ben.hear_body("To all.")
    assert "Between those who stayed." not in str(ben.all())
    assert ana.hear("room:presence", lambda said: said["room_id"] == room and said["here"] == 1)


def test_an_anonymous_author_is_nobody_live_even_to_facilitators(town, connect, ana, ben, room):
    fay = connect(town.cast.fay)
    fay.enter(room)
    ack = ana.say(room, "I would rather not say.", anonymous=True)
    assert ack["message"]["author"] is None
    ana.ask("message:edit", {"message_id": ack["message"]["id"], "body": "I would still rather not say."})
    ben.say(room, "That is fine.", reply_to=ack["message"]["id"])
    fay.hear_body("That is fine.")
    for ear in (fay, ben):
        assert {one["author"] for one in ear.all("message:edited")} == {None}
        assert ear.hear_body("I would rather not say.")["author"] is None
        assert ear.hear_body("That is fine.")["quoted"]["author"] is None
        assert str(town.cast.ana.person_id) not in str(ear.all("message:posted", "message:edited"))
    missed = connect(town.cast.fay).enter(room, after_seq=0)["missed"]
    assert [one["author"] is None for one in missed] == [True, False]


def test_a_quoted_author_is_heard_as_messages_have_theirs(town, connect, ben, room):
    lin = connect(town.cast.lin)
    lin.enter(room)
    said = lin.say(room, "I read the trial.")["message"]
    lin.say(room, "It was a small one.", reply_to=said["id"])
    assert ben.hear_body("It was a small one.")["quoted"]["author"] == said["author"]
    assert set(said["author"]) == {"id", "handle", "role", "title"}


def test_facilitators_hear_of_their_queue_and_nobody_else_does(town, connect):
    fay, ana, gil = (connect(who) for who in (town.cast.fay, town.cast.ana, town.cast.gil))
    name = town.newcomer()
    asked = town.call(name, "POST", f"/communities/{town.cast.crohns}/memberships", {"answers": ["Yes.", "Long."]})
    assert asked.status_code == 201
    heard = fay.hear("case:changed")
    assert heard["community_id"] == str(town.cast.crohns_id)
    assert town.call(town.cast.fay, "GET", f"/cases/{heard['id']}").status_code == 200
    for ear in (ana, gil):
        ear.enter(town.commons)
        ear.say(town.commons, f"Said after {name}.")
        ear.hear_body(f"Said after {name}.")
        assert ear.all("case:changed") == []


def test_a_facilitator_does_not_hear_of_the_case_about_themselves(town, connect):
    name = town.newcomer(town.cast.long_covid, role="facilitator")
    other = town.newcomer(town.cast.long_covid, role="facilitator")
    community = town.call(town.cast.opal, "PATCH", f"/communities/{town.cast.long_covid}", {"joining": "approval"})
    assert community.status_code == 200
    mine, theirs = connect(name), connect(other)
    town.call(town.newcomer(), "POST", f"/communities/{town.cast.long_covid}/memberships", {"answers": []})
    assert mine.hear("case:changed") == theirs.hear("case:changed")


def test_a_first_message_is_told_to_facilitators_as_a_case_that_names_nobody(town, connect):
    room, name = town.new_room(town.cast.crohns), town.newcomer(town.cast.crohns)
    fay, ana, new = connect(town.cast.fay), connect(town.cast.ana), connect(name)
    new.enter(room)
    new.say(room, "May I ask something?", anonymous=True)
    heard = fay.hear("case:changed")
    assert set(heard) == {"id", "community_id"}
    case = town.call(town.cast.fay, "GET", f"/cases/{heard['id']}").json()["case"]
    assert (case["kind"], case["subject"]["person"]["handle"]) == ("newcomer", name)
    ana.enter(room)
    ana.say(room, f"Welcome, @{name}.")
    new.hear_body(f"Welcome, @{name}.")
    assert fay.hear("case:changed")["id"] == heard["id"]
    assert town.call(town.cast.fay, "GET", f"/cases/{heard['id']}").json()["case"]["state"] == "closed"
    for ear in (ana, new):
        assert ear.all("case:changed") == []


def test_a_mentor_hears_that_they_are_asked_and_nobody_else_does(town, connect):
    room, name, other = (
        town.new_room(town.cast.crohns),
        town.newcomer(town.cast.crohns),
        town.newcomer(town.cast.crohns),
    )
    mentor, fay, new = connect(other), connect(town.cast.fay), connect(name)
    assert town.call(other, "PUT", "/communities/crohns/mentors/me", {"capacity": 1}).ok
    new.enter(room)
    new.say(room, "Hello.")
    case_id = fay.hear("case:changed")["id"]
    asked = town.call(town.cast.fay, "POST", f"/cases/{case_id}/askings", {"person_id": str(town.person_id(other))})
    assert asked.status_code == 201
    assert mentor.hear("notice") == {"kind": "asking", "community_id": str(town.cast.crohns_id)}
    fay.hear("case:changed")
    mentor.forget()
    fay.enter(room)
    fay.say(room, f"Welcome, @{name}.")
    assert mentor.hear("notice") == {"kind": "asking", "community_id": str(town.cast.crohns_id)}  # they need not now
    for ear in (fay, new):
        assert ear.all("notice") == []


def test_whoever_reported_hears_that_something_came_of_it_and_nobody_else_does(town, connect, ana, room):
    reporter, other = (town.newcomer(town.cast.crohns) for _ in range(2))
    hears, author, bystander, fay = connect(reporter), ana, connect(other), connect(town.cast.fay)
    for ear in (author, bystander):
        ear.enter(room)
    said = author.say(room, "Just bin the tablets.")["message"]["id"]
    told = {"target": {"kind": "message", "id": said}, "reason": "harmful_advice"}
    assert town.call(reporter, "POST", "/reports", told).status_code == 201
    fay.hear("case:changed")
    case = town.call(town.cast.fay, "GET", "/communities/crohns/cases?kind=report").json()["items"]
    (case_id,) = [one["id"] for one in case if one["subject"]["id"] == said]
    decision = {"outcome": "remove", "reason": "It can do harm.", "rule": "2"}
    assert town.call(town.cast.fay, "POST", f"/cases/{case_id}/decision", decision).ok
    assert hears.hear("notice") == {"kind": "report", "community_id": str(town.cast.crohns_id)}
    bystander.hear("message:removed")
    author.say(room, "I see.")
    bystander.hear_body("I see.")
    assert [one["kind"] for one in author.all("notice")] == ["removal"]
    for ear in (bystander, fay):
        assert ear.all("notice") == []


def test_whoever_may_report_less_hears_that_there_is_something_to_read_and_when_it_is_over(town, connect, ana, room):
    reporter = town.newcomer(town.cast.crohns)
    ear, fay = connect(reporter), town.cast.fay
    said = ana.say(room, "Good morning.")["message"]["id"]
    told = {"target": {"kind": "message", "id": said}, "reason": "spam"}
    assert town.call(reporter, "POST", "/reports", told).status_code == 201
    place = f"/communities/crohns/members/{town.person_id(reporter)}/report-limit"
    for method, body in (("POST", {"reason": "Too many."}), ("DELETE", None)):
        assert town.call(fay, method, place, body).ok
        assert ear.hear("notice") == {"kind": "limit", "community_id": str(town.cast.crohns_id)}
        ear.forget()
    assert ana.all("notice") == []


def test_ones_own_membership_is_told(town, connect):
    name = town.newcomer()
    ear = connect(name)
    town.call(name, "POST", f"/communities/{town.cast.crohns}/memberships", {"answers": ["Yes.", "Long."]})
    heard = ear.hear("membership:changed")
    assert set(heard) == {"community", "status"}
    assert heard["status"] == "pending"
    assert heard["community"]["slug"] == town.cast.crohns
