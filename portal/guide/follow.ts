import type { Guide } from '../../contract/guide.ts'
import { createFollower, type FollowerDeps } from '../follow.ts'
import type { GuideStore } from './store.ts'

export interface GuideFollowDeps extends Omit<FollowerDeps<string>, 'follow' | 'running'> {
  store: GuideStore
  /** Asks the fleet; see pullGuide. */
  pull: (held: Guide | null) => Promise<Guide | 'same' | null>
  log: (message: string, error?: unknown) => void
}

/** Holds the guide that the fleet's answers name. Without one the status page only says less: nothing of it is reported. */
export function createGuideFollower({ store, pull, log, ...deps }: GuideFollowDeps) {
  async function follow(wanted: string): Promise<boolean> {
    try {
      const guide = await pull(store.held())
      if (guide === 'same' || guide === null) store.setWanted(guide === 'same')
      else store.keep(guide)
      // A fleet that names one and gives another is not asked again each minute.
      return store.version() === wanted
    } catch (error) {
      log('the route guide could not be fetched; the one before stays', error)
      return false
    }
  }
  const follower = createFollower({ ...deps, running: () => store.version() ?? '', follow })

  return {
    ...follower,
    /** The fleet has this guide for the vehicle; null: none. */
    want(version: string | null): void {
      if (version === null || version === store.version()) store.setWanted(version !== null)
      if (version !== null) follower.want(version)
    },
  }
}
