import type { Terms } from '../../../../contract/terms.ts'
import { useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { useDay } from '../form/day.ts'
import { words } from './words.ts'

interface VersionProps {
  terms: Terms
  isInForce: boolean
  /** Null: the reader may not. */
  putInForce: (() => Promise<unknown>) | null
}

/** One version: its words in both languages, and the button that makes riders accept it. */
export function Version({ terms, isInForce, putInForce }: VersionProps) {
  const text = useWords(words)
  const day = useDay()
  const { version, madeAt, es, en } = terms
  return (
    <li data-terms={version}>
      <p>
        <span class="entry-title">{version}</span> <span class="muted small">{text.madeAt(day(madeAt))}</span>
        {isInForce && <span class="tag tag-good">{text.inForce}</span>}
      </p>
      {!isInForce && putInForce && (
        <div class="entry-acts">
          <Confirm
            label={text.putInForce}
            question={text.putAsk(version)}
            act={text.putInForce}
            hook={`terms-${version}`}
            danger={false}
            run={putInForce}
          >
            <p>{text.putNote}</p>
          </Confirm>
        </div>
      )}
      <details class="unfold terms-read">
        <summary>{text.read}</summary>
        <div class="controls">
          <div lang="es">
            <h3>{text.spanish}</h3>
            <p class="terms-words">{es}</p>
          </div>
          <div lang="en">
            <h3>{text.english}</h3>
            <p class="terms-words">{en}</p>
          </div>
        </div>
      </details>
    </li>
  )
}
