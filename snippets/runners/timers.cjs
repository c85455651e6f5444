// Virtual time in Node: a timer of a second or more fires as soon as the program waits for nothing else,
// and the world's clock moves by as much. Loaded by `reader.cjs`, before it leads connections.
//
// This is a discrete-event simulation. A long timer is a real one that doesn't keep the program alive. When
// the program would end, which is what `beforeExit` tells, the one that is due first is let fire, at its own
// moment of virtual time: so two that run side by side take as long as the longer one, and a request that is
// under way always comes before a timer. One that isn't answered still meets its limit, in real time.
"use strict";

const module_ = require("node:module");
const net = require("node:net");
const timers = require("node:timers");
const promises = require("node:timers/promises");
const { promisify } = require("node:util");

const SHORTEST = 1000; // ms; shorter ones poll and yield, and are over before it matters
const LONGEST = 2 ** 31 - 1; // Node takes more than that for 1 ms

const real = { ...timers };
const wait = promises.setTimeout;
const every = promises.setInterval;
const limit = AbortSignal.timeout;
const { connect } = net.Socket.prototype;
const clock = process.env.SNIPPETS_CLOCK;
const port = Number(process.env.SNIPPETS_PORT);

const pending = new Set(); // of { handle, due, ref }
let now = 0; // ms of virtual time that have passed
let told = 0; // of these, the ones that the world knows of

function isLong(delay) {
  return (typeof delay === "number" || typeof delay === "string") && delay >= SHORTEST && delay <= LONGEST;
}

/** A timer made by `start` of Node's own, with its handle and all that this can do. */
function begin(start, repeats, callback, delay, args) {
  const length = Number(delay);
  const timer = { due: now + length, ref: true };
  const handle = start(function (...given) {
    now = Math.max(now, timer.due);
    timer.due = now + length;
    if (!repeats) pending.delete(timer);
    unref.call(handle);
    handle._idleTimeout = length;
    return callback.apply(this, given);
  }, delay, ...args);
  const { ref, unref, refresh } = Object.getPrototypeOf(handle);
  Object.assign(timer, {
    handle,
    fire() {
      handle._idleTimeout = 1; // what `refresh` starts anew with
      ref.call(handle);
      refresh.call(handle);
    },
  });
  const method = (name, value) => Object.defineProperty(handle, name, { value, configurable: true });
  method("ref", () => ((timer.ref = true), handle));
  method("unref", () => ((timer.ref = false), handle));
  method("hasRef", () => timer.ref && !handle._destroyed);
  method("refresh", () => {
    timer.due = now + length;
    pending.add(timer);
    return refresh.call(handle);
  });
  unref.call(handle);
  pending.add(timer);
  return handle;
}

function setTimeout(callback, delay, ...args) {
  if (typeof callback !== "function" || !isLong(delay)) return real.setTimeout(callback, delay, ...args);
  return begin(real.setTimeout, false, callback, delay, args);
}

function setInterval(callback, delay, ...args) {
  if (typeof callback !== "function" || !isLong(delay)) return real.setInterval(callback, delay, ...args);
  return begin(real.setInterval, true, callback, delay, args);
}

/** `setTimeout` of `node:timers/promises`. */
function sleep(delay, value, options = {}) {
  const { signal, ref = true } = Object(options);
  const sound = Object(options) === options && typeof ref === "boolean";
  const unheard = signal === undefined || (signal instanceof AbortSignal && !signal.aborted);
  if (!isLong(delay) || !sound || !unheard) return wait(delay, value, options); // which says what is wrong
  return new Promise((resolve, reject) => {
    const abort = () => {
      real.clearTimeout(handle);
      wait(delay, value, { signal }).catch(reject); // the error that Node makes of it
    };
    const handle = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve(value);
    }, delay);
    if (!ref) handle.unref();
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** `setInterval` of `node:timers/promises`. */
function ticks(delay, value, options) {
  if (!isLong(delay)) return every(delay, value, options);
  return (async function* () {
    for (;;) yield await sleep(delay, value, options);
  })();
}

/** `AbortSignal.timeout`: Node's own keeps the timers that it found when it was loaded. */
function timeout(delay) {
  if (!isLong(delay)) return limit.call(AbortSignal, delay);
  const controller = new AbortController();
  const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
  setTimeout(() => controller.abort(reason()), delay).unref();
  return controller.signal;
}

/** Lets the timer that is due first fire, when one is left that the program waits for. */
function goOn() {
  let first = null;
  let awaited = false;
  for (const timer of pending) {
    if (timer.handle._destroyed) pending.delete(timer); // cleared
    else {
      awaited ||= timer.ref;
      if (first === null || timer.due < first.due) first = timer;
    }
  }
  if (awaited) move(first.due, first.fire);
  return awaited;
}

/** Tells the world how late it is, then calls back. */
function move(due, then) {
  if (due <= told) return void then();
  const seconds = (due - told) / 1000;
  told = now = Math.max(now, due);
  const request = require("node:https").request({
    method: "POST",
    headers: { host: clock },
    createConnection() {
      const socket = new net.Socket();
      connect.call(socket, port, "127.0.0.1");
      return require("node:tls").connect({ socket, servername: clock });
    },
  });
  request.on("response", (response) => {
    response.resume();
    if (response.statusCode !== 204) throw new Error(`the world's clock can't be moved by ${seconds} s`);
    response.on("end", then);
  });
  request.end(String(seconds));
}

const emit = process.emit;
process.emit = function (event, ...args) {
  return event === "beforeExit" && goOn() ? true : emit.call(this, event, ...args);
};

/** The program's own clocks go with the world's. */
function shiftClocks() {
  const RealDate = Date;
  const date = RealDate.now.bind(RealDate);
  const elapsed = performance.now.bind(performance);
  const moved = new Proxy(RealDate, {
    apply: () => new RealDate(moved.now()).toString(),
    construct: (target, args, made) => Reflect.construct(target, args.length ? args : [moved.now()], made),
  });
  RealDate.now = () => date() + Math.trunc(now);
  RealDate.prototype.constructor = moved;
  performance.now = () => elapsed() + now;
  globalThis.Date = moved;
}

Object.defineProperty(setTimeout, promisify.custom, { value: sleep });
Object.assign(timers, { setTimeout, setInterval });
Object.assign(globalThis, { setTimeout, setInterval });
Object.assign(promises, { setTimeout: sleep, setInterval: ticks });
promises.scheduler.wait = (delay, options) => sleep(delay, undefined, options);
AbortSignal.timeout = timeout;
shiftClocks();
module_.syncBuiltinESMExports();
