/** So many bytes that nobody can guess: for what must stay secret. `Random` is chance, not secrecy. */
export type RandomBytes = (count: number) => Uint8Array

export const systemRandomBytes: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count))
