/** Type-checks sources against the real library, all of them as one program. */
import path from 'node:path';
import ts from 'typescript';

const LIBRARY = path.join(import.meta.dirname, '../../../node_modules/aws-cdk-lib');

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  // As most CDK apps have it: the sources are CommonJS in a package that is not.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  moduleResolution: ts.ModuleResolutionKind.Node10,
  ignoreDeprecations: '6.0',
  esModuleInterop: true,
  types: ['node'],
  paths: {
    '@aws-cdk/core': [LIBRARY],
    '@aws-cdk/aws-stepfunctions': [path.join(LIBRARY, 'aws-stepfunctions')],
    '@aws-cdk/aws-stepfunctions-tasks': [path.join(LIBRARY, 'aws-stepfunctions-tasks')],
  },
};

export interface Source {
  readonly entry: string;
  readonly text: string;
}

/** What is wrong, each with the name of its file. `text` is what a file holds, whatever is stored. */
export function typeErrors(sources: readonly Source[], more: ts.CompilerOptions = {}): readonly string[] {
  const options = { ...OPTIONS, ...more };
  const texts = new Map(sources.map(({ entry, text }) => [entry, text]));
  const host = ts.createCompilerHost(options);
  const stored = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    const text = texts.get(path.normalize(name));
    return text === undefined
      ? libraryFile(name, () => stored(name, version))
      : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const name = path.relative(process.cwd(), file?.fileName ?? '');
    return `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** The library is parsed once for all programs. */
const PARSED = new Map<string, ts.SourceFile | undefined>();

function libraryFile(name: string, read: () => ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (!PARSED.has(name)) PARSED.set(name, read());
  return PARSED.get(name);
}
