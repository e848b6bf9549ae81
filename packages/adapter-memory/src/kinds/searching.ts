import { searchKey } from '@setvote/sdk/storage'

/** Whether a name's search key holds what is searched; everything does when nothing is. */
export function searching(search: string | undefined): (key: string) => boolean {
  const part = searchKey(search ?? '')
  return (key) => key.includes(part)
}
