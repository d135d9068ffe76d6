/** Events that several passages tell: their accounts, and what they say side by side, differences marked. */

import type { EventItem } from "./api";
import { Parts, Some } from "./pieces";
import { documentPath, Go, type Origin } from "./route";
import { capital, count, plainWords, publishedWords } from "./words";

const STANCES = { same: "the same", within: "one says less", conflicts: "they differ" };

export function EventList({ events, origin }: { events: EventItem[]; origin: Origin }) {
  return (
    <ul>
      <Some
        items={events}
        first={6}
        noun="event"
        render={(event, index) => <EventView key={event.id} event={event} origin={origin} id={`event-${index}`} />}
      />
    </ul>
  );
}

function EventView({ event, origin, id }: { event: EventItem; origin: Origin; id: string }) {
  return (
    <li class="interval">
      <h3 class="interval-heading">
        {capital(plainWords(event.type))}{" "}
        <Parts parts={[count(event.accounts.length, "account"), count(event.roots, "independent root")]} />
      </h3>
      <ol>
        {event.accounts.map(({ document, text, frame }, index) => (
          <li key={index} class="account">
            <p class="account-line">
              {index + 1}.{" "}
              <Go id={`${id}-${index}`} class="passage-open" to={documentPath(document.id, frame.start, frame.end)} from={origin}>
                {document.title ?? "Untitled document"}
              </Go>
              <Parts parts={[document.publisher, publishedWords(document.published)]} />
            </p>
            <blockquote class="quoted" dir="auto">
              {text}
            </blockquote>
          </li>
        ))}
      </ol>
      <table class="accounts">
        <thead>
          <tr>
            <th scope="col">What is said</th>
            {event.accounts.map((_, index) => (
              <th key={index} scope="col">
                {index + 1}
              </th>
            ))}
            <th scope="col">Together</th>
          </tr>
        </thead>
        <tbody>
          {event.roles.map(({ role, stance, values }) => (
            <tr key={role}>
              <th scope="row">{capital(plainWords(role))}</th>
              {values.map((value, index) => (
                <td key={index} dir="auto">
                  {value ?? "–"}
                </td>
              ))}
              <td>{stance === "conflicts" ? <strong class="contradiction">{STANCES.conflicts}</strong> : stance === null ? "one alone" : STANCES[stance]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
