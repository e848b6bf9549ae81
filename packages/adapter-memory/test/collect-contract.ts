import { type OpenStorage, storageContract } from '@setvote/sdk/conformance'

interface StatedPromise {
  readonly chapter: string
  readonly promise: string
  prove(): Promise<void>
}

/** Every promise of the contract, to be proven one by one instead of by a test runner. */
function collectContract(open: OpenStorage): StatedPromise[] {
  const promises: StatedPromise[] = []
  let chapter = ''
  storageContract(
    {
      describe(name, body) {
        chapter = name
        body()
      },
      it(promise, prove) {
        promises.push({ chapter, promise, prove })
      },
    },
    open,
  )
  return promises
}

/** The promises that a storage breaks, of one chapter or of all. */
export async function brokenPromises(open: OpenStorage, chapter?: string): Promise<string[]> {
  const broken: string[] = []
  for (const stated of collectContract(open)) {
    if (chapter !== undefined && stated.chapter !== chapter) continue
    try {
      await stated.prove()
    } catch {
      broken.push(`${stated.chapter}: ${stated.promise}`)
    }
  }
  return broken
}
