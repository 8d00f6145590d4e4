"""Something of everything that a page can show."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from networks.work import Asker
from tests.browser.room import Place
from tests.edges.town import Town

PLACES: Final = ("crohns", "hidden")


def set_scene(town: Town) -> dict[str, str]:
    """What is to be seen in the states, as the paths and ids in their addresses."""
    cast = town.cast
    lively, silent = (Place("crohns", town.new_room("crohns")) for _ in range(2))
    made = {"slug": "bare", "name": "A bare place", "visibility": "private", "joining": "open"}
    town.call(cast.opal, "POST", "/communities", made)
    town.call(cast.max, "PUT", f"/me/blocks/{cast.ben.person_id}")
    closed = listed(town, "/communities/crohns/cases?state=closed")[0]["id"]
    ids: dict[str, Any] = _talk(town, lively) | {"ben": cast.ben.person_id, "max": cast.max.person_id}
    ids |= {"case": cast.pia_case, "closed_case": closed}
    ids |= {"tip": _tip(town, "Pacing a workday"), "silent_tip": _tip(town, "A card in the evening")}
    ids |= {"newcomer": _newcomer(town, lively), "appeal": _appeal(town)}
    ids |= _reports(town, lively)
    ids["stepped"] = _stepped(town)
    _amendments(town)
    _answers(town)
    ids |= {"mute": cast.max_mute, "ban": cast.bea_ban, "lin": cast.lin.person_id}
    ids |= _professions(town) | _of_two(town)
    return {"lively": lively.path, "silent": silent.path} | {name: str(one) for name, one in ids.items()}


def listed(town: Town, path: str) -> list[Any]:
    """A list as facilitators get it."""
    answer = town.call(town.cast.fay, "GET", path)
    assert answer.ok, answer.text
    found: list[Any] = answer.json()["items"]
    return found


def _newcomer(town: Town, room: Place) -> str:
    """Somebody new has said hello, and Ana would welcome them: the case."""
    name = town.newcomer("crohns")
    town.call(town.cast.ana, "PUT", "/communities/crohns/mentors/me", {"capacity": 3})
    said = {"body": "Hello. I was told on **Thursday**.", "client_key": f"scene-{room.id}"}
    town.call(name, "POST", f"/rooms/{room.id}/messages", said)
    waiting = listed(town, "/communities/crohns/cases?kind=newcomer&state=open")
    return str(next(one["id"] for one in waiting if one["subject"]["person"]["handle"] == name))


def _professions(town: Town) -> dict[str, Any]:
    """Lin is verified; Ana asks in two communities, was refused in one of them, and is answered at length."""
    lin, ana, word = town.cast.lin, town.cast.ana, "Unbreakable" * 12
    verified = _asked(town, lin, "crohns")
    town.call(town.cast.opal, "POST", f"{verified}/decision", {"outcome": "verified", "title": "IBD nurse"})
    refused = _asked(town, ana, "crohns", evidence=word, interests=word)
    town.call(town.cast.opal, "POST", f"{refused}/decision", {"outcome": "refused", "reason": word})
    asked = [_asked(town, ana, slug, number=word[:80], check_url=f"https://example.org/{word}") for slug in PLACES]
    return {"verified": verified.rpartition("/")[2], "asked": asked[0].rpartition("/")[2]}


def _of_two(town: Town) -> dict[str, Any]:
    """Ana writes with Lin, waits for Ben to answer, and is asked by somebody new."""
    cast, word = town.cast, "Unbreakable" * 12
    talk, waits = _begun(town, cast.ana, cast.lin), _begun(town, cast.ana, cast.ben)
    asks = _begun(town, town.newcomer("crohns"), cast.ana)
    for who in (cast.lin, cast.ana, cast.lin):
        said = _told(town, who, talk, f"It helps. {word}")
    return {"talk": talk, "waits": waits, "asks": asks, "told": said}


def _begun(town: Town, who: Asker | str, whom: Asker) -> str:
    begun = town.call(who, "POST", "/communities/crohns/conversations", {"person_id": str(whom.person_id)})
    made = str(begun.json()["conversation"]["id"])
    _told(town, who, made, "Does it get easier?")
    return made


def _told(town: Town, who: Asker | str, room_id: str, words: str) -> str:
    said = {"body": words, "client_key": uuid4().hex}
    answer = town.call(who, "POST", f"/rooms/{room_id}/messages", said)
    assert answer.ok, answer.text
    return str(answer.json()["message"]["id"])


def _asked(town: Town, who: Asker, slug: str, **more: str) -> str:
    said = {"profession": "Nurse", "interests": "None.", "evidence": "I am in the register.", **more}
    answer = town.call(who, "POST", f"/communities/{slug}/credentials", said)
    assert answer.ok, answer.text
    return f"/credentials/{answer.json()['credential']['id']}"


def _amendments(town: Town) -> None:
    """One that waits, with a word that breaks nowhere, and one that is voted on."""
    for text in ("Rest is no idleness here.", "Unbreakable" * 12):
        said = {"text": text, "why": "We forget it."}
        made = town.call(town.cast.ben, "POST", "/communities/crohns/amendments", said).json()["amendment"]["id"]
        town.call(town.cast.ana, "PUT", f"/amendments/{made}/support")
        if text.startswith("Rest"):
            town.call(town.cast.fay, "POST", f"/amendments/{made}/vote", {"days": 7})
            town.call(town.cast.ana, "PUT", f"/amendments/{made}/ballot", {"choice": "yes"})


def _answers(town: Town) -> None:
    """Lin reports four things: one is removed, one stays, and two wait, with a word that breaks nowhere."""
    cast, room = town.cast, town.new_room("crohns")
    for number, outcome in enumerate(("remove", "dismiss", "")):
        said = {"kind": "message", "id": str(town.say(cast.ben, room, f"Number {number}."))}
        report = {"target": said, "reason": "harmful_advice", "note": "It could kill. " + "Unbreakable" * 12}
        assert town.call(cast.lin, "POST", "/reports", report).ok
        if outcome:
            waiting = listed(town, "/communities/crohns/cases?kind=report&state=open")
            case = next(one["id"] for one in waiting if one["subject"]["id"] == said["id"])
            decision = {"outcome": outcome, "reason": "So.", "rule": "2. " + "Unbreakable" * 12}
            assert town.call(cast.fay, "POST", f"/cases/{case}/decision", decision).ok
    about = {"target": {"kind": "person", "id": str(cast.ben.person_id)}, "reason": "other", "community": "crohns"}
    assert town.call(cast.lin, "POST", "/reports", about).ok


def _appeal(town: Town) -> str:
    """Max appeals against his mute, and is asked something: the case."""
    said = {"statement": "It was **one** joke. " + "Unbreakable" * 12}
    town.call(town.cast.max, "POST", f"/sanctions/{town.cast.max_mute}/appeal", said)
    waiting = listed(town, "/communities/crohns/cases?kind=appeal")
    case = str(next(one["id"] for one in waiting if one["subject"]["id"] == str(town.cast.max_mute)))
    town.call(town.cast.opal, "POST", f"/cases/{case}/appeal/replies", {"body": "What was said before it?"})
    return case


def _reports(town: Town, room: Place) -> dict[str, Any]:
    """Two have reported what Ben said, and one of them may report less: the case, and that one."""
    said = town.say(town.cast.ben, room.id, "Pull yourself together.")
    about = {"target": {"kind": "message", "id": str(said)}, "reason": "harassment", "note": "Unbreakable" * 12}
    names = [town.newcomer("crohns") for _ in range(2)]
    for name in names:
        town.call(name, "POST", "/reports", about)
    reporter = town.person_id(names[0])
    why = {"reason": "Nine reports in a week. " + "Unbreakable" * 12}
    assert town.call(town.cast.fay, "POST", f"/communities/crohns/members/{reporter}/report-limit", why).ok
    found = listed(town, "/communities/crohns/cases?kind=report&limit=100")
    return {"report": next(one["id"] for one in found if one["subject"]["id"] == str(said)), "reporter": reporter}


def _stepped(town: Town) -> str:
    """Somebody was reported, and is muted with the decision about it: the case."""
    person = str(town.person_id(town.newcomer("crohns")))
    about = {"target": {"kind": "person", "id": person}, "reason": "harassment", "community": "crohns"}
    assert town.call(town.cast.lin, "POST", "/reports", about).ok
    found = listed(town, "/communities/crohns/cases?kind=report&state=open&limit=100")
    case = str(next(one["id"] for one in found if one["subject"]["id"] == person))
    step = {"kind": "mute", "until": "2098-01-01T00:00:00Z"}
    said = {"outcome": "dismiss", "reason": "Every evening. " + "Unbreakable" * 12, "rule": "1", "step": step}
    assert town.call(town.cast.fay, "POST", f"/cases/{case}/decision", said).ok
    return case


def _tip(town: Town, title: str) -> str:
    """Something of Ana's in the library."""
    said = {"kind": "tip", "title": title, "body": "Pick **three things** that must happen.", "tags": ["work"]}
    made = town.call(town.cast.ana, "POST", "/communities/crohns/resources", said).json()["resource"]["id"]
    town.call(town.cast.ana, "POST", f"/resources/{made}/submission")
    decision = {"outcome": "publish", "reason": "Clear and kind.", "version": 1}
    town.call(town.cast.fay, "POST", f"/resources/{made}/decision", decision)
    return str(made)


def _talk(town: Town, room: Place) -> dict[str, str]:
    """A talk with everything that a message can have: the message that has replies, one that was asked anonymously, and
    one that breaks nowhere."""
    cast = town.cast

    def say(who: Asker, body: str, **more: object) -> str:
        said = {"body": body, "client_key": f"scene-{room.id}-{body}"[:64], **more}
        return str(town.call(who, "POST", f"/rooms/{room.id}/messages", said).json()["message"]["id"])

    root = say(cast.ben, "Does *anybody* know a **good** cushion?\n\n- for work\n- for the bus\n\n> sitting is hard")
    say(cast.fay, "I have one.", reply_to=root)
    say(
        cast.lin,
        "There is a list: https://example.org/a-long-address-that-has-to-break-somewhere-on-a-small-screen",
        reply_to=root,
    )
    town.call(cast.ana, "PUT", f"/messages/{root}/reactions/💚")
    town.call(cast.lin, "PUT", f"/messages/{root}/reactions/🤝")
    veiled = say(cast.ben, "May I ask this?", anonymous=True)
    town.call(cast.ben, "DELETE", f"/messages/{say(cast.ben, 'Forget this.')}")
    changed = say(cast.ana, "`code` and a word.")
    town.call(cast.ana, "PATCH", f"/messages/{changed}", {"body": "`code` and another word."})
    long = say(cast.ana, "Unbreakable" * 12)
    town.call(cast.ana, "PUT", f"/rooms/{room.id}/read", {"seq": 2})
    return {"root": root, "veiled": veiled, "long": long}
