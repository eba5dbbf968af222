/** Types of bundle.mjs, for the scripts that are TypeScript. */
import type { BuildOptions, StdinOptions } from 'esbuild';

export declare const ROOT: string;

export declare function packageVersion(): Promise<string>;

export declare function bundleOptions(): Promise<BuildOptions>;

export declare function importSource(
  entry: { readonly entryPoints: string[] } | { readonly stdin: StdinOptions },
  external?: readonly string[],
): Promise<Readonly<Record<string, unknown>>>;
