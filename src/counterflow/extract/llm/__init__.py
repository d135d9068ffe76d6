"""The optional LLM reader: a model's candidates for frames, never past the span check.

`read.read_by_llm` is the one way in, `settings.load_llm_settings` says whether a case wants it. Nothing is imported
here: a case without it loads neither the network nor the prompt.
"""
