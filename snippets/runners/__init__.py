"""One module a language: its aliases, and how to run a source.

`bash` and `javascript` say how their program is called; `program` runs it in a sandbox that is led
to the documented host over TLS. `python` asks the `zygote` for a forked child.
"""
