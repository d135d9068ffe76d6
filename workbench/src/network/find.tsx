/** Finding a party by any of its names, and selecting it in the picture. */

import { useEffect, useRef, useState } from "preact/hooks";

import { useAnswer } from "../answer";
import type { SearchAnswer } from "../api";
import { navigate, networkPath } from "../route";
import { capital, plainWords } from "../words";
import type { Picture } from "./picture";

const PAUSE_MS = 150;

export function FindParty({ picture, select }: { picture: Picture; select: (id: string) => void }) {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, failure, waiting } = useAnswer<SearchAnswer>(asked === "" ? null : `/api/search?q=${encodeURIComponent(asked)}&limit=12`);
  const hits = asked === "" || data === null || waiting ? [] : data.parties;

  const choose = (id: string): void => {
    if (picture.parties.has(id)) select(id);
    else navigate(networkPath(id, null), null);
    setText("");
    setAsked("");
    field.current?.focus();
  };
  const move = (event: KeyboardEvent, from: number): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = list.current?.querySelectorAll("button") ?? [];
    const next = buttons[from + step];
    if (next !== undefined) next.focus();
    else if (from + step < 0) field.current?.focus();
  };
  return (
    <form
      class="network-find"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = hits;
        if (first !== undefined) choose(first.id);
      }}
    >
      <label for="network-find">Find a party</label>
      <input
        id="network-find"
        ref={field}
        type="search"
        autocomplete="off"
        spellcheck={false}
        maxLength={300}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => move(event, -1)}
      />
      {asked !== "" && !waiting && (
        <ul ref={list} class="network-hits" aria-label="Parties found">
          {failure !== null && <li class="note">{failure.what}</li>}
          {failure === null && hits.length === 0 && <li class="note">No party of this case has such a name.</li>}
          {hits.map((hit, row) => (
            <li key={hit.id}>
              <button type="button" onClick={() => choose(hit.id)} onKeyDown={(event) => move(event, row)}>
                <span dir="auto">{hit.caption}</span>{" "}
                <span class="note">
                  {capital(plainWords(hit.schema))}
                  {!picture.parties.has(hit.id) && " · not in the picture"}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
