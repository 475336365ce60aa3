"""The models themselves. Runs as a process of its own, `python -m kefu.foundation.speech.offline hear|say LANGUAGE`, with what is given
on stdin and what comes of it on stdout; nothing else of Kefu may import this package."""
