/** The graph on the screen: sigma draws parties and ties, a canvas above it marks and labels. */

import Graph from "graphology";
import { useEffect, useRef, useState } from "preact/hooks";
import Sigma from "sigma";

import { DashedEdgeProgram } from "./dashed";
import { drawAbove } from "./labels";
import { beliefOf, holds, type Kind, kindOf, type Picture, type Seen, type Sieve } from "./picture";
import type { Selection } from "./selection";

export interface Shown {
  picture: Picture;
  seen: Seen;
  sieve: Sieve;
  selection: Selection | null;
  /** Pairs of the path that is shown, in the picture. */
  path: ReadonlySet<string>;
  /** Parties of it. */
  onPath: ReadonlySet<string>;
}

interface Props extends Shown {
  select: (selection: Selection | null) => void;
}

export interface Ink {
  text: string;
  paper: string;
  muted: string;
  line: string;
  strong: string;
  alert: string;
  font: string;
  kinds: Record<Kind, string>;
}

/** The colours of the page's style, for canvases. */
export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: of("--ink"),
    paper: of("--paper"),
    muted: of("--muted"),
    line: of("--rule"),
    strong: of("--accent"),
    alert: of("--alert"),
    font: of("--sans"),
    kinds: {
      person: of("--person"),
      organization: of("--organization"),
      vehicle: of("--vessel"),
      account: of("--place"),
      event: of("--plain"),
      good: of("--good"),
      other: of("--muted"),
    },
  };
}

const sizeOf = (neighbours: number): number => Math.min(2.5 + 1.3 * Math.sqrt(neighbours), 14);
/** Half a pixel for what is hardly believed, four for what is certain. */
const widthOf = (belief: number): number => 0.5 + 3.5 * belief;

/** What has the focus of the reader: the selected party and its neighbours, a pair, a path. Null: everything. */
function lit({ selection, picture, path, onPath, seen }: Shown): { parties: Set<string>; pairs: Set<string> } | null {
  if (selection === null && path.size === 0) return null;
  const parties = new Set<string>(onPath);
  const pairs = new Set<string>(path);
  if (selection?.kind === "party") {
    parties.add(selection.id);
    for (const pair of picture.pairsOf.get(selection.id) ?? []) {
      if (!seen.pairs.has(pair.key)) continue;
      pairs.add(pair.key);
      parties.add(pair.one);
      parties.add(pair.other);
    }
  } else if (selection !== null) {
    pairs.add(selection.key);
    parties.add(selection.one);
    parties.add(selection.other);
  }
  return { parties, pairs };
}

function makeSigma(graph: Graph, container: HTMLElement, shown: { current: Shown }, ink: { current: Ink }): Sigma {
  const light = { of: null as Shown | null, lit: null as ReturnType<typeof lit> };
  const litNow = (): ReturnType<typeof lit> => {
    if (light.of !== shown.current) {
      light.of = shown.current;
      light.lit = lit(shown.current);
    }
    return light.lit;
  };
  return new Sigma(graph, container, {
    renderLabels: false,
    enableEdgeEvents: true,
    zIndex: true,
    stagePadding: 36,
    minCameraRatio: 0.02,
    maxCameraRatio: 2,
    // Lines as wide as belief at every zoom: the eye compares them.
    zoomToSizeRatioFunction: () => 1,
    edgeProgramClasses: { dashed: DashedEdgeProgram },
    // The labels of sigma are drawn here; what the mouse is over as well.
    defaultDrawNodeHover: () => undefined,
    nodeReducer: (id, data) => {
      const { seen, selection } = shown.current;
      const focus = litNow();
      const isLit = focus === null || focus.parties.has(id);
      const kind = kindOf(String(data["schema"]));
      return {
        ...data,
        hidden: !seen.parties.has(id),
        color: isLit ? ink.current.kinds[kind] : ink.current.line,
        zIndex: isLit ? 1 : 0,
        highlighted: selection?.kind === "party" && selection.id === id,
      };
    },
    edgeReducer: (key, data) => {
      const { seen, picture, sieve, path } = shown.current;
      const focus = litNow();
      const isLit = focus?.pairs.has(key) ?? false;
      const ties = picture.pairs.get(key)?.ties.filter((tie) => holds(tie, sieve)) ?? [];
      return {
        ...data,
        hidden: !seen.pairs.has(key),
        size: widthOf(beliefOf(ties)),
        color: path.has(key) ? ink.current.alert : isLit ? ink.current.strong : focus === null ? ink.current.muted : ink.current.line,
        zIndex: isLit ? 1 : 0,
      };
    },
  });
}

/** Add to the graph what the picture has and it has not. */
function follow(graph: Graph, picture: Picture): void {
  for (const party of picture.parties.values()) {
    if (graph.hasNode(party.id)) continue;
    const { x, y, schema, neighbours } = party;
    graph.addNode(party.id, { x, y, schema, size: sizeOf(neighbours) });
  }
  for (const pair of picture.pairs.values()) {
    if (!graph.hasEdge(pair.key)) graph.addEdgeWithKey(pair.key, pair.one, pair.other, {});
  }
}

/** Bring a party into view, where it is not: the picture must not move under who clicks in it. */
function show(sigma: Sigma, id: string): void {
  const place = sigma.getNodeDisplayData(id);
  const { x: graphX, y: graphY } = sigma.getGraph().getNodeAttributes(id) as { x: number; y: number };
  if (place === undefined) return;
  const at = sigma.graphToViewport({ x: graphX, y: graphY });
  const { width, height } = sigma.getDimensions();
  const inside = at.x > 40 && at.x < width - 40 && at.y > 40 && at.y < height - 40;
  if (!inside) sigma.getCamera().setState({ x: place.x, y: place.y });
}

export function GraphView(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const sigma = useRef<Sigma | null>(null);
  const shown = useRef<Shown>(props);
  const ink = useRef<Ink>(readInk());
  const hovered = useRef<string | null>(null);
  const select = useRef(props.select);
  const fresh = useRef(true);
  const [broken, setBroken] = useState(false);
  shown.current = props;
  select.current = props.select;

  useEffect(() => {
    const container = box.current;
    if (container === null) return undefined;
    const graph = new Graph({ type: "undirected", multi: false });
    follow(graph, shown.current.picture);
    let made: Sigma;
    try {
      made = makeSigma(graph, container, shown, ink);
    } catch {
      // No WebGL: the lists beside it say the same.
      setBroken(true);
      return undefined;
    }
    sigma.current = made;
    const draw = (): void => {
      if (above.current !== null) drawAbove(above.current, made, shown.current, ink.current, hovered.current);
    };
    made.on("afterRender", draw);
    made.on("clickNode", ({ node }) => select.current({ kind: "party", id: node }));
    made.on("clickEdge", ({ edge }) => {
      const pair = shown.current.picture.pairs.get(edge);
      if (pair !== undefined) select.current({ kind: "pair", key: edge, one: pair.one, other: pair.other });
    });
    made.on("clickStage", () => select.current(null));
    made.on("doubleClickStage", ({ preventSigmaDefault }) => preventSigmaDefault());
    const point = (node: string | null): void => {
      hovered.current = node;
      container.style.cursor = node === null ? "" : "pointer";
      draw();
    };
    made.on("enterNode", ({ node }) => point(node));
    made.on("leaveNode", () => point(null));
    made.on("enterEdge", () => (container.style.cursor = "pointer"));
    made.on("leaveEdge", () => (container.style.cursor = ""));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const recolour = (): void => {
      ink.current = readInk();
      made.refresh();
    };
    dark.addEventListener("change", recolour);
    container.dataset["drawn"] = "true";
    return () => {
      dark.removeEventListener("change", recolour);
      made.kill();
      sigma.current = null;
    };
  }, []);

  useEffect(() => {
    const drawn = sigma.current;
    if (drawn === null) return;
    if (fresh.current) {
      // Its data were read when it was made; what stands above it is drawn with the next frame.
      fresh.current = false;
      if (props.selection === null) {
        drawn.scheduleRender();
        return;
      }
    }
    follow(drawn.getGraph() as Graph, props.picture);
    drawn.refresh();
    if (props.selection?.kind === "party" && props.picture.parties.has(props.selection.id)) show(drawn, props.selection.id);
  }, [props.picture, props.seen, props.selection, props.path]);

  const pressed = (event: KeyboardEvent): void => {
    const camera = sigma.current?.getCamera();
    if (camera === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { x, y, ratio } = camera.getState();
    const step = 0.1 * ratio;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => camera.setState({ x: x - step }),
      ArrowRight: () => camera.setState({ x: x + step }),
      ArrowUp: () => camera.setState({ y: y + step }),
      ArrowDown: () => camera.setState({ y: y - step }),
      "+": () => camera.setState({ ratio: Math.max(ratio / 1.5, 0.02) }),
      "-": () => camera.setState({ ratio: Math.min(ratio * 1.5, 2) }),
      "0": () => camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  return (
    <div class="network-graph">
      <div
        ref={box}
        id="network-graph"
        class="network-sigma"
        tabIndex={0}
        role="application"
        aria-label="Graph. Arrow keys move it, plus and minus zoom, 0 shows all. The list beside it names the parties."
        onKeyDown={pressed}
      />
      <canvas ref={above} class="network-above" aria-hidden="true" />
      {broken && (
        <p class="network-broken" role="alert">
          This browser draws no graph (WebGL is off). The lists beside it and below say the same.
        </p>
      )}
      <div class="network-zoom">
        <button type="button" title="Closer" aria-label="Closer" onClick={() => void sigma.current?.getCamera().animatedZoom({ duration: 150 })}>
          +
        </button>
        <button type="button" title="Farther" aria-label="Farther" onClick={() => void sigma.current?.getCamera().animatedUnzoom({ duration: 150 })}>
          −
        </button>
        <button type="button" onClick={() => void sigma.current?.getCamera().animatedReset({ duration: 150 })}>
          All
        </button>
      </div>
    </div>
  );
}
