"""The process that talks to Pulumi. pulumi and pulumi-aws (1.7 s, 150 MB) are imported here and nowhere else.

classes    wire types and input names -> the classes of pulumi-aws
program    a blueprint -> registered resources
reading    Pulumi's engine events -> our events and our plan
command    the Pulumi CLI: found, installed with consent, cancelled by one SIGINT
stack      the stack with its backend, its passphrase and its configuration
__main__   one request on standard input, one JSON object per line on standard output
"""
