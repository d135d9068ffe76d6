/** Rows of a dossier: a label at the side, what belongs to it beside it. */

import type { ComponentChildren } from "preact";

export function Rows({ children }: { children: ComponentChildren }) {
  return <div class="rows">{children}</div>;
}

interface RowProps {
  id: string;
  label: ComponentChildren;
  children: ComponentChildren;
}

/** One row; its children are list items. */
export function Row({ id, label, children }: RowProps) {
  return (
    <section class="row" aria-labelledby={id}>
      <h3 id={id} class="row-label" tabIndex={-1}>
        {label}
      </h3>
      <ul class="row-values">{children}</ul>
    </section>
  );
}
