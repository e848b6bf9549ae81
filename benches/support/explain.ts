/** Says something to people; rows alone go to the standard output. */
export function explain(text: string): void {
  console.error(`  ${text.replaceAll('\n', '\n  ')}`)
}
