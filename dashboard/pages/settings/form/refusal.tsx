import { ERRORS } from '../../../../contract/problem.ts'
import type { ApiError } from '../../../api.ts'
import { useDashboard, useText, useWords } from '../../../components/context.ts'
import { Icon } from '../../../components/icons.tsx'
import { problemText } from '../../../i18n/problem-text.ts'
import type { LanguageCode } from '../../../view-state.ts'
import { type FormWords, formWords } from './words.ts'

interface RefusalProps {
  title: string
  problem: ApiError
  /** What a reader has not lost. */
  note?: string
  say?: ((problem: ApiError) => string | null) | undefined
}

/** What the fleet refused, and what to do now. */
export function Refusal({ title, problem, note, say }: RefusalProps) {
  const text = useText()
  const words = useWords(formWords)
  const { language } = useDashboard()
  const general = problemText(text, problem.code)
  return (
    <div class="problem" role="alert" data-problem={problem.code}>
      <Icon name="alert" size={22} />
      <div class="problem-text">
        <strong>{title}</strong>
        <p>{say?.(problem) ?? sayOf(problem, words, language.code.value) ?? general}</p>
        {note && <p class="small muted">{note}</p>}
      </div>
    </div>
  )
}

function sayOf({ code, message }: ApiError, words: FormWords, language: LanguageCode): string | null {
  if (code === 'not-found') return words.gone
  if (code === 'bad-request' || code === 'bad-feed') return words.fleetSays(message)
  if (code === 'last-admin' || code === 'too-large' || code === 'not-allowed') return `${ERRORS[code][language]}.`
  return null
}
