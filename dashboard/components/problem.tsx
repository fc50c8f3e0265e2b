import type { ApiError } from '../api.ts'
import { problemText } from '../i18n/problem-text.ts'
import { useText } from './context.ts'
import { Icon } from './icons.tsx'

interface ProblemProps {
  title: string
  problem: ApiError
  retry: () => void
}

/** What happened, what to do about it, and the button to do it. */
export function ProblemNote({ title, problem, retry }: ProblemProps) {
  const text = useText()
  return (
    <div class="problem" role="alert" data-problem={problem.code}>
      <Icon name="alert" size={22} />
      <div class="problem-text">
        <strong>{title}</strong>
        <p>{problemText(text, problem.code)}</p>
        <p class="small muted">
          {text.problems.code(problem.status > 0 ? `${problem.code} · ${problem.status}` : problem.code)}
        </p>
      </div>
      <button type="button" class="button" onClick={retry}>
        <Icon name="retry" /> {text.problems.retry}
      </button>
    </div>
  )
}
