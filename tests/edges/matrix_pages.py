"""The access matrix by page: who may see each, and send each form. Letters and people are those of matrix_routes.py.

Whoever is not signed in has no form, so they are told (`n`) before anything is looked up.
"""

from __future__ import annotations

from typing import Final

from tests.edges.matrix_routes import by_letters

PAGES: Final = by_letters("""
?−−−nn−n−+−+n+
    GET /c/<slug>/rooms/<room_id>/messages/<message_id>/author
n−−−nn−n−+−+n+
    POST /c/<slug>/rooms/<room_id>/messages/<message_id>/author
?+++++++++++++
    GET /account/decisions
    GET /account/profession
    GET /account/reports
?−−−++−+−+−+++
    GET /c/<slug>/library/<resource_id>
    GET /c/<slug>/library/<resource_id>/history
    GET /c/<slug>/library/<resource_id>/leaflet
    GET /c/<slug>/library/collections/<collection_id>
    GET /c/<slug>/report/message/<message_id>
    GET /c/<slug>/report/person/<person_id>
    GET /c/<slug>/report/resource/<resource_id>
    GET /c/<slug>/rooms/<room_id>
    GET /c/<slug>/rooms/<room_id>/messages/<message_id>/tip
    GET /c/<slug>/rooms/<room_id>/threads/<message_id>
    GET /files/<file_id>
    GET /files/<file_id>/thumbnail
?−−−nn−n−+−+n+
    GET /c/<slug>/settings/exchange
    GET /c/<slug>/settings/exchange/file
?−−−nn−n−n−n+n
    POST /c/<slug>/library/<resource_id>/files
?−−−−−−+−−−−−−
    GET /c/<slug>/library/asked/<resource_id>
?−−−−−−−−−+−−−
    GET /communities/new
    GET /credentials
    GET /credentials/<credential_id>
    GET /safety
    GET /safety/<name>
?−−−−−−−−−−+−−
    GET /account/decisions/<sanction_id>
    GET /account/decisions/removals/<removal_id>
?−−−−−−−−−−−+−
    GET /c/<slug>/library/<resource_id>/draft
?−−−−−−−−−−−−−
    GET /c/<slug>/library/<resource_id>/proposals/new
n+++++++++++++
    POST /account/blocks/<person_id>
    POST /communities/new
    POST /safety
n−−+++−+−+++++
    POST /c/<slug>/memberships
n−−+++−+−+−+++
    POST /c/<slug>/memberships/leave
n−−−++−+−+n+n+
    POST /c/<slug>/charter/amendments/<amendment_id>/<deed>
n−−−++−+−+−+++
    POST /c/<slug>/library/<resource_id>/bookmark
    POST /c/<slug>/library/<resource_id>/report/withdrawal
    POST /c/<slug>/library/<resource_id>/trial/end
    POST /c/<slug>/library/mine
    POST /c/<slug>/report/message/<message_id>
    POST /c/<slug>/report/person/<person_id>
    POST /c/<slug>/report/resource/<resource_id>
    POST /c/<slug>/welcoming/stop
n−−−++−+−+−+n+
    POST /c/<slug>/library/<resource_id>/report
    POST /c/<slug>/library/<resource_id>/trial
n−−−++−+−nnn+n
    POST /account/profession
n−−−+n−+−+n+++
    POST /c/<slug>/charter/amendments
n−−−+n−+−+−+++
    POST /c/<slug>/conversations
    POST /c/<slug>/library/<resource_id>/talk
    POST /c/<slug>/rooms/<room_id>/messages
    POST /c/<slug>/rooms/<room_id>/messages/<message_id>/tip
    POST /c/<slug>/welcoming
n−−−+−−−−−−−+−
    POST /c/<slug>/conversations/<conversation_id>/accept
    POST /c/<slug>/conversations/<conversation_id>/decline
n−−−+−−−−−−−−−
    POST /account/sessions/<session_id>/end
n−−−nn−+−+−+n+
    POST /c/<slug>/library/endorsements/<endorsement_id>/end
n−−−nn−+−n−nnn
    POST /c/<slug>/library/<resource_id>/advice
    POST /c/<slug>/library/<resource_id>/endorsement
n−−−nn−n−+++n+
    POST /c/<slug>/invitations
    POST /c/<slug>/queue/next
    POST /c/<slug>/rooms
    POST /c/<slug>/rota
    POST /c/<slug>/settings
    POST /c/<slug>/settings/desk/greetings
    POST /c/<slug>/settings/desk/hours
    POST /c/<slug>/settings/desk/reasons
n−−−nn−n−++nn+
    POST /c/<slug>/members/<person_id>/notes
n−−−nn−n−+n+n+
    POST /c/<slug>/settings/library
    POST /c/<slug>/settings/reasons
n−−−nn−n−+−+n+
    POST /c/<slug>/library/<resource_id>/archive
    POST /c/<slug>/library/<resource_id>/assignments
    POST /c/<slug>/library/<resource_id>/assignments/<person_id>/end
    POST /c/<slug>/library/collections
    POST /c/<slug>/library/collections/<collection_id>
    POST /c/<slug>/library/collections/<collection_id>/delete
    POST /c/<slug>/library/collections/<collection_id>/items/<resource_id>
    POST /c/<slug>/library/collections/<collection_id>/place
    POST /c/<slug>/settings/exchange
    POST /c/<slug>/settings/exchange/all
n−−−nn−n−+−nn+
    POST /c/<slug>/members/<person_id>/greetings
n−−−nn−n−n+−nn
    POST /c/<slug>/sanctions/<sanction_id>/end
n−−−nn−n−n+nnn
    POST /c/<slug>/load-cap
    POST /c/<slug>/members/<person_id>/report-limit
    POST /c/<slug>/members/<person_id>/report-limit/end
    POST /c/<slug>/members/<person_id>/role
    POST /c/<slug>/members/<person_id>/sanctions
n−−−nn−n−n−n+n
    POST /c/<slug>/library/<resource_id>/confirmation
    POST /c/<slug>/library/<resource_id>/files/<file_id>/removal
    POST /c/<slug>/library/<resource_id>/return
    POST /c/<slug>/library/<resource_id>/submission
    POST /c/<slug>/library/<resource_id>/versions
    POST /c/<slug>/library/<resource_id>/withdrawal
n−−−nn−−−−−−n−
    POST /c/<slug>/library/<resource_id>/proposals
n−−−−−−+−−−−−−
    POST /c/<slug>/welcoming/<asking_id>/decline
n−−−−−−−−+++−+
    POST /c/<slug>/rota/<shift_id>/cancel
n−−−−−−−−++−n+
    POST /c/<slug>/queue/<case_id>/claim
    POST /c/<slug>/queue/<case_id>/decision
    POST /c/<slug>/queue/<case_id>/give-back
    POST /c/<slug>/queue/<case_id>/hand-over
    POST /c/<slug>/queue/<case_id>/notes
    POST /c/<slug>/queue/<case_id>/report
    POST /c/<slug>/queue/<case_id>/review
n−−−−−−−−++−−+
    POST /c/<slug>/members/<person_id>/notes/<note_id>/remove
    POST /c/<slug>/queue/<case_id>/close
    POST /c/<slug>/queue/<case_id>/letters
    POST /c/<slug>/queue/<case_id>/mentor
    POST /c/<slug>/queue/<case_id>/steps
n−−−−−−−−++−−n
    POST /c/<slug>/queue/<case_id>/replies
n−−−−−−−−+nn−n
    POST /c/<slug>/rota/<shift_id>/note
n−−−−−−−−+−−−+
    POST /c/<slug>/queue/<case_id>/hello
n−−−−−−−−−+−−−
    POST /c/<slug>/library/<resource_id>/openings
    POST /c/<slug>/queue/<case_id>/openings
    POST /c/<slug>/rooms/<room_id>/openings
    POST /safety/<name>/<number>/use
    POST /credentials/<credential_id>/decision
    POST /credentials/<credential_id>/revocation
    POST /safety/<name>/editions
n−−−−−−−−−−+−−
    POST /account/decisions/<sanction_id>/appeal
    POST /account/decisions/<sanction_id>/replies
    POST /account/decisions/removals/<removal_id>/appeal
    POST /account/decisions/removals/<removal_id>/erasure
    POST /account/decisions/removals/<removal_id>/replies
    POST /c/<slug>/library/asks/<ask_id>/agree
    POST /c/<slug>/library/asks/<ask_id>/refuse
    POST /c/<slug>/support/letters
n−−−−−−−−−−−+−
    POST /account/profession/<credential_id>/withdrawal
    POST /c/<slug>/library/<resource_id>/draft
    POST /c/<slug>/library/proposals/<proposal_id>/accept
    POST /c/<slug>/library/proposals/<proposal_id>/decline
n−−−−−−−−−−−−−
    POST /c/<slug>/library/<resource_id>/collections
−−−+++−+−+++++
    GET /c/<slug>
−−−−++−+−+++++
    GET /c/<slug>/charter
    GET /c/<slug>/members
    GET /c/<slug>/members/<person_id>
    GET /c/<slug>/moderation
    GET /c/<slug>/rooms
    GET /c/<slug>/search
    GET /c/<slug>/support
    GET /c/<slug>/support/heard
    GET /c/<slug>/welcoming
−−−−++−+−+−+++
    GET /c/<slug>/conversations
    GET /c/<slug>/library
    GET /c/<slug>/library/mine
    GET /c/<slug>/library/new
    GET /c/<slug>/library/saved
−−−−nn−n−+++n+
    GET /c/<slug>/audit
    GET /c/<slug>/audit/file
    GET /c/<slug>/dashboard
    GET /c/<slug>/dashboard/<key>
    GET /c/<slug>/invitations
    GET /c/<slug>/people
    GET /c/<slug>/queue
    GET /c/<slug>/rota
    GET /c/<slug>/settings
    GET /c/<slug>/settings/desk
−−−−nn−n−++−n+
    GET /c/<slug>/queue/<case_id>
−−−−nn−n−+n+n+
    GET /c/<slug>/settings/library
    GET /c/<slug>/settings/reasons
−−−−nn−n−+−+n+
    GET /c/<slug>/library/collections
−−−−−−−+−−−−−−
    GET /c/<slug>/library/asked
−−−−−−−−−−+−−−
    GET /overview
−−−−−−−−−−−−−−
    GET /c/<slug>/library/<resource_id>/shared
""")
