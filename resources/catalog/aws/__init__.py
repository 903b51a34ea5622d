"""boto3 for every AWS service: which resource a call is about and which IAM actions it needs.

`operations.txt` and `objects.json` are made from botocore's and boto3's own models by `generate.py`; `rules.toml` holds
what those models do not say. `clients.py` answers for clients, `objects.py` for resource objects. Everything is read on
the first question, and per service: about a millisecond for the first call of a service, nothing afterwards.
"""
