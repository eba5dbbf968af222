/**
 * Places the boxes of one graph in layers from top to bottom, for a diagram that a person reads: arrows that close a
 * cycle are turned round, layers go by the longest path, and boxes in each by the barycentre of their neighbours.
 */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly from: number;
  readonly to: number;
  /** How far from the middle of its boxes it starts and ends, so that two arrows between the same boxes are seen. */
  readonly shift: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout extends Size {
  /** The top left corner of each box. */
  readonly boxes: readonly Point[];
  /** For each arrow the points that it passes, from the edge of its first box to that of its last. */
  readonly routes: readonly (readonly Point[])[];
}

const LAYER_GAP = 44;
const BOX_GAP = 28;
const SWEEPS = 6;
/** The same for arrows that lead back up. */
const BACK_SHIFT = 18;

/** A box, or a place where a long arrow passes a layer. */
interface Slot {
  readonly size: Size;
  layer: number;
  x: number;
  readonly above: Slot[];
  readonly below: Slot[];
}

export function layOut(sizes: readonly Size[], arrows: readonly Arrow[], start: number): Layout {
  const slots = sizes.map((size): Slot => ({ size, layer: 0, x: 0, above: [], below: [] }));
  const backward = arrowsBack(sizes.length, arrows, start);
  const downward = arrows.map(({ from, to }, i) => (backward.has(i) ? { from: to, to: from } : { from, to }));
  assignLayers(slots, downward);
  const chains = downward.map(({ from, to }) => chainOf(slots, from, to));
  const layers = layersOf(slots);
  for (let sweep = 0; sweep < SWEEPS; sweep++) orderLayers(layers, sweep % 2 === 0);
  placeSideways(layers);
  const away = (shift: number): number => shift + (shift < 0 ? -BACK_SHIFT : BACK_SHIFT);
  const shifts = arrows.map(({ shift }, i) => (backward.has(i) ? away(shift) : shift));
  const { routes, ...placed } = draw(slots, layers, chains, shifts, sizes.length);
  return { ...placed, routes: routes.map((route, i) => (backward.has(i) ? [...route].reverse() : route)) };
}

/** The arrows that close a cycle in a search from the start, and then from every other box. Loops onto itself as well. */
function arrowsBack(boxes: number, arrows: readonly Arrow[], start: number): ReadonlySet<number> {
  const out = Array.from({ length: boxes }, (): number[] => []);
  for (const [i, { from }] of arrows.entries()) out[from]?.push(i);
  const state = new Array<'new' | 'open' | 'done'>(boxes).fill('new');
  const back = new Set<number>();
  for (const root of [start, ...state.keys()]) {
    if (state[root] !== 'new') continue;
    const path = [{ box: root, next: 0 }];
    state[root] = 'open';
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const arrow = out[visit.box]?.[visit.next++];
      const to = arrow === undefined ? undefined : arrows[arrow]?.to;
      if (arrow === undefined || to === undefined) {
        state[visit.box] = 'done';
        path.pop();
      } else if (state[to] === 'open') back.add(arrow);
      else if (state[to] === 'new') {
        state[to] = 'open';
        path.push({ box: to, next: 0 });
      }
    }
  }
  return back;
}

function assignLayers(slots: readonly Slot[], arrows: readonly Omit<Arrow, 'shift'>[]): void {
  const waiting = slots.map(() => 0);
  const out = slots.map((): number[] => []);
  for (const { from, to } of arrows) {
    if (from === to) continue;
    out[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const ready = [...slots.keys()].filter((i) => waiting[i] === 0);
  for (let box = ready.pop(); box !== undefined; box = ready.pop()) {
    for (const to of out[box] ?? []) {
      const next = slots[to];
      if (next !== undefined) next.layer = Math.max(next.layer, (slots[box]?.layer ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
}

/** The slots that an arrow passes, both ends included; a bend in every layer between them. */
function chainOf(slots: Slot[], from: number, to: number): readonly Slot[] {
  const [first, last] = [slots[from], slots[to]];
  if (first === undefined || last === undefined || first === last) return [];
  const chain = [first];
  let before = first;
  for (let layer = first.layer + 1; layer <= last.layer; layer++) {
    const next: Slot =
      layer === last.layer ? last : { size: { width: 8, height: 0 }, layer, x: 0, above: [], below: [] };
    if (next !== last) slots.push(next);
    before.below.push(next);
    next.above.push(before);
    chain.push(next);
    before = next;
  }
  return chain;
}

function layersOf(slots: readonly Slot[]): Slot[][] {
  const layers: Slot[][] = [];
  for (const slot of slots) (layers[slot.layer] ??= []).push(slot);
  for (const layer of layers) for (const [i, slot] of layer.entries()) slot.x = i;
  return layers;
}

function orderLayers(layers: Slot[][], isDown: boolean): void {
  for (const layer of isDown ? layers : [...layers].reverse()) {
    const centres = new Map(layer.map((slot) => [slot, mean(isDown ? slot.above : slot.below, slot.x)]));
    layer.sort((a, b) => (centres.get(a) ?? 0) - (centres.get(b) ?? 0));
    for (const [i, slot] of layer.entries()) slot.x = i;
  }
}

function mean(neighbours: readonly Slot[], otherwise: number): number {
  if (neighbours.length === 0) return otherwise;
  return neighbours.reduce((sum, { x }) => sum + x, 0) / neighbours.length;
}

/** From here on `x` is the middle of a slot. */
function placeSideways(layers: readonly Slot[][]): void {
  for (const layer of layers) spread(layer, () => 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : [...layers].reverse()) {
      spread(layer, ({ above, below, x }) => mean(isDown ? above : below, x));
    }
  }
  for (const layer of layers) spread(layer, ({ above, below, x }) => mean([...above, ...below], x));
}

/** As near to the wanted places as order and gaps allow: slots that would overlap share the mean of what they want. */
function spread(layer: readonly Slot[], wantedBy: (slot: Slot) => number): void {
  const offsets: number[] = [];
  for (const [i, { size }] of layer.entries()) {
    const before = layer[i - 1];
    offsets.push(before === undefined ? 0 : (offsets[i - 1] ?? 0) + (before.size.width + size.width) / 2 + BOX_GAP);
  }
  const blocks: { sum: number; count: number }[] = [];
  for (const [i, slot] of layer.entries()) {
    let block = { sum: wantedBy(slot) - (offsets[i] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.count < block.sum / block.count) break;
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const starts = blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
  for (const [i, slot] of layer.entries()) slot.x = (starts[i] ?? 0) + (offsets[i] ?? 0);
}

function draw(
  slots: readonly Slot[],
  layers: readonly Slot[][],
  chains: readonly (readonly Slot[])[],
  shifts: readonly number[],
  boxes: number,
): Layout {
  const left = Math.min(...slots.map(({ x, size }) => x - size.width / 2));
  const right = Math.max(...slots.map(({ x, size }) => x + size.width / 2));
  const heights = layers.map((layer) => Math.max(...layer.map(({ size }) => size.height)));
  const tops = heights.map((_, i) => heights.slice(0, i).reduce((y, height) => y + height + LAYER_GAP, 0));
  const points = (slot: Slot, x: number, isFirst: boolean, isLast: boolean): readonly Point[] => {
    const top = tops[slot.layer] ?? 0;
    const below = { x, y: top + (isFirst ? slot.size.height : (heights[slot.layer] ?? 0)) };
    return [...(isFirst ? [] : [{ x, y: top }]), ...(isLast ? [] : [below])];
  };
  const routes = chains.map((chain, i) =>
    chain.flatMap((slot, at) => points(slot, slot.x - left + (shifts[i] ?? 0), at === 0, at === chain.length - 1)),
  );
  return {
    width: boxes === 0 ? 0 : right - left,
    height: (tops.at(-1) ?? 0) + (heights.at(-1) ?? 0),
    boxes: slots.slice(0, boxes).map(({ x, layer, size }) => ({ x: x - left - size.width / 2, y: tops[layer] ?? 0 })),
    routes,
  };
}
