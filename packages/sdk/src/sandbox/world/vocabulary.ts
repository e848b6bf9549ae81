/** Words that songs, albums, bands and venues of this world are named with. */
export const nouns = words(
  'Anchor Arrow Ash Atlas Autumn Avenue Balcony Balloon Beacon Bell Bicycle Blossom Boulevard Bridge Cabin Canyon',
  'Carousel Cathedral Chimney Circus Cliff Cloud Coast Comet Compass Copper Coral Corridor Crane Crown Dawn Desert',
  'Diamond Dust Echo Ember Engine Feather Ferry Field Fire Firefly Fog Forest Fountain Fox Garden Ghost Glacier Gravity',
  'Harvest Highway Hour House Island Ivory Jacket January Jungle Kingdom Kite Ladder Lagoon Lantern Letter Lighthouse',
  'Lightning Lion Lullaby Machine Magnolia Map Marble Meadow Midnight Mirror Monday Moon Morning Mountain Museum Needle',
  'Night Ocean October Orchard Orchid Palace Paper Parade Pearl Piano Pilot Planet Pocket Porch Postcard Prairie Queen',
  'Radio Railway Rain Raven Ribbon River Road Rocket Room Rose Sail Satellite Season Shadow Shore Signal Silence Sky',
  'Smoke Snow Sparrow Spring Stair Station Storm Stranger Summer Sunday Swan Telephone Thunder Ticket Tiger Tower Train',
  'Umbrella Valley Violet Voice Wall Water Wave Whale Wheel Willow Window Winter Wolf',
)

export const adjectives = words(
  'Amber Ancient Bitter Blue Bright Broken Burning Careless Distant Dizzy Early Electric Empty Endless Faded Fearless',
  'Foreign Fragile Frozen Gentle Golden Hollow Honest Hungry Idle Infinite Lonely Lost Lucky Magnetic Modern Neon',
  'Northern Open Pale Patient Perfect Plastic Quiet Reckless Restless Sacred Scarlet Secret Silent Silver Simple Sleepless',
  'Slow Southern Stolen Strange Sudden Sweet Tender Tired Tiny Wild Wooden Young',
)

export const verbs = words(
  'Answer Believe Burn Call Carry Catch Chase Count Drown Fade Find Follow Forget Hold Keep Kiss Leave Lose Meet Mend',
  'Name Remember Save Shake Spell Steal Teach Trust Wake Watch',
)

export const adverbs = words(
  'Again Anyway Backwards Closer Down Forever Gently Home Softly Somewhere Tonight Under',
)

function words(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(' '))
}
