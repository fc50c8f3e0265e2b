import { performance } from 'node:perf_hooks'

/**
 * Node keeps how long each of the last 250 fetches took, for the eye of a browser's developer: on a gateway they are memory that grows for
 * the first hour and that nobody reads.
 */
export function keepNoFetchTimings(): void {
  performance.setResourceTimingBufferSize(0)
}
