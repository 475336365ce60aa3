"""extensions.conf: calls go to the application at once; while it is away a caller hears a prompt and can leave a message.

Who calls and what was dialled are filtered before they are used: both come from outside.
"""

from __future__ import annotations

from kefu.config.asterisk import rules
from kefu.config.asterisk.plan import Plan

AWAY = "away"  # the file of the prompt, in the folder of sounds
OWN = "own"  # the folder beside it of what numbers say instead, called by their digits
MESSAGE_SECONDS = 180
AWAY_SECONDS = 420  # of a call that nobody looks after: a long prompt, and a message

PLATFORM = """
; ---- calls from the telephone network
[from-trunk]
exten => _[+0-9]!,1,Set(__DIALLED=${{FILTER(+0-9,${{EXTEN}})}})
 same => n,Goto(arrival,s,1)
exten => s,1,Set(__DIALLED=)
 same => n,Goto(arrival,s,1)

[arrival]
exten => s,1,Stasis({application},in,${{DIALLED}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "FAILED"]?away,s,1)
 same => n,Hangup()

; ---- the application is away: never silence; a number says its own words where it has some. The .txt beside the message
; ---- says that it is finished
[away]
exten => s,1,Set(MESSAGE=${{STRFTIME(${{EPOCH}},UTC,%Y%m%dT%H%M%SZ)}}-${{FILTER(0-9,${{UNIQUEID}})}})
 same => n,Set(CALLER=${{FILTER(+0-9,${{CALLERID(num)}})}})
 same => n,Set(ARRIVED=${{EPOCH}})
 same => n,Set(TIMEOUT(absolute)={away_seconds})
 same => n,Answer()
 same => n,Wait(0.5)
 same => n,Set(SAID={sounds}/{own}/${{FILTER(0-9,${{DIALLED}})}})
 same => n,GotoIf($["${{STAT(e,${{SAID}}.wav)}}${{STAT(e,${{SAID}}.wav16)}}" != "00"]?say)
 same => n,Set(SAID={sounds}/{away})
 same => n(say),Playback(${{SAID}})
 same => n,Playtones(1000/300)
 same => n,Wait(0.3)
 same => n,StopPlaytones()
 same => n,Record({spool}/voicemail/${{MESSAGE}}.wav,0,{message_seconds},kq)
 same => n,Hangup()
exten => h,1,Set(FILE({spool}/voicemail/${{MESSAGE}}.txt,,,a)=caller=${{CALLER}} dialled=${{DIALLED}} at=${{ARRIVED}})
exten => T,1,Hangup()

; ---- calls from agents' phones
[from-agent]
exten => _[+*#0-9]!,1,Stasis({application},agent,${{FILTER(+*#0-9,${{EXTEN}})}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "FAILED"]?nobody:done)
 same => n(nobody),Congestion(5)
 same => n(done),Hangup()
"""

CARRIER = """
; ---- the telephone network as the demo and the tests know it
; ---- a call from Kefu to a number: whoever listens on ARI plays the called party, else the last two digits decide
[from-platform]
exten => _[+0-9]!,1,Set(__DIALLED=${{FILTER(+0-9,${{EXTEN}})}})
 same => n,Goto(called,s,1)

[called]
exten => s,1,Stasis({application},called,${{DIALLED}})
 same => n,GotoIf($["${{STASISSTATUS}}" != "FAILED"]?done)
 same => n,GotoIf(${{DIALPLAN_EXISTS(number-${{DIALLED:-2}},s,1)}}?number-${{DIALLED:-2}},s,1)
 same => n,Goto(answers,s,1)
 same => n(done),Hangup()

; ---- answers, keeps what it hears, and speaks a tone of its own: 1000 Hz and 100 more for each step of the last digit
[answers]
exten => s,1,Answer()
 same => n,MixMonitor({spool}/heard/${{FILTER(0-9,${{UNIQUEID}})}}-mix.wav,r({spool}/heard/${{FILTER(0-9,${{UNIQUEID}})}}.wav))
 same => n,Playtones($[1000 + ${{DIALLED:-1}} * 100])
 same => n,Wait(300)
 same => n,Hangup()

; ---- a caller of the demo, placed through ARI with the variables TONE and KEYS: presses the keys, says the tone and keeps what it hears
[caller]
exten => s,1,MixMonitor({spool}/heard/${{FILTER(0-9,${{UNIQUEID}})}}-mix.wav,r({spool}/heard/${{FILTER(0-9,${{UNIQUEID}})}}.wav))
 same => n,GotoIf($["${{KEYS}}" = ""]?speak)
 same => n,Wait(3)
 same => n,SendDTMF(${{FILTER(0-9*#w,${{KEYS}})}})
 same => n(speak),Playtones(${{IF($["${{TONE}}" = ""]?700:${{FILTER(0-9,${{TONE}})}})}})
 same => n,Wait(300)
 same => n,Hangup()

[number-01]
exten => s,1,Hangup(1)
[number-16]
exten => s,1,Answer()
 same => n,Playtones(1600)
 same => n,Wait(3)
 same => n,Hangup(16)
[number-17]
exten => s,1,Hangup(17)
[number-19]
exten => s,1,Ringing()
 same => n,Wait(120)
 same => n,Hangup(19)
[number-21]
exten => s,1,Hangup(21)
[number-31]
exten => s,1,Answer()
 same => n,Wait(1)
 same => n,SendDTMF(1)
 same => n,Goto(answers,s,1)
[number-34]
exten => s,1,Hangup(34)

; ---- a telephone that is signed in here calls Kefu
[from-phone]
exten => _[+*#0-9]!,1,Dial(PJSIP/${{FILTER(+*#0-9,${{EXTEN}})}}@{platform},60)
 same => n,Hangup()
"""


def text(plan: Plan) -> str:
    """Raises PlanInvalid for a directory whose path would break the dialplan apart."""
    template = PLATFORM if plan.role == "platform" else CARRIER
    return template.format(
        application=rules.name(plan.application, "the name of the application"),
        sounds=rules.path(plan.sounds, "the folder of sounds"),
        spool=rules.path(plan.spool, "the spool"),
        away=AWAY,
        own=OWN,
        away_seconds=AWAY_SECONDS,
        message_seconds=MESSAGE_SECONDS,
        platform=rules.name(plan.trunks[0].name, "the name of a trunk") if plan.trunks else "platform",
    )
