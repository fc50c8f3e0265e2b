import { useDashboard, useText, useWords } from '../../../components/context.ts'
import { Control } from '../form/control.tsx'
import type { Issue } from '../form/form.ts'
import { issueText } from '../form/issue-text.ts'
import { formWords } from '../form/words.ts'
import { type Editing, ItemFrame, isOff } from './item.tsx'
import { namesIn } from './items.ts'
import { words } from './words.ts'

/** How many wrong lines are named. */
const NAMED = 3

/** Names of sites, one a line; an error names its line. */
export function Names({ editing, item }: { editing: Editing; item: 'walledGarden' | 'blockedNames' }) {
  const { format } = useDashboard()
  const { locale } = useText()
  const text = useWords(words)
  const form = useWords(formWords)
  const written = editing.form.draft.value[item]
  const names = namesIn(written)
  const say = (issues: readonly Issue[]) => {
    const lines = issues.filter(({ path }) => path.includes('.'))
    const whole = issues.find(({ path }) => !path.includes('.'))
    if (whole) return issueText(form, locale, whole)
    const said = lines.slice(0, NAMED).map(({ path }) => {
      const at = names[Number(path.split('.')[1])]
      return form.issue.line(String(at?.line ?? '?'), `«${at?.name ?? ''}» ${text.fields.name}`)
    })
    const more = lines.length > NAMED ? ` (${form.issue.moreLines(format.value.whole(lines.length - NAMED))})` : ''
    return `${said.join(' ')}${more}`
  }
  const { label, hint } = text.fields[item]
  return (
    <ItemFrame editing={editing} item={item}>
      <Control
        form={editing.form}
        path={item}
        label={label}
        hint={names.length === 0 ? hint : `${hint} ${text.fields.count(format.value.whole(names.length))}.`}
        say={say}
        disabled={isOff(editing, item)}
      >
        {(tied) => (
          <textarea
            {...tied}
            class="field"
            rows={6}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            value={written}
            onInput={(event) => editing.form.set({ [item]: event.currentTarget.value })}
          />
        )}
      </Control>
    </ItemFrame>
  )
}
