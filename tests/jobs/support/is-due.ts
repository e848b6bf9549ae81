/** Whether a schedule of the jobs names this UTC minute. It reads stars, steps and single numbers: all they use. */
export function isDue(cron: string, at: Date): boolean {
  const [minute, hour, day, month, weekday] = cron.split(' ')
  if (day !== '*' || month !== '*') throw new Error(`Not read here: ${cron}`)
  return fits(minute!, at.getUTCMinutes()) && fits(hour!, at.getUTCHours()) && fits(weekday!, at.getUTCDay())
}

function fits(field: string, value: number): boolean {
  if (field === '*') return true
  if (field.startsWith('*/')) return value % Number(field.slice(2)) === 0
  return Number(field) === value
}
