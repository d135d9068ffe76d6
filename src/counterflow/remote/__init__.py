"""Remote collection: public lists come from their publishers into a case, and every vintage is kept.

`counterflow fetch` uses it (`fetch`, `order`), and whoever asks how old the lists are (`age`); the stages of a build
know only the files that it leaves in `inputs/fetched/`. Nothing is imported here: a server asks for the time of day
(`clock`) and needs none of the readers by which what was fetched is checked.
"""
