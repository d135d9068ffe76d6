/** The money page: how much, how sure, what it hangs on, what cannot be, and the passage behind each figure. */

import { useMemo, useState } from "preact/hooks";

import { useAnswer } from "../answer";
import { useArrival, useTitle } from "../arrival";
import { EvidenceList } from "../evidence";
import { useMarking } from "../marking";
import { Some } from "../pieces";
import { entityPath, Go, MONEY_PATH, type Origin, type Place, PLAN_PATH } from "../route";
import { Failed, Waiting } from "../states";
import { capital, count, figure, probabilityWords } from "../words";
import { type Bar, Bars } from "./bars";
import { Sankey } from "./sankey";
import type { Estimate, Figure, FlowEnd, Interval, MoneyAnswer } from "./shape";
import { amountWords, isMoney, modelWords, rangeWords, settingWords, shareWords } from "./words";

const ORIGIN: Origin = { href: MONEY_PATH, label: "Money" };

export function MoneyPage({ place }: { place: Place }) {
  const [of, setOf] = useState<string | null>(null);
  const { data, failure, retry } = useAnswer<MoneyAnswer>(of === null ? "/api/money" : `/api/money?of=${encodeURIComponent(of)}`);
  useTitle("Money");
  useArrival(place, data !== null || failure !== null);
  useMarking(data?.handling ?? null);
  return (
    <div class="page page-money">
      {failure !== null && <Failed failure={failure} retry={retry} />}
      {failure === null && data === null && <Waiting what="the estimate" />}
      {failure === null && data !== null && <Money answer={data} explain={setOf} />}
    </div>
  );
}

function Money({ answer, explain }: { answer: MoneyAnswer; explain: (name: string) => void }) {
  const { estimate, figures, parts, flows } = answer;
  const [setting, setSetting] = useState(estimate.headline);
  const [period, setPeriod] = useState(estimate.intervals[0]?.period ?? "");
  const settings = [...new Set(estimate.intervals.map((one) => one.setting))];
  const periods = [...new Set(estimate.intervals.map((one) => one.period))];
  const seen = useMemo(
    () => estimate.intervals.filter((one) => one.setting === setting && one.period === period),
    [estimate, setting, period],
  );
  const byName = useMemo(() => new Map(seen.map((one) => [one.name, one])), [seen]);
  const results = seen.filter(({ kind }) => kind === "channel" || kind === "total");
  return (
    <>
      <h1 tabIndex={-1}>Money</h1>
      <p class="money-sentence">{plain(estimate.sentence, estimate)}</p>
      {estimate.is_proposed && (
        <p class="note">
          The program proposed this model from what the reports state; its priors are assumptions. <code>counterflow estimate CASE --propose</code>{" "}
          writes it out, to be edited.
        </p>
      )}
      <p class="note">
        {figure(estimate.draws)} draws.{" "}
        {estimate.price_year === null ? "Money stays in the prices of its years." : `Money is in prices of ${estimate.price_year}.`}
      </p>
      <div class="money-choices">
        {periods.length > 1 && <Choice label="Period" values={periods} words={(one) => one} value={period} choose={setPeriod} />}
        <Choice label="Unknown quantities" values={settings} words={settingWords} value={setting} choose={setSetting} />
      </div>
      <HowMuch seen={seen} period={period} />
      <section aria-labelledby="money-parts">
        <h2 id="money-parts" class="section-heading">
          What is part of what
        </h2>
        <Sankey parts={parts} intervals={byName} />
        <p class="note">As wide as the middle values. A total is what the reports say of it and what its channels make, together.</p>
      </section>
      <section aria-labelledby="money-why">
        <h2 id="money-why" class="section-heading">
          What {modelWords(estimate.of)} hangs on
        </h2>
        <div class="money-choices">
          <Choice label="Explain" values={results.map(({ name }) => name)} words={modelWords} value={estimate.of} choose={explain} />
        </div>
        <div class="money-columns">
          <Drivers estimate={estimate} />
          <Askings estimate={estimate} />
        </div>
        <Flips estimate={estimate} head={byName.get(estimate.of) ?? null} />
      </section>
      <Doubts estimate={estimate} figures={figures} />
      {flows.length > 0 && (
        <section aria-labelledby="money-flows">
          <h2 id="money-flows" class="section-heading">
            Along their ways, from who supplies to who pays
          </h2>
          <p class="note">
            <Go id="money-plan" to={PLAN_PATH} from={ORIGIN}>
              What to restrict first
            </Go>
            : measures that cut most of it, and still do when they re-route.
          </p>
          <ul class="money-flows">
            <Some
              items={flows}
              first={8}
              noun="leg"
              render={(one) => (
                <li key={`${one.leg}${one.channel}${one.period}`}>
                  <End end={one.source} /> → <End end={one.target} />
                  <span class="money-flow-size">
                    {one.what === "money" ? "money for " : ""}
                    {modelWords(one.channel)}, {one.period}: {amountWords(one.median)} ({rangeWords(one.low_90, one.high_90)}) {one.unit}
                  </span>
                </li>
              )}
            />
          </ul>
        </section>
      )}
      <Figures figures={figures} estimate={estimate} />
    </>
  );
}

/** Who or where a leg begins or ends: a party has a page, a country, a group or a market has none. */
function End({ end }: { end: FlowEnd }) {
  if (end.party === null) return <>{end.name}</>;
  return (
    <Go to={entityPath(end.party.id)} from={ORIGIN}>
      {end.party.caption}
    </Go>
  );
}

interface ChoiceProps {
  label: string;
  values: readonly string[];
  words: (value: string) => string;
  value: string;
  choose: (value: string) => void;
}

function Choice({ label, values, words, value, choose }: ChoiceProps) {
  return (
    <label class="money-choice">
      {label}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {values.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

const KINDS: Record<string, string> = { total: "total", sum: "", channel: "", stock: "could be sold" };
const ORDER = ["total", "sum", "channel", "stock"];

/** One picture a unit: money and kilograms have no scale in common. */
function HowMuch({ seen, period }: { seen: readonly Interval[]; period: string }) {
  const shown = seen.filter(({ kind }) => ORDER.includes(kind));
  const units = [...new Set(shown.map(({ unit }) => unit))].sort((a, b) => +isMoney(b) - +isMoney(a));
  return (
    <section aria-labelledby="money-much">
      <h2 id="money-much" class="section-heading">
        How much
      </h2>
      {units.map((unit) => (
        <Bars
          key={unit}
          unit={unit}
          caption={`${capital(unit)}, ${period}. Thin: 90 of 100 draws; thick: 50; line: the middle one.`}
          bars={shown
            .filter((one) => one.unit === unit)
            .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.median - a.median)
            .map((one) => ({ ...one, key: one.name, label: modelWords(one.name), note: KINDS[one.kind] ?? "", emphasis: one.kind === "total" }))}
        />
      ))}
    </section>
  );
}

function Drivers({ estimate }: { estimate: Estimate }) {
  return (
    <div>
      <h3>What makes the interval wide</h3>
      <ul class="money-shares">
        <Some
          items={estimate.drivers}
          first={5}
          noun="quantity"
          plural="quantities"
          render={(one) => <Share key={one.name} label={modelWords(one.name)} share={one.total} note={`alone ${shareWords(one.first)}`} />}
        />
      </ul>
    </div>
  );
}

function Askings({ estimate }: { estimate: Estimate }) {
  return (
    <div>
      <h3>What to ask</h3>
      <ul class="money-shares">
        <Some
          items={estimate.askings}
          first={5}
          noun="quantity"
          plural="quantities"
          render={(one) => (
            <Share
              key={one.name}
              label={modelWords(one.name)}
              share={one.narrower}
              note={`narrower; ${one.partners.length === 0 ? "no partner is known to see it" : `seen by ${one.partners.join(", ")}`}`}
            />
          )}
        />
      </ul>
    </div>
  );
}

function Share({ label, share, note }: { label: string; share: number; note: string }) {
  return (
    <li class="money-share">
      <span class="money-share-bar" style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }} aria-hidden="true" />
      <span class="money-share-label">{label}</span>{" "}
      <span class="money-share-note">
        {shareWords(share)} {note}
      </span>
    </li>
  );
}

function Flips({ estimate, head }: { estimate: Estimate; head: Interval | null }) {
  if (estimate.flips.length === 0 || head === null) return null;
  const whole: Bar = { ...head, key: "", label: "All sources", note: "", emphasis: true };
  const left = estimate.flips.filter((one) => one.low_90 !== null && one.high_90 !== null);
  const bars = left.map((one) => ({
    key: one.root,
    label: `Without ${one.label}`,
    note: "",
    low_90: one.low_90 ?? 0,
    high_90: one.high_90 ?? 0,
    ...{ low_50: null, median: null, high_50: null, emphasis: false },
  }));
  const gone = estimate.flips.filter((one) => one.low_90 === null);
  return (
    <>
      <h3>If one source were wrong</h3>
      <Bars unit={head.unit} caption="The 90 % interval without all that one source says" bars={[whole, ...bars]} />
      {gone.map((one) => (
        <p key={one.root}>Without {one.label} nothing could be computed.</p>
      ))}
    </>
  );
}

/** Figures that can hardly both hold, and what the reports' own figures imply. */
function Doubts({ estimate, figures }: { estimate: Estimate; figures: readonly Figure[] }) {
  if (estimate.conflicts.length + estimate.checks.length + estimate.notes.length === 0) return null;
  return (
    <section aria-labelledby="money-doubts">
      <h2 id="money-doubts" class="section-heading">
        What does not fit
      </h2>
      <ul class="money-doubts">
        {estimate.conflicts.map((one, index) => (
          <li key={index}>
            <p>
              “{plain(one.one, estimate)}” {one.relation === "is" ? "and" : "as a part of"} “{plain(one.other, estimate)}”: both hold with a probability of at
              most {shareWords(one.probability)}.
            </p>
            <Passages beliefs={one.beliefs} figures={figures} id={`conflict-${index}`} />
          </li>
        ))}
        {estimate.checks.map((one, index) => (
          <li key={`check-${index}`}>
            <p>
              “{one.one}” and “{one.other}” imply {rangeWords(one.low, one.high)} {one.unit} as {modelWords(one.name)}; the model takes{" "}
              {rangeWords(one.taken_low_90, one.taken_high_90)}, {shareWords(one.probability)} of it there.
            </p>
            <Passages beliefs={one.beliefs} figures={figures} id={`check-${index}`} />
          </li>
        ))}
        {estimate.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}

function Passages({ beliefs, figures, id }: { beliefs: readonly string[]; figures: readonly Figure[]; id: string }) {
  return (
    <>
      {figures
        .filter(({ belief }) => beliefs.includes(belief))
        .map((one) => (
          <EvidenceList key={one.belief} evidence={one.evidence} value={one.words} origin={ORIGIN} id={`${id}-${one.belief}`} />
        ))}
    </>
  );
}

function Figures({ figures, estimate }: { figures: readonly Figure[]; estimate: Estimate }) {
  const idle = new Set(estimate.unused.map(({ belief }) => belief));
  const used = figures.filter(({ belief }) => !idle.has(belief));
  const unused = figures.filter(({ belief }) => idle.has(belief));
  return (
    <section aria-labelledby="money-figures">
      <h2 id="money-figures" class="section-heading">
        Figures of the reports
      </h2>
      <h3>{count(used.length, "figure")} inform the estimate</h3>
      <FigureList figures={used} id="used" />
      {unused.length > 0 && (
        <>
          <h3>{count(unused.length, "figure")} inform nothing of the model</h3>
          <FigureList figures={unused} id="unused" />
        </>
      )}
    </section>
  );
}

function FigureList({ figures, id }: { figures: readonly Figure[]; id: string }) {
  return (
    <ul class="money-figures">
      <Some
        items={figures}
        first={12}
        noun="figure"
        render={(one) => (
          <li key={one.belief}>
            <strong>{one.words}</strong>{" "}
            <span class="note">
              {one.probability === null ? "not weighed" : `probability ${probabilityWords(one.probability)}`}, {count(one.roots, "independent root")}
            </span>
            <EvidenceList evidence={one.evidence} value={one.words} origin={ORIGIN} id={`${id}-${one.belief}`} />
          </li>
        )}
      />
    </ul>
  );
}

/** Names of the model inside a sentence, as words. */
function plain(sentence: string, estimate: Estimate): string {
  const names = [...new Set(estimate.intervals.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  return names.reduce((text, name) => text.replaceAll(name, modelWords(name)), sentence);
}
