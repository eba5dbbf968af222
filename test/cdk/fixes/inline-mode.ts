/** What CDK writes of `itemProcessor` besides: that the steps are run inline, as those of `Iterator` always are. */

/** `fixed` with the mode of each processor that was an `Iterator` before. */
export function withModes(before: unknown, fixed: unknown): unknown {
  if (Array.isArray(fixed)) {
    return fixed.map((item, i) => withModes(Array.isArray(before) ? before[i] : undefined, item));
  }
  if (!isObject(fixed)) return fixed;
  const old = isObject(before) ? before : {};
  const entries = Object.entries(fixed).map(([name, value]) => {
    const isRenamed = name === 'ItemProcessor' && old.Iterator !== undefined && isObject(value);
    const now = withModes(isRenamed ? old.Iterator : old[name], value);
    return [name, isRenamed ? { ...(now as object), ProcessorConfig: { Mode: 'INLINE' } } : now];
  });
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
