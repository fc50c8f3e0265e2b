import { useText, useWords } from '../../../components/context.ts'
import type { Form } from '../form/form.ts'
import { issueText } from '../form/issue-text.ts'
import { formWords } from '../form/words.ts'
import type { AgreementDraft } from './model.ts'
import { words } from './words.ts'

const MOST_STEPS = 12

/** The contract's table, step by step: below which availability which share of the cost is due back. */
export function Credits({ form, disabled }: { form: Form<AgreementDraft>; disabled: boolean }) {
  const text = useWords(words)
  const general = useWords(formWords)
  const { locale } = useText()
  const { credits } = form.draft.value
  const wrong = form.issuesAt('credits')
  const set = (at: number, change: Partial<AgreementDraft['credits'][number]>) =>
    form.set({ credits: credits.map((step, index) => (index === at ? { ...step, ...change } : step)) })
  const wrongAt = (at: number, name: 'below' | 'credit') => wrong.some(({ path }) => path === `credits.${at}.${name}`)
  const field = (at: number, name: 'below' | 'credit') => (
    <label class="credit-field">
      <span class="hidden">{text.stepOf(String(at + 1), text[name])}</span>
      <input
        class="field"
        inputMode="decimal"
        autocomplete="off"
        disabled={disabled}
        aria-invalid={wrongAt(at, name)}
        aria-describedby={wrong.length > 0 ? 'credits-wrong' : undefined}
        value={credits[at]?.[name] ?? ''}
        onInput={(event) => set(at, { [name]: event.currentTarget.value })}
        onBlur={() => form.left('credits')}
        data-credit={`${at}-${name}`}
      />
      <span class="control-unit">%</span>
    </label>
  )
  const [first] = wrong
  return (
    <fieldset class="control controls-wide">
      <legend class="control-legend">{text.table}</legend>
      <p class="control-hint muted small">{text.tableHint}</p>
      {credits.length === 0 && <p class="muted">{text.noSteps}</p>}
      <ol class="credits">
        {credits.map((_, at) => (
          <li key={at}>
            <span>{text.below}</span>
            {field(at, 'below')}
            <span>{text.credit}</span>
            {field(at, 'credit')}
            {!disabled && (
              <button
                type="button"
                class="button button-plain"
                onClick={() => form.set({ credits: credits.filter((__, index) => index !== at) })}
                aria-label={text.stepOf(String(at + 1), text.removeStep)}
              >
                {text.removeStep}
              </button>
            )}
          </li>
        ))}
      </ol>
      {first && (
        <p class="control-wrong" id="credits-wrong">
          {first.path === 'credits' ? text.order : issueText(general, locale, first, { wanted: text.shareWanted })}
        </p>
      )}
      {!disabled && credits.length < MOST_STEPS && (
        <p>
          <button
            type="button"
            class="button"
            onClick={() => form.set({ credits: [...credits, { below: '', credit: '' }] })}
            data-add-step
          >
            {text.addStep}
          </button>
        </p>
      )}
    </fieldset>
  )
}
