/**
 * Every field of Ticketmaster's answers that was ever seen, by the thing it stands on: what we read, and what we
 * ignore on purpose. A new field in a recording belongs on one of the lists.
 */
export const wireFields = {
  event: {
    read: [
      'id', 'name', 'url', 'images', 'dates', 'sales', 'classifications', 'priceRanges', 'info', 'pleaseNote',
      'description', 'doorsTimes', 'place', 'source', 'distance', 'units', '_embedded',
    ],
    ignored: [
      'type', 'test', 'locale', 'location', 'additionalInfo', 'promoter', 'promoters', 'outlets', 'products', 'seatmap',
      'accessibility', 'ticketLimit', 'ageRestrictions', 'ticketing', 'externalLinks', '_links',
    ],
  },
  dates: {
    read: ['start', 'end', 'initialStartDate', 'timezone', 'status', 'spanMultipleDays'],
    ignored: ['access'],
  },
  attraction: {
    read: ['id', 'name', 'url', 'images', 'classifications', 'externalLinks', 'aliases', 'upcomingEvents'],
    ignored: ['type', 'test', 'locale', 'description', 'additionalInfo', '_links'],
  },
  venue: {
    read: [
      'id', 'name', 'postalCode', 'city', 'state', 'country', 'address', 'location', 'timezone', 'url', 'images',
      'aliases', 'upcomingEvents', 'distance', 'units',
    ],
    ignored: [
      'type', 'test', 'locale', 'description', 'additionalInfo', 'currency', 'markets', 'dmas', 'dma', 'social',
      'boxOfficeInfo', 'parkingDetail', 'accessibleSeatingDetail', 'generalInfo', 'externalLinks', 'ada', '_links',
    ],
  },
  place: {
    read: ['name', 'postalCode', 'city', 'state', 'country', 'address', 'location'],
    ignored: ['area'],
  },
} as const satisfies Record<string, { readonly read: readonly string[]; readonly ignored: readonly string[] }>
