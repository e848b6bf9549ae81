/** A song's title at Spotify and, where fans write it otherwise, at setlist.fm. */
export interface SongTitle {
  readonly title: string
  readonly setlistfmTitle: string
}

const same = (title: string): SongTitle => ({ title, setlistfmTitle: title })

/**
 * Titles that look like something else: version words in the middle of a title, leading brackets, numbers,
 * other scripts, slashes, and pairs that the services spell differently.
 */
export const specialTitles: readonly SongTitle[] = [
  same('Take Five Steps'),
  same('Live and Let Drift'),
  same('Paper Cut Lullaby'),
  same("(I Can't Keep) The Tide Away"),
  { title: 'Don’t Wait Up', setlistfmTitle: "Don't Wait Up" },
  { title: 'Salt & Stone', setlistfmTitle: 'Salt and Stone' },
  same('99 Lanterns'),
  { title: 'Wait for It…', setlistfmTitle: 'Wait for It...' },
  same('Mixtape for the Drowned'),
  same('Long Live the Rain'),
  same('4:44'),
  same('Señorita Niebla'),
  same('Last Take'),
  same('Demo Derby'),
  same('Remix the Weather'),
  same('(Nothing But) Salt'),
  same('AM/FM'),
  { title: "Rock 'n' Ruin", setlistfmTitle: 'Rock ’n’ Ruin' },
  same('Acoustic Shadow'),
  same('Über den Dächern'),
  same('Clear Cut'),
  same('Alive'),
  same('1999 Miles'),
  same('Edit Me Out'),
  same('Instrumental in My Fall'),
  same('夜明けの港'),
  same('Cover Me in Snow'),
  same('Concert of Crickets'),
  { title: 'Theme From the Lighthouse', setlistfmTitle: 'Theme from the Lighthouse' },
  same('Original Sinners'),
  same('?'),
  same('Живая вода'),
  same('Session Ghosts'),
  same('The Single Life'),
  { title: 'Gettin’ Deluxe', setlistfmTitle: "Gettin' Deluxe" },
  same('Karaoke for One'),
]

/** Titles of artists who do not write in English. */
export const titlesByScript = {
  hebrew: ['לילה בנמל', 'הים הפתוח', 'אור ראשון', 'בית של מלח', 'שיר לאף אחד', 'רכבת אחרונה', 'שלום, חורף'],
  japanese: ['夜の港', '青い灯台', '雨のあとで', 'さよなら、ビロード', '潮風', '最終電車', '三月の雪'],
  cyrillic: [
    'Ночной порт',
    'Синий маяк',
    'После дождя',
    'Прощай, бархат',
    'Последний поезд',
    'Мартовский снег',
  ],
  icelandic: ['Höfnin', 'Blár viti', 'Eftir regnið', 'Síðasta lestin', 'Þögn', 'Sæljós', 'Ævintýri'],
  turkish: ['Gece Limanı', 'Mavi Fener', 'Yağmurdan Sonra', 'Son Tren', 'Işıklar', 'İyi Geceler', 'Şubat'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Script = keyof typeof titlesByScript
