/** The layout of diagrams, on random graphs: boxes apart, arrows from box to box, the same for the same graph. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/report/layout.ts';
import type { Arrow, Layout, Size } from '../../src/report/layout.ts';

const GRAPH = fc
  .array(fc.record({ width: fc.integer({ min: 20, max: 300 }), height: fc.integer({ min: 10, max: 200 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .chain((sizes) => {
    const end = fc.nat({ max: sizes.length - 1 });
    const arrows = fc.array(fc.record({ from: end, to: end, shift: fc.constantFrom(0, -16) }), { maxLength: 30 });
    return fc.record({ sizes: fc.constant(sizes), arrows, start: end });
  });

function overlaps(layout: Layout, sizes: readonly Size[], a: number, b: number): boolean {
  const [p, q] = [layout.boxes[a]!, layout.boxes[b]!];
  const apart =
    p.x + sizes[a]!.width <= q.x + 0.001 ||
    q.x + sizes[b]!.width <= p.x + 0.001 ||
    p.y + sizes[a]!.height <= q.y ||
    q.y + sizes[b]!.height <= p.y;
  return !apart;
}

describe('layOut', () => {
  it('keeps boxes apart and inside', () => {
    fc.assert(
      fc.property(GRAPH, ({ sizes, arrows, start }) => {
        const layout = layOut(sizes, arrows, start);
        for (let a = 0; a < sizes.length; a++) {
          const { x, y } = layout.boxes[a]!;
          expect(x).toBeGreaterThanOrEqual(-0.001);
          expect(x + sizes[a]!.width).toBeLessThanOrEqual(layout.width + 0.001);
          expect(y + sizes[a]!.height).toBeLessThanOrEqual(layout.height + 0.001);
          for (let b = 0; b < a; b++) expect(overlaps(layout, sizes, a, b)).toBe(false);
        }
      }),
    );
  });

  it('leads every arrow from its first box to its last', () => {
    fc.assert(
      fc.property(GRAPH, ({ sizes, arrows, start }) => {
        const layout = layOut(sizes, arrows, start);
        for (const [i, { from, to }] of arrows.entries()) {
          const route = layout.routes[i]!;
          if (from === to) expect(route).toEqual([]);
          else
            expect([touches(route[0], layout, sizes, from), touches(route.at(-1), layout, sizes, to)]).toEqual([
              true,
              true,
            ]);
        }
      }),
    );
  });

  it('gives the same for the same graph', () => {
    fc.assert(
      fc.property(GRAPH, ({ sizes, arrows, start }) => {
        expect(layOut(sizes, arrows, start)).toEqual(layOut(sizes, arrows, start));
      }),
    );
  });

  it('puts what follows below, and leads a loop back up', () => {
    const size = { width: 100, height: 40 };
    const arrows: readonly Arrow[] = [
      { from: 0, to: 1, shift: 0 },
      { from: 1, to: 2, shift: 0 },
      { from: 2, to: 0, shift: 0 },
    ];
    const { boxes, routes } = layOut([size, size, size], arrows, 0);
    expect(boxes.map(({ y }) => y)).toEqual([0, 84, 168]);
    expect(routes[2]?.[0]?.y).toBe(168);
    expect(routes[2]?.at(-1)?.y).toBe(40);
  });

  it('has room for nothing', () => {
    expect(layOut([], [], 0)).toEqual({ width: 0, height: 0, boxes: [], routes: [] });
  });
});

/** Whether a point is on the upper or lower edge of a box. */
function touches(
  point: { x: number; y: number } | undefined,
  layout: Layout,
  sizes: readonly Size[],
  box: number,
): boolean {
  const { x, y } = layout.boxes[box]!;
  const { width, height } = sizes[box]!;
  if (point === undefined) return false;
  const isBeside = point.x < x - 34 || point.x > x + width + 18;
  return !isBeside && (point.y === y || point.y === y + height);
}
