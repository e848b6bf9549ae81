import { z } from 'zod'

/** A picture. `fallback` marks a generic one that the service uses when it has none of the thing itself. */
export const Image = z.object({
  url: z.url(),
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  fallback: z.boolean(),
  /** The credit line the service demands, if any. */
  credit: z.string().nullable(),
})
export type Image = z.infer<typeof Image>

/** The picture to show: no generic one if there is another, and the smallest that is at least `width` wide. */
export function pickImage(images: readonly Image[], width: number): Image | null {
  const own = images.filter((image) => !image.fallback)
  const choice = (own.length > 0 ? own : images).toSorted((a, b) => (a.width ?? 0) - (b.width ?? 0))
  return choice.find((image) => (image.width ?? 0) >= width) ?? choice.at(-1) ?? null
}
