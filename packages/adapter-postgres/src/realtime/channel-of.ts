const longestName = 63

/**
 * The channel of a topic: `setvote:show:sho_1`. Topics may share one, where names are long or unusual: who listens
 * looks at the topic of the event as well.
 */
export const channelOf = (schema: string, topic: string): string =>
  `${schema}:${topic}`.replace(/[^\x21-\x7e]|"/g, '_').slice(0, longestName)
