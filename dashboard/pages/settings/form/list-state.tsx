import { useWords } from '../../../components/context.ts'
import { ProblemNote } from '../../../components/problem.tsx'
import type { Loaded } from '../../../models/loaded.ts'
import { formWords } from './words.ts'

/** While a list is not here yet, or could not be had. */
export function ListState({ loaded, retry }: { loaded: Loaded<unknown>; retry: () => void }) {
  const words = useWords(formWords)
  if (loaded.problem.value) return <ProblemNote title={words.loadFailed} problem={loaded.problem.value} retry={retry} />
  if (loaded.data.value !== null) return null
  return (
    <div aria-busy="true">
      <span class="bone bone-row" />
      <span class="bone bone-row" />
      <span class="bone bone-row" />
    </div>
  )
}
