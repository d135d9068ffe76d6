/** Text of a list or a file, as it stands: never markup, and its direction stays inside it. */

/** Marks that turn the order of letters round: a name needs none, and with them it reads as another. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;

export function Told({ text }: { text: string }) {
  if (text === "") return <span class="none">not given</span>;
  return (
    <>
      <bdi>{text}</bdi>
      {TURNING.test(text) && <span class="turning"> (holds marks that turn its letters round)</span>}
    </>
  );
}
