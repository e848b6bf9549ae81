import { type DoctorCheck, ok, problem } from '../doctor-finding.ts'

/** Each platform sets one of its own, and calls jobs over HTTP. */
const platforms = ['VERCEL', 'NETLIFY', 'CF_PAGES', 'AWS_LAMBDA_FUNCTION_NAME', 'K_SERVICE'] as const
const advice = 'Set CRON_SECRET to the output of openssl rand -hex 32, here and where the calls come from.'

export const cronSecret: DoctorCheck = {
  name: 'cron-secret',
  find({ env }) {
    const secret = env.CRON_SECRET
    const platform = platforms.find((name) => env[name])
    if (!secret) {
      if (!platform) return []
      return [problem(`CRON_SECRET is not set, and ${platform} says that jobs are called over HTTP`, advice)]
    }
    if (!/^[\x21-\x7e]{16,}$/.test(secret)) {
      return [problem('CRON_SECRET is short, or has spaces, line ends or odd signs', advice)]
    }
    return [ok('CRON_SECRET is set')]
  },
}
