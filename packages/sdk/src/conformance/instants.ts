/** The instant that the suite calls now. */
export const noon = new Date('2026-06-15T12:00:00Z')
export const today = '2026-06-15'

export const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms)
export const before = (at: Date, ms: number): Date => after(at, -ms)
export const never = new Date(Number.NaN)
