/** The graph on the screen: one canvas with circles and lines, one above it with marks and names; both follow a camera. */

import { useEffect, useMemo, useRef } from "preact/hooks";

import { type Camera, fit, pan, type Point, type Size, toScreen, zoom } from "./camera";
import { drawScene, pairAt, partyAt } from "./draw";
import { drawAbove } from "./labels";
import type { Party } from "./picture";
import { makeScene, readInk, type Scene, type Shown } from "./scene";
import type { Select, Selection } from "./selection";

interface Props extends Shown {
  select: Select;
}

/** A pointer that moves less is a click. */
const CLICK_PX = 4;
/** A selected party nearer to the edge is brought into the middle. */
const EDGE_PX = 40;
const KEY_ZOOM = 1.5;
/** The share of the screen that an arrow key moves by. */
const KEY_STEP = 0.1;

/** Draws when asked, at most once a frame. */
class Stage {
  camera: Camera | null = null;
  size: Size = { width: 0, height: 0 };
  hovered: Party | null = null;
  ink = readInk();
  private asked: number | null = null;

  constructor(
    readonly ground: HTMLCanvasElement,
    readonly above: HTMLCanvasElement,
    public scene: Scene,
  ) {}

  measure(): void {
    this.size = { width: this.ground.clientWidth, height: this.ground.clientHeight };
  }

  seeAll(): void {
    this.camera = fit(
      this.scene.dots.map(({ party }) => party),
      this.size,
    );
    this.draw();
  }

  move(change: (camera: Camera, size: Size) => Camera): void {
    if (this.camera === null) return;
    this.camera = change(this.camera, this.size);
    this.draw();
  }

  draw(): void {
    this.asked ??= requestAnimationFrame(() => this.drawNow());
  }

  drawNow(): void {
    this.end();
    if (this.camera === null) return;
    drawScene(this.ground, this.size, this.camera, this.scene, this.ink);
    this.drawAbove();
    this.ground.dataset["drawn"] = "true";
    this.ground.dataset["dashed"] = String(this.scene.lines.filter(({ isDashed }) => isDashed).length);
  }

  drawAbove(): void {
    if (this.camera !== null) drawAbove(this.above, this.size, this.camera, this.scene, this.ink, this.hovered);
  }

  /** Bring a party into view, where it is not: the picture must not move under who clicks in it. */
  show(party: Party): void {
    if (this.camera === null) return;
    const { x, y } = toScreen(this.camera, this.size, party);
    const { width, height } = this.size;
    const inside = x > EDGE_PX && x < width - EDGE_PX && y > EDGE_PX && y < height - EDGE_PX;
    if (!inside) this.camera = { ...this.camera, x: party.x, y: party.y };
  }

  end(): void {
    if (this.asked !== null) cancelAnimationFrame(this.asked);
    this.asked = null;
  }
}

/** Drags, pinches and clicks: one pointer moves, two zoom, one that stands still selects. */
class Pointers {
  private readonly down = new Map<number, Point>();
  private start: Point | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly click: (at: Point) => void,
  ) {}

  pressed(id: number, at: Point): void {
    this.down.set(id, at);
    // A second finger: whatever comes, it is no click.
    this.start = this.down.size === 1 ? at : null;
  }

  /** True while something is held. */
  moved(id: number, at: Point): boolean {
    const before = this.down.get(id);
    if (before === undefined) return false;
    if (this.start !== null && Math.hypot(at.x - this.start.x, at.y - this.start.y) < CLICK_PX) return true;
    this.start = null;
    const other = [...this.down].find(([one]) => one !== id)?.[1];
    this.down.set(id, at);
    if (other === undefined) this.stage.move((camera) => pan(camera, at.x - before.x, at.y - before.y));
    else this.pinch(before, at, other);
    return true;
  }

  private pinch(before: Point, at: Point, other: Point): void {
    const apart = (one: Point): number => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    this.stage.move((camera, size) => pan(zoom(camera, size, apart(at) / apart(before), middle), (at.x - before.x) / 2, (at.y - before.y) / 2));
  }

  released(id: number, at: Point): void {
    if (this.start !== null) this.click(at);
    this.lost(id);
  }

  lost(id: number): void {
    this.down.delete(id);
    this.start = null;
  }
}

const at = (event: MouseEvent): Point => {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
};

export function GraphView(props: Props) {
  const ground = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage | null>(null);
  const pointers = useRef<Pointers | null>(null);
  const shown = useRef(props);
  shown.current = props;
  const { picture, seen, sieve, selection, path, onPath, leads } = props;

  useEffect(() => {
    const [below, over] = [ground.current, above.current];
    if (below === null || over === null) return undefined;
    const made = new Stage(below, over, makeScene(shown.current, readInk()));
    stage.current = made;
    pointers.current = new Pointers(made, (point) => shown.current.select(selectionAt(made, point)));
    const resized = new ResizeObserver(() => {
      made.measure();
      if (made.camera === null) made.seeAll();
      else made.draw();
    });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const recolour = (): void => {
      made.ink = readInk();
      made.scene = makeScene(shown.current, made.ink);
      made.draw();
    };
    made.measure();
    made.seeAll();
    const { selection: first, picture: whole } = shown.current;
    const party = first?.kind === "party" ? whole.parties.get(first.id) : undefined;
    if (party !== undefined) made.show(party);
    made.drawNow();
    resized.observe(below);
    dark.addEventListener("change", recolour);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", recolour);
      made.end();
      stage.current = null;
    };
  }, []);

  const fresh = useRef(true);
  useEffect(() => {
    const drawn = stage.current;
    // What it was made with is drawn already.
    if (fresh.current || drawn === null) {
      fresh.current = false;
      return;
    }
    drawn.scene = makeScene(shown.current, drawn.ink);
    const party = selection?.kind === "party" ? picture.parties.get(selection.id) : undefined;
    if (party !== undefined) drawn.show(party);
    drawn.draw();
  }, [picture, seen, sieve, selection, path, onPath, leads]);

  const point = (where: Point | null): void => {
    const drawn = stage.current;
    if (drawn === null || drawn.camera === null) return;
    const party = where === null ? null : partyAt(drawn.scene, drawn.camera, drawn.size, where);
    const over = party !== null || (where !== null && pairAt(drawn.scene, drawn.camera, drawn.size, where) !== null);
    drawn.ground.style.cursor = over ? "pointer" : "";
    if (party === drawn.hovered) return;
    drawn.hovered = party;
    drawn.drawAbove();
  };
  const keyed = useMemo(() => keysOf(stage), []);

  return (
    <div class="network-graph">
      <canvas
        ref={ground}
        id="network-graph"
        class="network-ground"
        tabIndex={0}
        role="application"
        aria-label="Graph. Arrow keys move it, plus and minus zoom, 0 shows all. The list beside it names the parties."
        onKeyDown={keyed}
        onWheel={(event) => {
          event.preventDefault();
          const where = at(event);
          stage.current?.move((camera, size) => zoom(camera, size, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), where));
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pointers.current?.pressed(event.pointerId, at(event));
        }}
        onPointerMove={(event) => {
          const where = at(event);
          if (pointers.current?.moved(event.pointerId, where) !== true && event.pointerType !== "touch") point(where);
        }}
        onPointerUp={(event) => pointers.current?.released(event.pointerId, at(event))}
        onPointerCancel={(event) => pointers.current?.lost(event.pointerId)}
        onPointerLeave={() => point(null)}
      />
      <canvas ref={above} class="network-above" aria-hidden="true" />
      <div class="network-zoom">
        <button type="button" title="Closer" aria-label="Closer" onClick={() => stage.current?.move((camera, size) => zoom(camera, size, KEY_ZOOM))}>
          +
        </button>
        <button type="button" title="Farther" aria-label="Farther" onClick={() => stage.current?.move((camera, size) => zoom(camera, size, 1 / KEY_ZOOM))}>
          −
        </button>
        <button type="button" onClick={() => stage.current?.seeAll()}>
          All
        </button>
      </div>
    </div>
  );
}

function selectionAt({ scene, camera, size }: Stage, where: Point): Selection | null {
  if (camera === null) return null;
  const party = partyAt(scene, camera, size, where);
  if (party !== null) return { kind: "party", id: party.id };
  const pair = pairAt(scene, camera, size, where);
  return pair === null ? null : { kind: "pair", key: pair.key, one: pair.one, other: pair.other };
}

const keysOf =
  (stage: { current: Stage | null }) =>
  (event: KeyboardEvent): void => {
    const drawn = stage.current;
    if (drawn === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = (right: number, down: number) => (): void =>
      drawn.move((camera, { width, height }) => pan(camera, -right * KEY_STEP * width, -down * KEY_STEP * height));
    const moves: Record<string, () => void> = {
      ArrowLeft: by(-1, 0),
      ArrowRight: by(1, 0),
      ArrowUp: by(0, -1),
      ArrowDown: by(0, 1),
      "+": () => drawn.move((camera, size) => zoom(camera, size, KEY_ZOOM)),
      "-": () => drawn.move((camera, size) => zoom(camera, size, 1 / KEY_ZOOM)),
      "0": () => drawn.seeAll(),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };
