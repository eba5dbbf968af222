/**
 * A diagram as inline SVG: boxes with the findings of their states on them, the machines within a Map or Parallel inside
 * its box. Colours are classes of the page around it, so that it follows light and dark. Widths are estimates from the
 * number of columns, for no font is at hand to measure with.
 */
import { displayWidth } from '../reporters/display-width.ts';
import { clip } from './clip.ts';
import type { Diagram, DiagramArrow, DiagramBox } from './diagram.ts';
import { layOut } from './layout.ts';
import type { Layout, Point, Size } from './layout.ts';
import { count, severitiesInWords, shortName } from './words.ts';
import { escapeXml } from './xml-text.ts';

const NAME_COLUMNS = 34;
const TITLE_COLUMNS = 200;
const COLUMN = 7.6;
const PADDING = 14;
const BOX_HEIGHT = 46;
const HEADER = 44;
const BRANCH_GAP = 26;
const START_SIZE = 12;
const MARGIN = 24;
const LEAST_SCALE = 0.7;
const CATCH_SHIFT = -16;
const LOOP_REACH = 18;

/** A machine with its boxes sized and placed; the start is the last box of the layout. */
interface PlacedDiagram extends Size {
  readonly diagram: Diagram;
  readonly boxes: readonly PlacedBox[];
  readonly layout: Layout;
  readonly arrows: readonly DiagramArrow[];
}

interface PlacedBox extends Size {
  readonly box: DiagramBox;
  readonly within: readonly PlacedDiagram[];
}

/** `prefix` makes the ids of one diagram its own in the page. */
export function renderSvg(diagram: Diagram, title: string, prefix: string): string {
  const placed = place(diagram);
  const width = Math.ceil(placed.width + 2 * MARGIN);
  const height = Math.ceil(placed.height + 2 * MARGIN);
  // On a narrow screen it shrinks a little, and scrolls from there on.
  const fit = `width:100%;height:auto;min-width:${Math.ceil(width * LEAST_SCALE)}px;max-width:${width}px`;
  return [
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" style="${fit}" role="img" aria-label="${escapeXml(`Diagram of ${shortName(title)}`)}">`,
    `<defs>${marker(`${prefix}-way`, 'head')}${marker(`${prefix}-catch`, 'head catch')}</defs>`,
    drawDiagram(placed, { x: MARGIN, y: MARGIN }, prefix),
    '</svg>',
  ].join('\n');
}

function marker(id: string, className: string): string {
  const shape = `<path class="${className}" d="M0 0L8 4L0 8z"/>`;
  return `<marker id="${id}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">${shape}</marker>`;
}

function place(diagram: Diagram): PlacedDiagram {
  const boxes = diagram.boxes.map(placeBox);
  const index = new Map(diagram.boxes.map(({ id }, i) => [id, i]));
  const arrows = diagram.arrows.filter(({ from, to }) => index.has(from) && index.has(to));
  const ends = arrows.map(({ from, to, kind }) => ({
    from: index.get(from) ?? 0,
    to: index.get(to) ?? 0,
    shift: kind === 'Catch' ? CATCH_SHIFT : 0,
  }));
  const start = diagram.start === undefined ? undefined : index.get(diagram.start);
  const sizes: Size[] = [...boxes];
  if (start !== undefined) {
    sizes.push({ width: START_SIZE, height: START_SIZE });
    ends.push({ from: boxes.length, to: start, shift: 0 });
  }
  const layout = layOut(sizes, ends, start === undefined ? 0 : boxes.length);
  return { diagram, boxes, layout, arrows, width: layout.width, height: layout.height };
}

function placeBox(box: DiagramBox): PlacedBox {
  const within = box.within.map(place);
  const own = Math.max(displayWidth(nameOf(box)), displayWidth(kindOf(box)) + 2) * COLUMN + 2 * PADDING;
  if (within.length === 0) return { box, within, width: Math.max(110, own), height: BOX_HEIGHT };
  const inner = within.reduce((sum, { width }) => sum + width, (within.length - 1) * BRANCH_GAP);
  const highest = Math.max(...within.map(({ height }) => height));
  return { box, within, width: Math.max(own, inner + 2 * PADDING), height: HEADER + highest + PADDING };
}

function nameOf({ name }: DiagramBox): string {
  return clip(shortName(name), NAME_COLUMNS);
}

function kindOf({ type, operation }: DiagramBox): string {
  return operation ?? (type === 'untyped' ? 'no type' : type);
}

function drawDiagram({ diagram, boxes, layout, arrows }: PlacedDiagram, at: Point, prefix: string): string {
  const lines = boxes.map((box, i) => drawBox(box, moved(layout.boxes[i], at), prefix));
  const corners = new Map(boxes.map(({ box, width }, i) => [box.id, { ...moved(layout.boxes[i], at), width }]));
  const ways = arrows.map((arrow, i) => {
    const corner = arrow.from === arrow.to ? corners.get(arrow.from) : undefined;
    return drawArrow(arrow, corner === undefined ? curve(layout.routes[i] ?? [], at) : loop(corner), prefix);
  });
  if (diagram.start !== undefined) {
    const { x, y } = moved(layout.boxes[boxes.length], at);
    const half = START_SIZE / 2;
    lines.push(`<circle class="start" cx="${round(x + half)}" cy="${round(y + half)}" r="${half}"/>`);
    ways.push(pathOf(curve(layout.routes[arrows.length] ?? [], at), 'way', `${prefix}-way`));
  }
  return [...lines, ...ways.filter((way) => way !== '')].join('\n');
}

function moved(point: Point | undefined, { x, y }: Point): Point {
  return { x: x + (point?.x ?? 0), y: y + (point?.y ?? 0) };
}

function drawBox({ box, within, width, height }: PlacedBox, at: Point, prefix: string): string {
  const centre = round(at.x + width / 2);
  const found = box.findings.error + box.findings.warning + box.findings.note;
  const name = clip(box.name, TITLE_COLUMNS);
  const title = found === 0 ? name : `${name}: ${severitiesInWords(box.findings)}`;
  const corner = cornerOf(box);
  const inner = within.reduce((sum, branch) => sum + branch.width, (within.length - 1) * BRANCH_GAP);
  let x = at.x + (width - inner) / 2;
  const branches = within.map((branch) => {
    const drawn = drawDiagram(branch, { x, y: at.y + HEADER }, prefix);
    x += branch.width + BRANCH_GAP;
    return drawn;
  });
  return [
    `<g class="${classesOf(box)}"><title>${escapeXml(title)}</title>`,
    `<rect x="${round(at.x)}" y="${round(at.y)}" width="${round(width)}" height="${round(height)}" rx="${corner}"/>`,
    `<text class="name" x="${centre}" y="${round(at.y + 20)}">${escapeXml(nameOf(box))}</text>`,
    `<text class="kind" x="${centre}" y="${round(at.y + 36)}">${escapeXml(kindOf(box))}</text>`,
    ...(found === 0 ? [] : [badge(found, { x: at.x + width - 4, y: at.y + 2 })]),
    '</g>',
    ...branches,
  ].join('');
}

function cornerOf({ type }: DiagramBox): number {
  switch (type) {
    case 'Choice':
      return 0;
    case 'Succeed':
    case 'Fail':
      return BOX_HEIGHT / 2;
    default:
      return 8;
  }
}

function classesOf(box: DiagramBox): string {
  const severity = (['error', 'warning', 'note'] as const).find((level) => box.findings[level] > 0);
  const parts = ['box', box.type, ...(box.operation === undefined ? [] : ['ai']), ...(box.isEnd ? ['end'] : [])];
  return [...parts, ...(box.within.length > 0 ? ['group'] : []), ...(severity === undefined ? [] : [severity])].join(
    ' ',
  );
}

function badge(found: number, { x, y }: Point): string {
  const text = found > 99 ? '99+' : String(found);
  const label = escapeXml(count(found, 'finding'));
  return `<circle class="badge" cx="${round(x)}" cy="${round(y)}" r="11"><title>${label}</title></circle><text class="badge" x="${round(x)}" y="${round(y + 4)}">${text}</text>`;
}

function drawArrow(arrow: DiagramArrow, d: string, prefix: string): string {
  const isCatch = arrow.kind === 'Catch';
  const title =
    isCatch && arrow.label !== undefined ? `<title>${escapeXml(clip(arrow.label, TITLE_COLUMNS))}</title>` : '';
  return pathOf(d, isCatch ? 'way catch' : 'way', `${prefix}-${isCatch ? 'catch' : 'way'}`, title);
}

function pathOf(d: string, className: string, head: string, title = ''): string {
  return d === '' ? '' : `<path class="${className}" marker-end="url(#${head})" d="${d}">${title}</path>`;
}

/** Straight down or up at every point, and smooth between them. */
function curve(route: readonly Point[], at: Point): string {
  const [first, ...rest] = route.map((point) => moved(point, at));
  if (first === undefined) return '';
  let d = `M${round(first.x)} ${round(first.y)}`;
  let before = first;
  for (const point of rest) {
    const middle = round((before.y + point.y) / 2);
    d += `C${round(before.x)} ${middle} ${round(point.x)} ${middle} ${round(point.x)} ${round(point.y)}`;
    before = point;
  }
  return d;
}

/** Out of the right side of a box and back into it. */
function loop({ x, y, width }: Point & { readonly width: number }): string {
  const [right, top] = [round(x + width), round(y + 14)];
  const [reach, bottom] = [round(x + width + LOOP_REACH), round(y + 34)];
  return `M${right} ${top}C${reach} ${top} ${reach} ${bottom} ${right} ${bottom}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
