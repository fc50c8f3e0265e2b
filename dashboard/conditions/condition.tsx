import './conditions.css'
import type { Condition } from '../../contract/api.ts'
import { useWords } from '../components/context.ts'
import { Icon } from '../components/icons.tsx'
import { words } from './words.ts'

/** The sign of a condition: of a colour, a shape and a drawing of its own. The words beside it say the same. */
export function ConditionMark({ is }: { is: Condition['is'] }) {
  return (
    <span class="state-mark" data-mark={is}>
      <Icon name={is} size={12} />
    </span>
  )
}

/** A condition in words, with its sign. */
export function ConditionWord({ is }: { is: Condition['is'] }) {
  const said = useWords(words)
  return (
    <span class="state" data-mark={is}>
      <ConditionMark is={is} />
      <span>{said.is[is]}</span>
    </span>
  )
}
