import process from 'node:process'
import { runDemo } from './run-demo.ts'

const { argv, env, stdout, stderr } = process
const stop = new AbortController()
// Not `once`: libraries that restore the cursor end the process when nobody else listens.
process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(130)
  stop.abort()
})

process.exitCode = await runDemo({ argv: argv.slice(2), env, stdout, stderr, signal: stop.signal })
