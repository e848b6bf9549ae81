console.log(
  'The example app that `dev` will start comes with a later release; `npx pnpm@12 demo` shows an import now.',
)
