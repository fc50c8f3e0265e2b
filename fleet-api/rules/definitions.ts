/** Version of the definitions of DESIGN.md, section 6, by which figures are made. */
export const DEFINITIONS = '2'

/** What changed with a version of the definitions; the method's page says it in words. */
export type DefinitionChange =
  | 'first'
  | 'told-in-tens'
  | 'small-days-carried'
  | 'places-apart-from-unknown'
  | 'finality'
  | 'devices-by-day'
  | 'session-length'
  | 'time-to-connect'

/** All versions, the oldest first: since when figures were made by each (a date), and what it changed. */
export const DEFINITION_HISTORY: readonly {
  version: string
  since: string
  changes: readonly DefinitionChange[]
}[] = [
  { version: '1', since: '2026-11-24', changes: ['first'] },
  {
    version: '2',
    since: '2026-11-26',
    changes: [
      // What reports say of riders is made of published entries that each stand for ten sessions or more.
      'told-in-tens',
      'small-days-carried',
      // Riders at stops and in stations are not among those whose route is not known any more.
      'places-apart-from-unknown',
      'finality',
      'devices-by-day',
      'session-length',
      'time-to-connect',
    ],
  },
]
