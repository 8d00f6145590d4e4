"""The access matrix by route: who may call each route of the HTTP interface.

`+` may call it, `n` is told that they may not, `−` is told that there is nothing, byte for byte as where there is
nothing, `?` is asked to sign in. Who they are stands in tests/edges/things.py and tests/cast.py.
"""

from __future__ import annotations

from typing import Final

WHO: Final = "An Uv NM Pe Me Mu Ba Pr FO Fa Op Su Re De".split()
"""As in the matrix; then whom the case is about, who reported it, and who decided first."""


def by_letters(table: str) -> dict[str, str]:
    """Each route with the letters that it stands below, one for each of those who ask."""
    found, letters = {}, ""
    for line in table.strip().splitlines():
        if line.startswith(" "):
            found[line.strip()] = letters
        else:
            letters = line.strip()
    return found


ROUTES: Final = by_letters("""
++++++++++++++
    GET /communities
?+++++++++++++
    DELETE /me
    GET /me
    PATCH /me
    GET /me/blocks
    GET /me/credentials
    DELETE /me/blocks/<person_id>
    PUT /me/blocks/<person_id>
    PUT /me/email
    GET /me/export
    PUT /me/password
    GET /me/removals
    GET /me/reports
    GET /me/sanctions
    DELETE /me/sessions
    GET /me/sessions
    DELETE /sessions/current
?nnnnnnnnn+nnn
    POST /communities
?−−+++−+−+n+++
    POST /communities/<slug>/memberships
?−−−++−+−+++++
    GET /resources/<resource_id>/outcomes
?−−−++−+−+−+++
    GET /collections/<collection_id>
    GET /files/<file_id>
    GET /files/<file_id>/thumbnail
    DELETE /messages/<message_id>/reactions/<emoji>
    POST /reports
    GET /resources/<resource_id>
    DELETE /resources/<resource_id>/bookmark
    PUT /resources/<resource_id>/bookmark
    GET /resources/<resource_id>/history
    DELETE /resources/<resource_id>/trial
    DELETE /resources/<resource_id>/try-report
    GET /resources/<resource_id>/versions
    GET /rooms/<room_id>/messages
    PUT /rooms/<room_id>/read
?−−−++−+−+−+n+
    PUT /resources/<resource_id>/trial
    PUT /resources/<resource_id>/try-report
?−−−+n−+−+−+++
    PUT /messages/<message_id>/reactions/<emoji>
    POST /messages/<message_id>/tip
    POST /rooms/<room_id>/messages
?−−−+−−−−−−−+−
    GET /conversations/<conversation_id>
    PUT /conversations/<conversation_id>/answer
?−−−+−−−−−−−−−
    DELETE /me/sessions/<session_id>
    GET /resources/<resource_id>/try-report
?−−−nn−+−+−+++
    GET /resources/<resource_id>/proposals
?−−−nn−+−+−+n+
    DELETE /endorsements/<endorsement_id>
    POST /resources/<resource_id>/proposals
?−−−nn−+−n−nnn
    PUT /resources/<resource_id>/advice
    PUT /resources/<resource_id>/endorsement
?−−−nn−n−+−+n+
    DELETE /collections/<collection_id>
    PATCH /collections/<collection_id>
    DELETE /collections/<collection_id>/items/<resource_id>
    PUT /collections/<collection_id>/items/<resource_id>
    GET /communities/<slug>/resources/export
    POST /communities/<slug>/resources/import
    DELETE /messages/<message_id>
    POST /resources/<resource_id>/archival
    GET /resources/<resource_id>/assignments
    DELETE /resources/<resource_id>/assignments/<person_id>
    PUT /resources/<resource_id>/assignments/<person_id>
    POST /resources/<resource_id>/decision
?−−−nn−n−n−+nn
    PATCH /messages/<message_id>
?−−−nn−n−n−n+n
    DELETE /files/<file_id>
    PATCH /resources/<resource_id>
    PUT /resources/<resource_id>/confirmation
    PUT /resources/<resource_id>/draft
    POST /resources/<resource_id>/files
    POST /resources/<resource_id>/return
    POST /resources/<resource_id>/submission
    POST /resources/<resource_id>/versions
    POST /resources/<resource_id>/withdrawal
?−−−−−−+−−−−−−
    POST /askings/<asking_id>/decline
?−−−−−−−−++−++
    GET /cases/<case_id>
?−−−−−−−−++−n+
    DELETE /cases/<case_id>/claim
    POST /cases/<case_id>/claim
    POST /cases/<case_id>/decision
    POST /cases/<case_id>/handover
    POST /cases/<case_id>/notes
?−−−−−−−−++−−+
    POST /cases/<case_id>/askings
    POST /cases/<case_id>/letters
    GET /cases/<case_id>/notes
    GET /cases/<case_id>/steps
    POST /cases/<case_id>/steps
    GET /cases/<case_id>/timeline
?−−−−−−−−++−−n
    GET /cases/<case_id>/appeal
    POST /cases/<case_id>/appeal/replies
?−−−−−−−−+n−−+
    GET /cases/<case_id>/letters
?−−−−−−−−−+−−−
    GET /credentials
    GET /credentials/<credential_id>
    POST /credentials/<credential_id>/decision
    POST /credentials/<credential_id>/revocation
    POST /safety/lists
    GET /safety/lists/<name>
    POST /safety/lists/<name>/<number>/use
    POST /safety/lists/contacts
?−−−−−−−−−−+−−
    DELETE /removals/<removal_id>/words
    GET /removals/<removal_id>/appeal
    POST /removals/<removal_id>/appeal
    POST /removals/<removal_id>/appeal/replies
    GET /sanctions/<sanction_id>/appeal
    POST /sanctions/<sanction_id>/appeal
    POST /sanctions/<sanction_id>/appeal/replies
    PUT /tip-asks/<ask_id>/answer
?−−−−−−−−−−−+−
    POST /credentials/<credential_id>/withdrawal
    PUT /proposals/<proposal_id>/answer
    PUT /reports/<report_id>/seen
−−−+++−+−+++++
    GET /communities/<slug>
−−−+++−+−+−+++
    DELETE /communities/<slug>/memberships/me
−−−−++−+−+++++
    GET /communities/<slug>/amendments
    GET /communities/<slug>/askings
    GET /communities/<slug>/badges
    GET /communities/<slug>/cases
    GET /communities/<slug>/charter/versions
    GET /communities/<slug>/members
    GET /communities/<slug>/members/<person_id>
    GET /communities/<slug>/moderation
    GET /communities/<slug>/rooms
    GET /communities/<slug>/search
    GET /communities/<slug>/support
−−−−++−+−+n+++
    PUT /amendments/<amendment_id>/ballot
−−−−++−+−+n+n+
    DELETE /amendments/<amendment_id>/support
    PUT /amendments/<amendment_id>/support
−−−−++−+−+−+++
    GET /communities/<slug>/assignments
    GET /communities/<slug>/collections
    GET /communities/<slug>/conversations
    DELETE /communities/<slug>/mentors/me
    GET /communities/<slug>/resources
    POST /communities/<slug>/resources
    POST /communities/<slug>/resources/preview
    GET /communities/<slug>/tip-asks
−−−−+n−+−+n+++
    POST /communities/<slug>/amendments
−−−−+n−+−+−+++
    POST /communities/<slug>/conversations
    PUT /communities/<slug>/mentors/me
−−−−++−+−nnn+n
    POST /communities/<slug>/credentials
−−−−nn−n−+++n+
    POST /amendments/<amendment_id>/decline
    POST /amendments/<amendment_id>/vote
    PATCH /communities/<slug>
    GET /communities/<slug>/audit
    GET /communities/<slug>/audit/export
    POST /communities/<slug>/cases/next
    GET /communities/<slug>/dashboard
    GET /communities/<slug>/dashboard/<key>
    GET /communities/<slug>/desk
    PUT /communities/<slug>/desk/greetings
    PUT /communities/<slug>/desk/hours
    PUT /communities/<slug>/desk/reasons/<kind>
    GET /communities/<slug>/invitations
    POST /communities/<slug>/invitations
    GET /communities/<slug>/members/<person_id>/credentials
    GET /communities/<slug>/mentors
    GET /communities/<slug>/people
    POST /communities/<slug>/rooms
    GET /communities/<slug>/shifts
    POST /communities/<slug>/shifts
−−−−nn−n−++nn+
    GET /communities/<slug>/members/<person_id>/notes
    GET /communities/<slug>/members/<person_id>/report-limit
    POST /communities/<slug>/members/<person_id>/notes
−−−−nn−n−+n+n+
    GET /communities/<slug>/library
    PATCH /communities/<slug>/library
    GET /communities/<slug>/review-reasons
    PUT /communities/<slug>/review-reasons
−−−−nn−n−+−+n+
    POST /communities/<slug>/collections
−−−−nn−n−+−nn+
    POST /communities/<slug>/members/<person_id>/greetings
−−−−nn−n−n+−nn
    DELETE /sanctions/<sanction_id>
−−−−nn−n−n+nnn
    PUT /communities/<slug>/load-cap
    PATCH /communities/<slug>/members/<person_id>
    DELETE /communities/<slug>/members/<person_id>/report-limit
    POST /communities/<slug>/members/<person_id>/report-limit
    POST /communities/<slug>/members/<person_id>/sanctions
−−−−nn−n−nnn+n
    DELETE /amendments/<amendment_id>
−−−−−−−−−+++−+
    DELETE /shifts/<shift_id>
−−−−−−−−−++−−+
    DELETE /member-notes/<note_id>
−−−−−−−−−+nn−n
    PUT /shifts/<shift_id>/note
−−−−−−−−−−+−−−
    POST /cases/<case_id>/openings
    GET /overview
    POST /resources/<resource_id>/openings
    POST /rooms/<room_id>/openings
−−−−−−−−−−−+−−
    POST /communities/<slug>/support/letters
""")
