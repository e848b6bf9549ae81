import { describe, expect, it } from 'vitest'
import { isPackage, packageReasons } from '../../../src/clients/ticketmaster/package-rule.ts'
import { Event } from '../../../src/clients/ticketmaster/schemas.ts'
import { recordedEvent, recordedEvents } from './support/recorded-ticketmaster.ts'

const listing = (name: string, more: object = {}) => Event.parse({ id: 'vvG1iZ9', name, ...more })

describe('listings that are no evening of their own', () => {
  it.each([
    ['Slipknot I VIP Packages', 'vip-package'],
    ['Velvet Harbor - VIP Experience', 'vip-package'],
    ['Velvet Harbor: Official Platinum Package', 'vip-package'],
    ['Velvet Harbor | Meet & Greet Upgrade', 'vip-package'],
    ['Parking: 8th Annual Beerfest', 'parking'],
    ['Premier Parking: Farm Aid', 'parking'],
    ['AT&T Center Parking Pass', 'parking'],
    ['Velvet Harbor - Parking', 'parking'],
    ['2 Day Pass: Cold Waves', 'multi-day-pass'],
    ['Sea Fest 2027 - 3-Day General Pass', 'multi-day-pass'],
    ['Sea Fest Weekend Ticket', 'multi-day-pass'],
    ['TXRD Lonestar Rollergirls 2016 Regular Season Pass', 'multi-day-pass'],
    ['Susquehanna Breakdown RV Pass', 'add-on'],
    ['MGM Grand Garden Arena Dash Pass', 'add-on'],
    ['Slayer Upgrades (Tickets Not Included)', 'add-on'],
  ])('are told by their names: %s', (name, reason) => {
    expect(packageReasons(listing(name))).toEqual([reason])
  })

  it.each([
    'The Passengers',
    'Parking Lot Party',
    'Very Important People',
    'VIP',
    'V.I.P. – The Velvet Harbor Story',
    'Season of Mist',
    'Three Days Grace',
    'Two Door Cinema Club',
    'Weekend Nachos',
    'The Package Tour 2027',
    'Camping Trip',
    'Passepied: Two Nights',
    'Park Lane',
    'A Day To Remember',
  ])('are not confused with evenings: %s', (name) => {
    expect(packageReasons(listing(name))).toEqual([])
  })

  it('are told by what they are about: a parking lot', () => {
    const _embedded = { attractions: [{ id: 'p', name: 'Parking Event' }] }
    expect(packageReasons(listing('Lot B', { _embedded }))).toEqual(['parking'])
  })

  it.each([
    [{ id: 'Z7r9jZ1Ae0UeZ' }],
    [{ url: 'http://www.ticketsnow.com/InventoryBrowse/TicketList.aspx?PID=2936080' }],
    [{ source: { name: 'tmr' } }],
  ])('are resold: %j', (more) => {
    expect(packageReasons(listing('Hamilton', more))).toEqual(['resale'])
  })

  it('are exactly these in the recordings', () => {
    const found = recordedEvents().filter(isPackage)
    expect([...new Set(found.map(({ name }) => name))].toSorted()).toEqual([
      '2 Day Pass: Cold Waves',
      'Hamilton',
      'Parking: 8th Annual Beerfest',
      'Slipknot I VIP Packages',
      'Susquehanna Breakdown RV Pass',
      'TXRD Lonestar Rollergirls 2016 Regular Season Pass',
      'Texas Longhorns Football vs. LSU Tigers Football',
    ])
    expect(isPackage(recordedEvent('event.rescheduled.slipknot-prague'))).toBe(false)
  })
})
