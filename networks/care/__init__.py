"""Caring for people who may be at risk: where what was said meets the queue of those who look after a community."""
