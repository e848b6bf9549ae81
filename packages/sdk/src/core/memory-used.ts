/** The memory that this process holds (resident set), in bytes; null where the runtime does not tell. */
export function memoryUsed(): number | null {
  return globalThis.process?.memoryUsage?.().rss ?? null
}
