import { onceCron } from '../support/once-cron.ts'

/** For the command line. */
export default onceCron(process.env.ONCE_URL!)
