"""What narratief offers to Python: five functions, from transcripts to tables; docs/python.md shows them at work.

``read`` → `Transcripts` → ``pseudonymise`` → `Pseudonymised` → ``tag`` → `Coded` → ``analyse`` → `Analysis`; several
`Coded` → ``synthesise`` → `Synthesis`. Each result can be used without the next step, none is ever changed, and none
but the first holds a name. They are found as ``narratief.read`` and so on, each in a module of its own here, so that
reading loads no network.
"""
