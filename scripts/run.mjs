/**
 * Runs scripts/NAME.ts: `node scripts/run.mjs NAME [args]`.
 * A script exports `main(args, root)`, which resolves to the exit code. It is type-checked TypeScript and may
 * import from src; Node 20 cannot run that by itself.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT, importSource } from './bundle.mjs';

const [name = '', ...args] = process.argv.slice(2);
const file = path.join(ROOT, 'scripts', `${name}.ts`);

if (/^[a-z-]+$/.test(name) && existsSync(file)) {
  const script = await importSource({ entryPoints: [file] }, ['esbuild', 'typescript']);
  process.exitCode = await script.main(args, ROOT);
} else {
  console.error('Usage: node scripts/run.mjs NAME [args], for a script scripts/NAME.ts');
  process.exitCode = 2;
}
