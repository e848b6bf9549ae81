// Runs before every command: if the install failed, pnpm would go on with the machine's own Node.
const major = Number(process.versions.node.split('.')[0])
if (major !== 24) {
  console.error(
    `setvote runs its commands on Node 24, which it installs itself, but this is ${process.version}. ` +
      'The install has failed: run `npx pnpm@12 install` and read its first error.',
  )
  process.exit(1)
}
