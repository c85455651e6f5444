// Leads the documented hosts to this machine, for every client that connects through Node's own
// `net` and `tls`: `http(s)`, axios and the built-in fetch alike. Loaded with `node --require`.
"use strict";

const net = require("node:net");
const tls = require("node:tls");
const { syncBuiltinESMExports } = require("node:module");

const hosts = new Set((process.env.SNIPPETS_HOSTS || "").split(","));
const port = Number(process.env.SNIPPETS_PORT);
const alone = Boolean(process.env.SNIPPETS_ALONE);

function led(connect) {
  return function (...args) {
    const options = args[0];
    if (options === null || typeof options !== "object" || !(options.host || options.hostname)) {
      return connect.apply(this, args);
    }
    const host = options.hostname || options.host;
    if (hosts.has(host)) {
      args[0] = { ...options, host: "127.0.0.1", hostname: "127.0.0.1", port, servername: options.servername || host };
    } else if (alone) {
      throw new Error(`the snippet reaches for ${host}, which is not a documented host`);
    }
    return connect.apply(this, args);
  };
}

net.connect = net.createConnection = led(net.connect);
tls.connect = led(tls.connect);
syncBuiltinESMExports();
