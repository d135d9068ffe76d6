/** The network of flows before the plan and after it: what is closed or thinned, and what he opens. */

import { useMemo } from "preact/hooks";

import { amountWords } from "../money/words";
import { count } from "../words";
import { type Drawing, layOut, type Spot, WIDTH } from "./layout";
import type { FlowArc, Plan } from "./shape";
import { cutWords } from "./words";

/** Below this share of what could flow a tie counts as closed. */
const CLOSED = 0.02;

export function Flow({ plan }: { plan: Plan }) {
  const drawing = useMemo(() => layOut(plan), [plan]);
  const name = (id: string): string => drawing.spots.get(id)?.name ?? id;
  return (
    <>
      <div class="plan-pictures">
        <Picture drawing={drawing} after={false} unit={plan.unit} />
        <Picture drawing={drawing} after unit={plan.unit} />
      </div>
      <p class="note">
        As wide as what can flow. Pale: what the measures stop on the mean, for they may fail to bite; dashed: what they would open.
        {drawing.more > 0 && ` ${count(drawing.more, "smaller tie")} that the plan does not touch ${drawing.more === 1 ? "is" : "are"} left out.`}
      </p>
      <details class="plan-ties">
        <summary>The ties of the picture as a table</summary>
        <table class="plan-table">
          <thead>
            <tr>
              <th scope="col">Tie</th>
              <th scope="col" class="number">
                Before
              </th>
              <th scope="col" class="number">
                After
              </th>
              <th scope="col" class="number">
                Opened in
              </th>
            </tr>
          </thead>
          <tbody>
            {drawing.arcs.map((arc) => (
              <tr key={arc.id}>
                <th scope="row">
                  {name(arc.source)} → {name(arc.target)}
                </th>
                <td class="number">{arc.is_latent ? "not in use" : amountWords(arc.flow)}</td>
                <td class="number">{amountWords(arc.left)}</td>
                <td class="number">{arc.opened > 0 ? `${cutWords(arc.opened)} of draws` : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function Picture({ drawing, after, unit }: { drawing: Drawing; after: boolean; unit: string }) {
  const { spots, arcs, height, largest } = drawing;
  const title = after ? "After" : "Before";
  const shown = arcs.filter(({ is_latent }) => after || !is_latent);
  const stopped = shown.filter((arc) => !arc.is_latent && arc.left < arc.flow * (1 - 1e-9)).length;
  const opened = shown.filter((arc) => arc.opened > 0).length;
  const said = after ? `${count(stopped, "tie")} closed or thinned, ${opened} opened` : `${count(shown.length, "tie")} in use, in ${unit}`;
  return (
    <figure class="plan-picture">
      <figcaption>
        <strong>{title}</strong> <span class="note">{said}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${title}: ${said}`}>
        {shown.map((arc) => {
          const [from, to] = [spots.get(arc.source), spots.get(arc.target)];
          return from === undefined || to === undefined ? null : <Arc key={arc.id} arc={arc} path={path(from, to)} after={after} largest={largest} />;
        })}
        {[...spots.values()].map((spot) => (
          <Node key={spot.id} spot={spot} />
        ))}
      </svg>
    </figure>
  );
}

function Arc({ arc, path: d, after, largest }: { arc: FlowArc; path: string; after: boolean; largest: number }) {
  const wide = (flow: number): number => 1.5 + (flow / largest) * 12;
  if (arc.is_latent) return <path class="plan-opened" d={d} stroke-width={Math.max(2, wide(arc.left) * arc.opened)} />;
  if (!after) return <path class="plan-arc" d={d} stroke-width={wide(arc.flow)} />;
  const closed = arc.left < arc.flow * CLOSED;
  return (
    <>
      {arc.left < arc.flow * (1 - 1e-9) && <path class="plan-stopped" d={d} stroke-width={wide(arc.flow)} />}
      {!closed && <path class="plan-arc" d={d} stroke-width={wide(arc.left)} />}
    </>
  );
}

const LETTERS = 26;

function Node({ spot }: { spot: Spot }) {
  const short = spot.name.length > LETTERS ? `${spot.name.slice(0, LETTERS - 1)}…` : spot.name;
  return (
    <g>
      <title>{spot.name}</title>
      <circle class="plan-node" cx={spot.x} cy={spot.y} r="5" />
      <text class="plan-label" x={spot.x} y={spot.under ? spot.y + 20 : spot.y - 10} text-anchor={spot.anchor}>
        {short}
      </text>
    </g>
  );
}

function path(from: Spot, to: Spot): string {
  if (from.x === to.x) {
    const out = from.x + (from.x > WIDTH / 2 ? -40 : 40);
    return `M${from.x},${from.y} C${out},${from.y} ${out},${to.y} ${to.x},${to.y}`;
  }
  const middle = (from.x + to.x) / 2;
  return `M${from.x},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
}
