/**
 * What credentials look like: published token formats, names that secrets go by, and what people write where a secret
 * will stand. As of 2026-08. Sources: documents of each issuer on the prefixes of its tokens (AWS IAM identifiers,
 * Amazon Bedrock API keys, GitHub, GitLab, Slack, Stripe, Anthropic, OpenAI, Google Cloud, Hugging Face, npm, SendGrid).
 */

export interface SecretFormat {
  /** As a message calls it: `an AWS access key id`. */
  readonly name: string;
  /** Matches the token and nothing around it; global, and linear in the length of a text. */
  readonly pattern: RegExp;
}

/** A text that holds none of these holds none of the formats. */
export const FORMAT_HINT =
  /A[KS]IA|ABSK|bedrock-api-key-|gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|hooks\.slack|[rs]k_live_|sk-|AIza|hf_|npm_|SG\.|PRIVATE KEY/;

/** The same for names. */
export const NAME_HINT = /pass|pwd|secret|token|key|authorization/i;

const START = String.raw`(?<![\w-])`;

function format(name: string, token: string): SecretFormat {
  return { name, pattern: new RegExp(START + token, 'g') };
}

export const SECRET_FORMATS: readonly SecretFormat[] = [
  format('an AWS access key id', String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)`),
  format('an Amazon Bedrock API key', String.raw`ABSK[A-Za-z0-9+/]{100,300}={0,2}`),
  format('an Amazon Bedrock API key', String.raw`bedrock-api-key-[A-Za-z0-9+/=]{20,4000}`),
  format('a GitHub token', String.raw`gh[oprsu]_[A-Za-z0-9]{36,255}`),
  format('a GitHub token', String.raw`github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}`),
  format('a GitLab token', String.raw`glpat-[\w-]{20,255}`),
  format('a Slack token', String.raw`xox[abeoprs]-[A-Za-z0-9-]{16,255}`),
  format('a Slack webhook', String.raw`https://hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{16,}`),
  format('a Stripe key', String.raw`[rs]k_live_[A-Za-z0-9]{16,255}`),
  format('an Anthropic key', String.raw`sk-ant-[a-z]+\d*-[\w-]{20,255}`),
  format('an OpenAI key', String.raw`sk-(?:proj|svcacct|admin)-[\w-]{20,255}`),
  format('an OpenAI key', String.raw`sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}`),
  format('a Google API key', String.raw`AIza[\w-]{35}(?![\w-])`),
  format('a Hugging Face token', String.raw`hf_[A-Za-z0-9]{34}(?!\w)`),
  format('an npm token', String.raw`npm_[A-Za-z0-9]{36}(?!\w)`),
  format('a SendGrid key', String.raw`SG\.[\w-]{22}\.[\w-]{43}(?![\w-])`),
  {
    name: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----(?:\s|\\n)*[A-Za-z0-9+/=]{16,80}/g,
  },
];

/** Names in lower case, without separators, whose literal is a secret. */
export const SECRET_NAMES: readonly string[] = ['secret', 'token', 'pwd', 'githubtoken', 'gitlabtoken', 'slacktoken'];

/** Ends of such names: `DbPassword`, `x-api-key`, `OAUTH_CLIENT_SECRET`. */
export const SECRET_NAME_ENDS: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'apikey',
  'apisecret',
  'apitoken',
  'accesstoken',
  'authtoken',
  'bearertoken',
  'refreshtoken',
  'sessiontoken',
  'clientsecret',
  'appsecret',
  'webhooksecret',
  'signingsecret',
  'secretkey',
  'secretaccesskey',
  'privatekey',
];

/** Of those, the ones whose literal may be a word without digits. */
export const PASSWORD_NAME_ENDS: readonly string[] = ['password', 'passwd', 'passphrase', 'pwd'];

/** Schemes before the credentials of an `Authorization` header. */
export const AUTHORIZATION_SCHEMES: readonly string[] = ['Bearer', 'Basic', 'Token', 'Digest', 'ApiKey', 'Bot'];

/** Parts of texts that stand for a secret without being one. */
export const STAND_IN =
  /example|change.?me|placeholder|dummy|redacted|your|sample|todo|fixme|replace|insert|xxx|\*\*\*|\.\.\.|[<>]/i;

/** Words that stand in the place of a password. */
export const PASSWORD_WORDS: readonly string[] = ['pass', 'passwd', 'password', 'pwd', 'secret', 'token', 'key'];

/** Words that say what kind of value belongs there. */
export const VALUE_WORDS: readonly string[] = [
  'string',
  'number',
  'boolean',
  'object',
  'required',
  'optional',
  'header',
  'query',
  'bearer',
  'basic',
  'hidden',
  'masked',
  'plaintext',
  'default',
  'enabled',
  'disabled',
];
