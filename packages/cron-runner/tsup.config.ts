import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', bullmq: 'src/bullmq/index.ts', cli: 'src/cli.ts' },
  format: 'esm',
  splitting: true,
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
