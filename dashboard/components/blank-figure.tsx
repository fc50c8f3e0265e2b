import { useDashboard } from './context.ts'

interface BlankProps {
  label: string
  hero?: boolean
  failed?: boolean
}

/** Of the size of what comes, so that nothing jumps when it comes; a dash where nothing will come for now. */
export function BlankFigure({ label, hero = false, failed = false }: BlankProps) {
  const { city } = useDashboard()
  const lost = failed || city.problem.value !== null
  return (
    <div class={hero ? 'figure figure-hero' : 'figure'} aria-busy={!lost}>
      <h2>{label}</h2>
      <p class="figure-value">{lost ? '—' : <span class="bone" />}</p>
      <p class="figure-note">&nbsp;</p>
    </div>
  )
}
