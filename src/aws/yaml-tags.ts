/**
 * YAML tags that tools resolve before a definition is deployed, as of 2026-08. CloudFormation user guide, intrinsic
 * function reference; the others are those of tools that preprocess YAML.
 */

/** Short forms of CloudFormation, in templates alone; and the three functions that have no short form in its guide. */
export const CLOUDFORMATION_TAGS: readonly string[] = [
  '!And',
  '!Base64',
  '!Cidr',
  '!Condition',
  '!Equals',
  '!FindInMap',
  '!ForEach',
  '!GetAZs',
  '!GetAtt',
  '!If',
  '!ImportValue',
  '!Join',
  '!Length',
  '!Not',
  '!Or',
  '!Ref',
  '!Select',
  '!Split',
  '!Sub',
  '!ToJsonString',
  '!Transform',
];

/** Begin of tags of other tools, in lower case: Ansible, Rain, and the inclusion and environment tags of many. */
export const PREPROCESSOR_TAGS: readonly string[] = ['!env', '!file', '!include', '!rain::', '!unsafe', '!vault'];
