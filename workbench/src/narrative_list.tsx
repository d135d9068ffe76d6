/** What the lists themselves say of the party in prose; each text opens as a document. */

import type { Narrative } from "./api";
import { Parts, Some } from "./pieces";
import { documentPath, Go, type Origin } from "./route";
import { publishedWords } from "./words";

export function NarrativeList({ narratives, origin }: { narratives: Narrative[]; origin: Origin }) {
  return (
    <ul class="passages">
      <Some
        items={narratives}
        first={10}
        noun="text"
        render={({ document, text }, index) => (
          <li key={document.id} class="passage">
            <p class="passage-line">
              <Go id={`narrative-${index}`} class="passage-open" to={documentPath(document.id)} from={origin}>
                {document.title ?? document.publisher ?? "Text of the list"}
              </Go>
              <Parts
                parts={[
                  document.title === null ? null : document.publisher,
                  publishedWords(document.published),
                  document.field === null ? null : `field ${document.field}`,
                ]}
              />
            </p>
            <blockquote class="quoted" dir="auto">
              {text}
            </blockquote>
          </li>
        )}
      />
    </ul>
  );
}
