import process from 'node:process'
import { runDemo } from './run-demo.ts'

const { argv, env, stdout, stderr } = process
const stop = new AbortController()
// Once: a second Ctrl-C ends the process the hard way.
process.once('SIGINT', () => stop.abort())

process.exitCode = await runDemo({ argv: argv.slice(2), env, stdout, stderr, signal: stop.signal })
