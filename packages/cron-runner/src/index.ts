export { type EmailOptions, email } from './alerts/email.ts'
