import { parseArgs } from 'node:util'
import { type PostgresStorage, postgresStorage } from './postgres-storage.ts'

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  print(text: string): void
  complain(text: string): void
}

const usage = `setvote-migrate up|status|plan [--url postgres://…] [--schema setvote]

  up      bring the schema up to date; several at once are safe
  status  say where the schema stands; exit code 1 unless it is current
  plan    print the SQL that up would run

The address is taken from DATABASE_URL when --url is not given.`

/** Runs one command and answers its exit code. */
export async function runMigrate(
  args: readonly string[],
  { env, print, complain }: Terminal,
): Promise<number> {
  const parsed = parse(args)
  if (typeof parsed === 'string') {
    complain(`${parsed}\n\n${usage}`)
    return 2
  }
  if (parsed.help) {
    print(usage)
    return 0
  }
  const command = parsed.command === undefined ? undefined : commands[parsed.command]
  const connectionString = parsed.url ?? env.DATABASE_URL
  if (!command || !connectionString) {
    complain(
      `${command ? 'There is no address: give --url or set DATABASE_URL' : 'Say up, status or plan'}\n\n${usage}`,
    )
    return 2
  }
  try {
    const schema = parsed.schema === undefined ? {} : { schema: parsed.schema }
    const storage = postgresStorage({ connectionString, maxConnections: 2, ...schema })
    try {
      return await command(storage, print)
    } finally {
      await storage.close()
    }
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    return 1
  }
}

const commands: Readonly<
  Record<string, (storage: PostgresStorage, print: Terminal['print']) => Promise<number>>
> = {
  async up(storage, print) {
    const done = await storage.migrate()
    for (const name of done) print(`done     ${name}`)
    if (done.length === 0) print('The schema is current.')
    return 0
  },
  async status(storage, print) {
    const { state, done, pending, unknown } = await storage.status()
    for (const name of done) print(`${unknown.includes(name) ? 'unknown' : 'done   '}  ${name}`)
    for (const name of pending) print(`pending  ${name}`)
    print(`The schema is ${state}.`)
    return state === 'current' ? 0 : 1
  },
  async plan(storage, print) {
    print((await storage.plan()) || '-- The schema is current: there is nothing to do.')
    return 0
  },
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, schema: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    return { ...values, command: positionals[0] }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
