// Imported before the bot's own program: its input is a pipe from the sandbox, which ends with the sandbox however that dies.
process.stdin
  .on('error', () => undefined)
  .on('end', () => process.kill(process.pid, 'SIGTERM'))
  .resume();
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref();
