import { searchKey } from '@setvote/sdk/storage'

/** Whether a name holds what is searched, in the form of `searchKey`; every name does when nothing is. */
export function searching(search: string | undefined): (name: string) => boolean {
  const part = searchKey(search ?? '')
  return part === '' ? () => true : (name) => searchKey(name).includes(part)
}
