/**
 * Runs one handler as Lambda does, in a process of its own with the real clients. Orders and answers are messages of the
 * channel to the parent, so that what the handler prints is its log alone.
 */
'use strict';
const Module = require('node:module');

// The clients wait a random time before they try again: none here. No handler under test uses chance.
Math.random = () => 0;

/** Nobody waits in a test, unless it is the client. */
const AT_ONCE = 'const setTimeout = (done) => globalThis.setTimeout(done, 0);';

let source;

/** Made anew for each event: a client that was refused often stops trying again. */
function madeHandler() {
  const { code, filename } = source;
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(__dirname);
  module._compile(`${AT_ONCE}${code}`, filename);
  return module.exports.handler;
}

function load(order) {
  source = order;
  madeHandler();
  return {};
}

async function run({ event }) {
  try {
    // What Lambda takes back is JSON.
    return { result: JSON.parse(JSON.stringify((await madeHandler()(event, {})) ?? null)) };
  } catch (error) {
    return { error: error instanceof Error ? error.name : 'Error', message: String(error) };
  }
}

process.on('message', (order) => {
  Promise.resolve(order.code === undefined ? run(order) : load(order)).then((answer) => process.send(answer));
});
