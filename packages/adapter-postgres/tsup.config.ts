import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: 'esm',
  splitting: true,
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
