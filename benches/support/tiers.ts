/** What Spotify lets an app do, which decides how many calls an import takes. */
export const tiers = ['development', 'legacy', 'extended'] as const
