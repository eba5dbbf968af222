/**
 * Writes a file path as a URI: relative to the root of the run, or a `file:` URI for a file outside it.
 *
 * Limits: unpaired surrogates cannot be written in a URI and become U+FFFD, so two paths may share one URI.
 */

const DRIVE = /^[A-Za-z]:(?=\/)/;

export interface ArtifactUri {
  readonly uri: string;
  /** Relative to the root of the run. */
  readonly isRelative: boolean;
}

export function artifactUri(path: string): ArtifactUri {
  if (path.startsWith('//')) return { uri: `file:${encodeSegments(path)}`, isRelative: false };
  if (path.startsWith('/')) return { uri: `file://${encodeSegments(path)}`, isRelative: false };
  const drive = DRIVE.exec(path)?.[0];
  if (drive !== undefined)
    return { uri: `file:///${drive}${encodeSegments(path.slice(drive.length))}`, isRelative: false };
  return { uri: encodeSegments(path.replace(/^(?:\.\/+)+/, '')), isRelative: true };
}

function encodeSegments(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(wellFormed(segment)))
    .join('/');
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
