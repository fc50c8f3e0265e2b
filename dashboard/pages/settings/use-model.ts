import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard } from '../../components/context.ts'
import type { Dashboard } from '../../models/dashboard.ts'

/** A section's model, made once and loaded as the section opens; with `everyMs` also again and again while it is open. */
export function useModel<Model extends { load: () => Promise<unknown> }>(
  create: (dashboard: Dashboard) => Model,
  everyMs: number | null = null,
): Model {
  const dashboard = useDashboard()
  const model = useMemo(() => create(dashboard), [dashboard])
  useEffect(() => {
    void model.load()
    return everyMs === null ? undefined : dashboard.timers.every(everyMs, () => void model.load())
  }, [model])
  return model
}
