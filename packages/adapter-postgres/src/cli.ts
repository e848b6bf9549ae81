#!/usr/bin/env node
import { runMigrate } from './migrate-command.ts'

process.exitCode = await runMigrate(process.argv.slice(2), {
  env: process.env,
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
})
