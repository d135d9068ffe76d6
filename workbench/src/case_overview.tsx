/** The case in short: what is asked, what was read, from which lists of which date. */

import type { Answer } from "./answer";
import type { Case } from "./api";
import { Failed, Waiting } from "./states";
import { figure, plainWords, publishedWords } from "./words";

export function CaseOverview({ theCase }: { theCase: Answer<Case> }) {
  if (theCase.failure !== null) return <Failed failure={theCase.failure} retry={theCase.retry} part />;
  if (theCase.data === null) return <Waiting what="the case" />;
  const { name, question, counts, datasets } = theCase.data;
  return (
    <div class="overview">
      <section aria-labelledby="overview-case">
        <h2 id="overview-case" class="overview-name">
          {name}
        </h2>
        {question !== null && question !== "" && <p class="question">{question}</p>}
        <dl class="counts">
          {Object.entries(counts).map(([thing, number]) => (
            <div key={thing}>
              <dt>{plainWords(thing)}</dt>
              <dd>{figure(number)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="overview-lists">
        <h2 id="overview-lists" class="section-heading">
          Lists and reports in this case
        </h2>
        <table class="datasets">
          <thead>
            <tr>
              <th scope="col">Dataset</th>
              <th scope="col" class="number">
                Parties
              </th>
              <th scope="col" class="number">
                Published
              </th>
            </tr>
          </thead>
          <tbody>
            {datasets.map((dataset) => (
              <tr key={dataset.name}>
                <th scope="row">
                  {dataset.title} <code>{dataset.name}</code>
                </th>
                <td class="number">{figure(dataset.parties)}</td>
                <td class="number">{publishedWords(dataset.published)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
