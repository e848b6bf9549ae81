import { defineConfig } from 'vitest/config'

const conditions = ['@setvote/source', 'module', 'node', 'development|production']

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'sdk', root: 'packages/sdk', include: ['test/**/*.test.ts'] } },
      { extends: true, test: { name: 'adapter-memory', root: 'packages/adapter-memory', include: ['test/**/*.test.ts'] } },
      { extends: true, test: { name: 'tests', root: 'tests', include: ['**/*.test.ts'] } },
    ],
  },
})
