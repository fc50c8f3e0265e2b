import { hc } from 'hono/client'
import type { FleetSettings } from '../../../contract/fleet-settings.ts'
import type { SettingsApi } from '../../../fleet-api/routes/settings.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { createLoaded } from '../../models/loaded.ts'
import { good } from './fleet.ts'

/** The fleet's settings as they are kept, for the forms that change a part of them. */
export function createKeptSettings({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { settings } = hc<SettingsApi>(origin, { fetch: call }).api
  const loaded = createLoaded<FleetSettings>()
  return {
    settings,
    loaded,
    load: () => loaded.run(() => good(settings.$get())),
    /** What the fleet answers to a change: all settings, as they are kept now. */
    async kept(asked: Promise<FleetSettings>): Promise<FleetSettings> {
      const now = await asked
      loaded.put(now)
      return now
    },
  }
}
