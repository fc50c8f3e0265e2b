import type { z } from 'zod'
import { agreementChangeSchema } from '../../../../contract/agreement.ts'
import type { FleetSettings } from '../../../../contract/fleet-settings.ts'
import { publicationChangeSchema } from '../../../../contract/publication.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'
import { createKeptSettings } from '../kept-settings.ts'

/** Hundredths as they are typed; of nothing, null. */
const share = (text: string) => {
  const plain = text.trim().replace(',', '.').replace(/\s*%$/, '')
  return plain === '' ? null : Number((Number(plain) / 100).toFixed(6))
}
const percent = (value: number | null) => (value === null ? '' : String(Number((value * 100).toFixed(4))))
const textOrNull = (text: string) => (text.trim() === '' ? null : text)

const agreementDraft = ({ agreement }: FleetSettings) => ({
  availability: percent(agreement.availability),
  credits: agreement.credits.map(({ below, credit }) => ({ below: percent(below), credit: percent(credit) })),
})
const publicationDraft = ({ publication }: FleetSettings) => ({
  open: publication.open,
  money: publication.money,
  cityName: publication.cityName ?? '',
  contact: publication.contact ?? '',
  licence: publication.licence,
})
export type AgreementDraft = ReturnType<typeof agreementDraft>
export type PublicationDraft = ReturnType<typeof publicationDraft>

/** What the operator has promised the city, and what of the report anybody may read. */
export function createReportSettings(dashboard: Pick<Dashboard, 'call' | 'origin'>) {
  const { settings, loaded, load, kept } = createKeptSettings(dashboard)
  return {
    loaded,
    load,
    formsOf: (now: FleetSettings) => ({
      agreement: createForm<AgreementDraft, z.infer<typeof agreementChangeSchema>>({
        start: agreementDraft(now),
        check: ({ availability, credits }) =>
          checkBy(agreementChangeSchema, {
            availability: share(availability),
            credits: credits.map(({ below, credit }) => ({ below: share(below), credit: share(credit) })),
          }),
        save: async (json) => agreementDraft(await kept(good(settings.agreement.$put({ json })))),
      }),
      publication: createForm<PublicationDraft, z.infer<typeof publicationChangeSchema>>({
        start: publicationDraft(now),
        check: ({ cityName, contact, ...rest }) =>
          checkBy(publicationChangeSchema, {
            ...rest,
            cityName: textOrNull(cityName),
            contact: textOrNull(contact.trim()),
          }),
        save: async (json) => publicationDraft(await kept(good(settings.publication.$put({ json })))),
      }),
    }),
  }
}
export type ReportSettingsModel = ReturnType<typeof createReportSettings>
