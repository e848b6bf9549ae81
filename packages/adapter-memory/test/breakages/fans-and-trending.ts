import { type Breakage, inPort, roundTrip } from './breakage.ts'

export const brokenFans: readonly Breakage[] = [
  {
    what: 'following twice counts twice',
    chapter: 'fans',
    promise: 'following counts each fan once, and repeating changes nothing',
    breakIt(storage) {
      let followers = 0
      return inPort('fans', (fans) => ({
        async follow(request) {
          const counts = await fans.follow(request)
          return counts && { followers: request.following ? ++followers : --followers }
        },
      }))(storage)
    },
  },
  {
    what: 'artists nobody follows any more are listed',
    chapter: 'fans',
    promise: 'artists are listed by the number of their followers',
    breakIt(storage) {
      const followed = new Set<string>()
      return inPort('fans', (fans) => ({
        async follow(request) {
          followed.add(request.artistId)
          return fans.follow(request)
        },
        async mostFollowed(request) {
          const listed = await fans.mostFollowed(request)
          const others = [...followed].filter((id) => !listed.some(({ artistId }) => artistId === id))
          return [...listed, ...others.map((artistId) => ({ artistId, followers: 0 }))]
        },
      }))(storage)
    },
  },
  {
    what: 'a fan is read, changed and written back',
    chapter: 'racing: fans',
    promise: 'no field is lost when one profile is changed at once',
    breakIt: inPort('fans', (fans) => ({
      async save(draft) {
        const held = await fans.find(draft.id)
        await roundTrip()
        return fans.save({ ...held, ...draft })
      },
    })),
  },
  {
    what: 'the votes of a fan who goes stay',
    chapter: 'fans',
    promise: 'a fan who goes takes everything of theirs along, and every count follows',
    breakIt: inPort('fans', (fans) => ({
      async remove(id) {
        const fan = await fans.find(id)
        return fan !== null
      },
    })),
  },
]

export const brokenTrending: readonly Breakage[] = [
  {
    what: 'every score is written at every refresh',
    chapter: 'trending: boards',
    promise: 'writes only scores that moved by more than the threshold',
    breakIt: inPort('trending', (trending) => ({
      refresh: ({ at, options }) => trending.refresh({ at, options: { ...options, threshold: 0 } }),
    })),
  },
  {
    what: 'ties are broken the other way',
    chapter: 'trending: boards',
    promise: 'ranks by score, ties by id, and gives as many as asked',
    breakIt: inPort('trending', (trending) => ({
      top: async (request) =>
        (await trending.top({ ...request, limit: 1000 }))
          .toSorted((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
          .slice(0, request.limit)
          .map((entry, index) => ({ ...entry, rank: index + 1 })),
    })),
  },
  {
    what: 'votes fade twice as fast',
    chapter: 'trending: factors',
    promise: 'votes fade by half every half-life, in good standing and until now',
    breakIt: inPort('trending', (trending) => ({
      factors: ({ options, ...request }) =>
        trending.factors({ ...request, options: { ...options, halfLifeMs: options.halfLifeMs / 2 } }),
    })),
  },
]
