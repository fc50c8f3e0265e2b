import type { Issue } from './form.ts'
import type { FormWords } from './words.ts'

export interface IssueOptions {
  /** What a text has to look like, in words. */
  wanted?: string | undefined
  /** How many of the schema's unit are one of the reader's: 60 for minutes of a field in seconds. */
  scale?: number | undefined
}

/** What is wrong and what to write instead, in the reader's language: a schema's own messages are for programs. */
export function issueText(words: FormWords, locale: string, issue: Issue, options: IssueOptions = {}): string {
  const { issue: text } = words
  const { wanted, scale = 1 } = options
  const { code, kind, limit } = issue
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format
  // Without its unit, which stands beside the field.
  const number = (value: number) => plain(value / scale)
  if (code === 'too_small') {
    if (kind === 'string') return limit !== null && limit > 1 ? text.atLeast(plain(limit)) : text.empty
    return kind === 'array' ? text.choose : text.atLeast(number(limit ?? 0))
  }
  if (code === 'too_big') {
    if (kind === 'string') return text.longest(plain(limit ?? 0))
    return kind === 'array' ? text.most(plain(limit ?? 0)) : text.atMost(number(limit ?? 0))
  }
  if (wanted !== undefined) return wanted
  if (kind === 'email') return text.email
  if (kind === 'url') return text.url
  if (code === 'invalid_type')
    return kind === 'string' ? text.empty : kind === 'int' || kind === 'safeint' ? text.whole : text.number
  return text.other
}
