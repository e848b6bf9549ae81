import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const conditions = ['@setvote/source', 'module', 'node', 'development|production']

/** Where to leave a JSON report beside the printed one; the gate reads it. */
const report = process.env.SETVOTE_TEST_REPORT

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many tests wait for servers and processes of their own more than they compute.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Processes that tests start need not compile everything anew.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile') },
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      { extends: true, test: { name: 'sdk', root: 'packages/sdk', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'adapter-memory', root: 'packages/adapter-memory', include: ['test/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'adapter-postgres',
          root: 'packages/adapter-postgres',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'tests',
          root: 'tests',
          include: ['**/*.test.ts'],
          globalSetup: ['../packages/adapter-postgres/test/support/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'cron-runner', root: 'packages/cron-runner', include: ['test/**/*.test.ts'] },
      },
      { extends: true, test: { name: 'scripts', root: 'scripts', include: ['test/**/*.test.ts'] } },
    ],
  },
})
