import { z } from 'zod'
import { NOTICE_LANGUAGES } from './channels.ts'

const at = z.iso.datetime({ offset: true })

/** Days that a link may be valid for at most. */
export const LONGEST_SHARE_DAYS = 366
/** Days of one report at most. */
const LONGEST_REPORT_DAYS = 3 * 366

/** `POST /api/share-links`: of one report, by its dates (both included). */
export const newShareLinkSchema = z
  .strictObject({
    fromDate: z.iso.date(),
    toDate: z.iso.date(),
    label: z.string().trim().min(1).max(100).describe('Whom it is for.'),
    language: z.enum(NOTICE_LANGUAGES).default('es'),
    days: z.int().min(1).max(LONGEST_SHARE_DAYS).default(30),
  })
  .refine(({ fromDate, toDate }) => fromDate <= toDate, {
    error: 'the last date is before the first',
    path: ['toDate'],
  })
  .refine(({ fromDate, toDate }) => Date.parse(toDate) - Date.parse(fromDate) < LONGEST_REPORT_DAYS * 86_400_000, {
    error: 'a report is of three years at most',
    path: ['toDate'],
  })
export type NewShareLink = z.infer<typeof newShareLinkSchema>
export const shareLinkSchema = z
  .object({
    id: z.int(),
    fromDate: z.iso.date(),
    toDate: z.iso.date(),
    label: z.string(),
    language: z.enum(NOTICE_LANGUAGES),
    madeAt: at,
    madeBy: z.string().nullable().describe('An e-mail address; null: a token, or somebody who is no longer there.'),
    expiresAt: at,
    lastOpenedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'ShareLink' })
export type ShareLink = z.infer<typeof shareLinkSchema>
/** `url` is shown once. */
export const newShareLinkAnswerSchema = shareLinkSchema.extend({ url: z.string() })
export const shareLinksAnswerSchema = z.object({ links: z.array(shareLinkSchema) })

/** `POST /api/report-readers`: whom each month's report is sent to, in the body of an e-mail. */
export const newReportReaderSchema = z.strictObject({
  address: z.email().max(254),
  language: z.enum(NOTICE_LANGUAGES).default('es'),
})
export const reportReaderSchema = z
  .object({
    id: z.int(),
    address: z.string(),
    language: z.enum(NOTICE_LANGUAGES),
    lastMonth: z.string().nullable(),
    failure: z.string().nullable(),
  })
  .meta({ id: 'ReportReader' })
export const reportReadersAnswerSchema = z.object({
  readers: z.array(reportReaderSchema),
  email: z.boolean().describe('Whether this fleet can send e-mail: SMTP_URL is set.'),
})
export type ReportReadersAnswer = z.infer<typeof reportReadersAnswerSchema>
