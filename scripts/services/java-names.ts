/**
 * Names as Step Functions writes them. It calls services through the SDK for Java 2, takes the names of that SDK's
 * members and capitalises them: `DBInstanceIdentifier` becomes `DbInstanceIdentifier`, `SSEKMSKeyId` `SsekmsKeyId`.
 *
 * Sources: naming rules of the SDK for Java 2 (`Utils.unCapitalize`, `DefaultNamingStrategy`, `CodegenNamingUtils`);
 * deployed machines that call RDS; Step Functions developer guide, `supported-services-awssdk`, for `EqualsValue`.
 */

/** Words that no member of a Java class may be called, and methods that every class has. */
const RESERVED = new Set(
  `abstract assert boolean break byte case catch char class const continue default do double else enum extends false
  final finally float for goto if implements import instanceof int interface long native new null package private
  protected public return short static strictfp super switch synchronized this throw throws transient true try void
  volatile while equals finalize getClass hashCode notify notifyAll toString wait builder sdkFields toBuilder
  overrideConfiguration sdkHttpResponse`.split(/\s+/),
);

/** Members that the SDK for Java renames by hand, by service token. Not printed in any Step Functions page. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dynamodb: { NULL: 'NUL' },
  dynamodbstreams: { NULL: 'NUL' },
};

export function actionName(operation: string): string {
  return unCapitalise(operation);
}

export function parameterName(member: string, token: string): string {
  const name = unCapitalise(RENAMED[token]?.[member] ?? member);
  return capitalise(RESERVED.has(name) ? `${name}Value` : name);
}

/** Without the prefix of the service. */
export function errorName(shape: string): string {
  return `${pascalCase(shape.replace(/(Exception|Fault)$/, ''))}Exception`;
}

export function capitalise(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Lowers the first letter, and those after it up to the last capital before a small letter. */
function unCapitalise(name: string): string {
  let end = 1;
  while (/^[A-Z]$/.test(name[end] ?? '') && !/^[a-z]$/.test(name[end + 1] ?? '')) end += 1;
  return name.slice(0, end).toLowerCase() + name.slice(end);
}

function pascalCase(name: string): string {
  return wordsOf(name)
    .map((word) => capitalise(word.toLowerCase()))
    .join('');
}

/** The steps of `CodegenNamingUtils.splitOnWordBoundaries`, in its order. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .replace(/([^a-z]{2,})v([0-9]+)/g, '$1 v$2 ')
    .replace(/([^A-Z]{2,})V([0-9]+)/g, '$1 V$2 ')
    .replace(/([a-z])(?=[A-Z][a-zA-Z0-9])/g, '$1 ')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([0-9])([a-zA-Z])/g, '$1 $2')
    .trim()
    .split(/ +/);
}
