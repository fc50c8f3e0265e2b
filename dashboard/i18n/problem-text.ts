import type { FailureCode } from '../api.ts'
import type { Catalogue } from './es.ts'

/** What happened and what to do, in the reader's language. Codes without words of their own are the fleet's fault. */
export function problemText(text: Catalogue, code: FailureCode): string {
  switch (code) {
    case 'unreachable':
    case 'not-signed-in':
    case 'not-allowed':
    case 'not-found':
    case 'range-too-long':
    case 'too-many':
    case 'unavailable':
      return text.problems[code]
    default:
      return text.problems.internal
  }
}
