"""Worlds on this machine: the host that they are served on, and their time, which passes without waiting."""
