// Leads the documented hosts to this machine, for every client that connects through Node's own
// sockets: `http(s)`, axios and the built-in fetch alike. Loaded with `node --require`.
"use strict";

const net = require("node:net");

const hosts = new Set((process.env.SNIPPETS_HOSTS || "").split(","));
const port = Number(process.env.SNIPPETS_PORT);
const alone = Boolean(process.env.SNIPPETS_ALONE);

if (process.env.SNIPPETS_CLOCK) require("./timers.cjs");

// Patched where a socket is opened: `tls` has taken the name for the certificate by then.
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const [options, callback] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
  if (options.path) return connect.apply(this, args); // a socket in the file system
  const host = options.host || "localhost";
  if (hosts.has(host.toLowerCase()) && Number(options.port) === 443) {
    return connect.call(this, { ...options, host: "127.0.0.1", port }, callback || undefined);
  }
  if (alone) {
    throw new Error(`the snippet reaches for ${host}:${options.port}, which is not a documented host over HTTPS`);
  }
  return connect.apply(this, args);
};
