import { InvalidOptionsError } from '@setvote/sdk'

/** Says whether an `Authorization` header carries one of the secrets. */
export type SecretGuard = (authorization: string | null) => Promise<boolean>

/** One secret, or several while one replaces another. Entries without a value are left out. */
export type Secrets = string | readonly (string | undefined)[] | undefined

const example = 'cronHandler({ config, secrets: [process.env.CRON_SECRET, process.env.OLD_CRON_SECRET] })'

/** Compares digests, each of them to the end: how long it takes tells nothing about a secret. */
export function createSecretGuard(secrets: Secrets): SecretGuard {
  const known = checkSecrets(secrets)
  let digests: Promise<readonly Uint8Array[]> | null = null
  return async (authorization) => {
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    digests ??= Promise.all(known.map(digestOf))
    const [own, all] = await Promise.all([digestOf(given ?? ''), digests])
    const fits = all.map((each) => isEqual(each, own))
    return given !== undefined && fits.includes(true)
  }
}

function checkSecrets(secrets: Secrets): readonly string[] {
  const given = (Array.isArray(secrets) ? secrets : [secrets]) as readonly unknown[]
  const known = given.filter((each) => each !== undefined && each !== '')
  if (known.length === 0) {
    throw new InvalidOptionsError(`cronHandler needs a secret, or anybody could run jobs: ${example}`)
  }
  for (const secret of known) {
    if (typeof secret === 'string' && /^[\x21-\x7e]{16,}$/.test(secret)) continue
    throw new InvalidOptionsError(
      'cronHandler: a secret must be at least 16 letters, digits and signs, without spaces and line ends, such as the output of `openssl rand -hex 32`',
    )
  }
  return known as readonly string[]
}

const digestOf = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0)
  return difference === 0
}
