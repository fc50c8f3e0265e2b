import type { CityReport } from '../../../contract/city-report.ts'
import { useWords } from '../../components/context.ts'
import { words } from './words.ts'

/** Whether figures may still change; of final ones, how often they were corrected. */
export function StateTag({ state, revision }: Pick<CityReport, 'state' | 'revision'>) {
  const text = useWords(words)
  return (
    <span class={`tag${state === 'final' ? ' tag-good' : ' tag-warn'}`} data-state={state}>
      {state === 'final' ? text.final : text.provisional}
      {revision !== null && revision > 0 && ` · ${text.revision(String(revision))}`}
    </span>
  )
}
