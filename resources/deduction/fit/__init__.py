"""Whether a unit suits the way in which it is deployed, and what of its state would not outlive a deployment.

noticing   while the code is evaluated, calls that matter are noted on the node of the call that makes them (`known`
           says which), so that they reach exactly the entries that reach them, with the path as evidence
hazards    notes and resources -> problems: memory and disk that are gone when the instance is
closure    declared requirements -> an estimate of how large they are when unpacked, without any network
judging    entries, notes and size -> the verdict of each unit, with its reasons, as its property `fit`

Noticing costs one lookup per call of a library; the rest runs once, over the few notes.
"""
