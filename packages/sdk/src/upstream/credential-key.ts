/**
 * Names a credential in keys of shared stores without telling it: the first 16 hex digits of its SHA-256.
 * The digest is computed on first use (web crypto answers asynchronously) and kept.
 *
 * @example
 * const definition = { credentialKey: credentialKey(clientId), … }
 */
export function credentialKey(...parts: readonly string[]): () => Promise<string> {
  let key: Promise<string> | null = null
  return () => {
    key ??= digest(parts.join('\n'))
    return key
  }
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
