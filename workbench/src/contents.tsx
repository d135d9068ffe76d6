/** Table of contents of a long page. */

import type { ComponentChildren } from "preact";

import { focusQuietly } from "./arrival";
import { figure } from "./words";

export interface Section {
  id: string;
  title: string;
  /** How much is in it; none: it is asked for apart. */
  number?: number;
  parts?: { id: string; title: string }[];
}

export function Contents({ sections }: { sections: Section[] }) {
  return (
    <nav class="contents" aria-label="On this page">
      <ul>
        {sections.map((section) => (
          <li key={section.id} class={section.number === 0 ? "empty" : ""}>
            <Jump id={section.id}>
              {section.title} {section.number !== undefined && <span class="tally">{figure(section.number)}</span>}
            </Jump>
            {section.parts !== undefined && section.parts.length > 0 && (
              <ul>
                {section.parts.map((part) => (
                  <li key={part.id}>
                    <Jump id={part.id}>{part.title}</Jump>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A link within the page. It leaves no step in the history: one Back always leaves the page. */
function Jump({ id, children }: { id: string; children: ComponentChildren }) {
  const jump = (event: MouseEvent): void => {
    event.preventDefault();
    const target = document.getElementById(id);
    target?.scrollIntoView({ block: "start" });
    focusQuietly(target);
  };
  return (
    <a href={`#${id}`} onClick={jump}>
      {children}
    </a>
  );
}
