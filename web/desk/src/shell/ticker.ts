/** Ticks every five seconds in a worker: the timers of a hidden tab run once a minute at most, those of its worker go on. */
setInterval(() => postMessage(null), 5000);
