import type { z } from 'zod'
import { assumptionsChangeSchema } from '../../../../contract/assumptions.ts'
import type { FleetSettings } from '../../../../contract/fleet-settings.ts'
import { type MapSettings, mapSettingsSchema } from '../../../../contract/map-settings.ts'
import { retentionChangeSchema } from '../../../../contract/retention.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'
import { createKeptSettings } from '../kept-settings.ts'

const number = (text: string) => (text.trim() === '' ? null : Number(text.trim().replace(',', '.')))

const retentionDraft = ({ retention }: FleetSettings) => ({
  minutesDays: String(retention.minutesDays),
  hoursDays: String(retention.hoursDays),
})
const assumptionsDraft = ({ assumptions }: FleetSettings) => ({
  savingsPerConnection: String(assumptions.savingsPerConnection),
  currency: assumptions.currency,
  costPerMonth: assumptions.costPerMonth === null ? '' : String(assumptions.costPerMonth),
  source: assumptions.source,
})
const mapDraft = ({ map }: FleetSettings) => ({
  kind: map.kind as MapSettings['kind'],
  url: map.kind === 'none' ? '' : map.url,
  attribution: map.kind === 'none' ? '' : map.attribution,
})
export type RetentionDraft = ReturnType<typeof retentionDraft>
export type AssumptionsDraft = ReturnType<typeof assumptionsDraft>
export type MapDraft = ReturnType<typeof mapDraft>

/** What is set for the whole fleet. */
export function createFleetSettings(dashboard: Pick<Dashboard, 'call' | 'origin'>) {
  const { settings, loaded, load, kept } = createKeptSettings(dashboard)
  return {
    loaded,
    load,
    formsOf: (now: FleetSettings) => ({
      retention: createForm<RetentionDraft, z.infer<typeof retentionChangeSchema>>({
        start: retentionDraft(now),
        check: (draft) =>
          checkBy(retentionChangeSchema, {
            minutesDays: number(draft.minutesDays),
            hoursDays: number(draft.hoursDays),
          }),
        save: async (json) => retentionDraft(await kept(good(settings.retention.$put({ json })))),
      }),
      assumptions: createForm<AssumptionsDraft, z.infer<typeof assumptionsChangeSchema>>({
        start: assumptionsDraft(now),
        check: (draft) =>
          checkBy(assumptionsChangeSchema, {
            savingsPerConnection: number(draft.savingsPerConnection),
            currency: draft.currency.trim().toUpperCase(),
            costPerMonth: number(draft.costPerMonth),
            source: draft.source,
          }),
        save: async (json) => assumptionsDraft(await kept(good(settings.assumptions.$put({ json })))),
      }),
      map: createForm<MapDraft, MapSettings>({
        start: mapDraft(now),
        check: (draft) => checkBy(mapSettingsSchema, draft.kind === 'none' ? { kind: 'none' } : draft),
        save: async (json) => mapDraft(await kept(good(settings.map.$put({ json })))),
      }),
    }),
  }
}
export type FleetSettingsModel = ReturnType<typeof createFleetSettings>
export type FleetForms = ReturnType<FleetSettingsModel['formsOf']>
