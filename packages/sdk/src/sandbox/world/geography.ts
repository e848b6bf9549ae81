export interface City {
  /** The id at GeoNames, which setlist.fm uses. */
  readonly geoId: string
  readonly name: string
  readonly state: string
  readonly stateCode: string
  readonly countryCode: string
  readonly latitude: number
  readonly longitude: number
  /** IANA name. */
  readonly timeZone: string
}

/** Names as the services write them. Ticketmaster says "United States Of America", setlist.fm "United States". */
export const countries: Readonly<
  Record<string, { readonly ticketmaster: string; readonly setlistfm: string }>
> = {
  US: { ticketmaster: 'United States Of America', setlistfm: 'United States' },
  CA: { ticketmaster: 'Canada', setlistfm: 'Canada' },
  GB: { ticketmaster: 'Great Britain', setlistfm: 'United Kingdom' },
  IE: { ticketmaster: 'Ireland', setlistfm: 'Ireland' },
  FR: { ticketmaster: 'France', setlistfm: 'France' },
  DE: { ticketmaster: 'Germany', setlistfm: 'Germany' },
  NL: { ticketmaster: 'Netherlands', setlistfm: 'Netherlands' },
  BE: { ticketmaster: 'Belgium', setlistfm: 'Belgium' },
  DK: { ticketmaster: 'Denmark', setlistfm: 'Denmark' },
  SE: { ticketmaster: 'Sweden', setlistfm: 'Sweden' },
  NO: { ticketmaster: 'Norway', setlistfm: 'Norway' },
  ES: { ticketmaster: 'Spain', setlistfm: 'Spain' },
  PT: { ticketmaster: 'Portugal', setlistfm: 'Portugal' },
  IT: { ticketmaster: 'Italy', setlistfm: 'Italy' },
  CH: { ticketmaster: 'Switzerland', setlistfm: 'Switzerland' },
  AT: { ticketmaster: 'Austria', setlistfm: 'Austria' },
  CZ: { ticketmaster: 'Czech Republic', setlistfm: 'Czechia' },
  PL: { ticketmaster: 'Poland', setlistfm: 'Poland' },
}

export const currencies: Readonly<Record<string, string>> = {
  US: 'USD',
  CA: 'CAD',
  GB: 'GBP',
  DK: 'DKK',
  SE: 'SEK',
  NO: 'NOK',
  CH: 'CHF',
  CZ: 'CZK',
  PL: 'PLN',
}

/** The cities where this world plays. */
export const cities: readonly City[] = [
  city('5128581', 'New York', 'New York', 'NY', 'US', 40.7143, -74.006, 'America/New_York'),
  city('4930956', 'Boston', 'Massachusetts', 'MA', 'US', 42.3584, -71.0598, 'America/New_York'),
  city('4560349', 'Philadelphia', 'Pennsylvania', 'PA', 'US', 39.9523, -75.1638, 'America/New_York'),
  city('4140963', 'Washington', 'Washington, D.C.', 'DC', 'US', 38.8951, -77.0364, 'America/New_York'),
  city('4180439', 'Atlanta', 'Georgia', 'GA', 'US', 33.749, -84.388, 'America/New_York'),
  city('4164138', 'Miami', 'Florida', 'FL', 'US', 25.7743, -80.1937, 'America/New_York'),
  city('4990729', 'Detroit', 'Michigan', 'MI', 'US', 42.3314, -83.0458, 'America/Detroit'),
  city('4887398', 'Chicago', 'Illinois', 'IL', 'US', 41.85, -87.65, 'America/Chicago'),
  city('5263045', 'Milwaukee', 'Wisconsin', 'WI', 'US', 43.0389, -87.9065, 'America/Chicago'),
  city('5037649', 'Minneapolis', 'Minnesota', 'MN', 'US', 44.98, -93.2638, 'America/Chicago'),
  city('4644585', 'Nashville', 'Tennessee', 'TN', 'US', 36.1659, -86.7844, 'America/Chicago'),
  city('4335045', 'New Orleans', 'Louisiana', 'LA', 'US', 29.9547, -90.0751, 'America/Chicago'),
  city('4671654', 'Austin', 'Texas', 'TX', 'US', 30.2672, -97.7431, 'America/Chicago'),
  city('4684888', 'Dallas', 'Texas', 'TX', 'US', 32.7831, -96.8067, 'America/Chicago'),
  city('5419384', 'Denver', 'Colorado', 'CO', 'US', 39.7392, -104.9847, 'America/Denver'),
  city('5780993', 'Salt Lake City', 'Utah', 'UT', 'US', 40.7608, -111.8911, 'America/Denver'),
  city('5308655', 'Phoenix', 'Arizona', 'AZ', 'US', 33.4484, -112.074, 'America/Phoenix'),
  city('5506956', 'Las Vegas', 'Nevada', 'NV', 'US', 36.175, -115.1372, 'America/Los_Angeles'),
  city('5368361', 'Los Angeles', 'California', 'CA', 'US', 34.0522, -118.2437, 'America/Los_Angeles'),
  city('5391959', 'San Francisco', 'California', 'CA', 'US', 37.7749, -122.4194, 'America/Los_Angeles'),
  city('5746545', 'Portland', 'Oregon', 'OR', 'US', 45.5235, -122.6762, 'America/Los_Angeles'),
  city('5809844', 'Seattle', 'Washington', 'WA', 'US', 47.6062, -122.3321, 'America/Los_Angeles'),
  city('6167865', 'Toronto', 'Ontario', 'ON', 'CA', 43.7001, -79.4163, 'America/Toronto'),
  city('6077243', 'Montréal', 'Quebec', 'QC', 'CA', 45.5088, -73.5878, 'America/Toronto'),
  city('6173331', 'Vancouver', 'British Columbia', 'BC', 'CA', 49.2497, -123.1193, 'America/Vancouver'),
  city('2643743', 'London', 'England', 'ENG', 'GB', 51.5085, -0.1257, 'Europe/London'),
  city('2643123', 'Manchester', 'England', 'ENG', 'GB', 53.4809, -2.2374, 'Europe/London'),
  city('2964574', 'Dublin', 'Leinster', 'L', 'IE', 53.3331, -6.2489, 'Europe/Dublin'),
  city('2988507', 'Paris', 'Île-de-France', '11', 'FR', 48.8534, 2.3488, 'Europe/Paris'),
  city('2996944', 'Lyon', 'Auvergne-Rhône-Alpes', '84', 'FR', 45.7485, 4.8467, 'Europe/Paris'),
  city('2950159', 'Berlin', 'Berlin', '16', 'DE', 52.5244, 13.4105, 'Europe/Berlin'),
  city('2911298', 'Hamburg', 'Hamburg', '04', 'DE', 53.5507, 9.993, 'Europe/Berlin'),
  city('2867714', 'Munich', 'Bavaria', '02', 'DE', 48.1374, 11.5755, 'Europe/Berlin'),
  city('2886242', 'Cologne', 'North Rhine-Westphalia', '07', 'DE', 50.9333, 6.95, 'Europe/Berlin'),
  city('2759794', 'Amsterdam', 'North Holland', '07', 'NL', 52.374, 4.8897, 'Europe/Amsterdam'),
  city('2800866', 'Brussels', 'Brussels', 'BRU', 'BE', 50.8505, 4.3488, 'Europe/Brussels'),
  city('2618425', 'Copenhagen', 'Capital Region', '17', 'DK', 55.6759, 12.5655, 'Europe/Copenhagen'),
  city('2673730', 'Stockholm', 'Stockholm', '26', 'SE', 59.3294, 18.0687, 'Europe/Stockholm'),
  city('3143244', 'Oslo', 'Oslo', '12', 'NO', 59.9127, 10.7461, 'Europe/Oslo'),
  city('3117735', 'Madrid', 'Madrid', '29', 'ES', 40.4165, -3.7026, 'Europe/Madrid'),
  city('3128760', 'Barcelona', 'Catalonia', '56', 'ES', 41.3888, 2.159, 'Europe/Madrid'),
  city('2267057', 'Lisbon', 'Lisbon', '14', 'PT', 38.7169, -9.1399, 'Europe/Lisbon'),
  city('3173435', 'Milan', 'Lombardy', '09', 'IT', 45.4643, 9.1895, 'Europe/Rome'),
  city('2657896', 'Zürich', 'Zurich', 'ZH', 'CH', 47.3667, 8.55, 'Europe/Zurich'),
  city('2761369', 'Vienna', 'Vienna', '09', 'AT', 48.2085, 16.3721, 'Europe/Vienna'),
  city('3067696', 'Prague', 'Hlavní město Praha', '52', 'CZ', 50.088, 14.4208, 'Europe/Prague'),
  city('756135', 'Warsaw', 'Mazovia', '78', 'PL', 52.2298, 21.0118, 'Europe/Warsaw'),
]

function city(
  geoId: string,
  name: string,
  state: string,
  stateCode: string,
  countryCode: string,
  latitude: number,
  longitude: number,
  timeZone: string,
): City {
  return { geoId, name, state, stateCode, countryCode, latitude, longitude, timeZone }
}
