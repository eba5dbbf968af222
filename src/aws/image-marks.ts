/**
 * Words in the code or the environment of a function that stand for images, as of 2026-11: ids of models that make or take
 * images, members of their requests and replies, and how code spells bytes as text. Sources: Amazon Bedrock user guide,
 * pages on the parameters of image models.
 */
export const IMAGE_MARKS: readonly string[] = [
  'amazon.titan-image',
  'amazon.titan-embed-image',
  'amazon.nova-canvas',
  'amazon.nova-reel',
  'luma.ray',
  'stability.',
  'textToImageParams',
  'TEXT_IMAGE',
  'inputImage',
  'text_prompts',
  'image/png',
  'image/jpeg',
  'image/webp',
  'b64encode',
  'b64decode',
  "'base64'",
  '"base64"',
];
